"""The platform behind HTTP, and the ways in which it can be told to misbehave.

``POST /control`` with JSON: ``{"fail": 2}`` — the next two requests are answered 503. Others:
``lose`` (the line breaks before anything is done), ``drop`` (after it is done), ``damage`` (half of
the package arrives), ``delay`` (so many requests for a receipt hear "received"), ``duplicate`` (the
first answer is "duplicate"), ``reorder`` (the receipt of another batch), ``lie`` (a receipt of
another manifest); ``answer``: ``["E900_INTERNAL"]`` refuses the next package with that code; and
``refuse``: ``{"ZG-…": ["product_name", "名称不规范"]}``, with a code of its own as the third;
``{"refuse": {}}`` forgets them.
"""

import json
import socket
import ssl
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .platform import NOBODY

BATCHES = "/exchange/v1/batches"
MOST = 512 << 20
FAULTS = ("fail", "lose", "drop", "damage", "delay", "duplicate", "reorder", "lie")


class Misbehaviour:
    """How often each fault is still to happen."""

    def __init__(self):
        self.left = Counter()

    def tell(self, wishes):
        for name in FAULTS:
            if name in wishes:
                self.left[name] = int(wishes[name])

    def happens(self, name):
        if self.left[name] <= 0:
            return False
        self.left[name] -= 1
        return True


class Handler(BaseHTTPRequestHandler):
    """One request; ``server`` carries the platform, its misbehaviour and what it saw."""

    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_POST(self):
        body = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), MOST))
        if self.path == "/control":
            return self._control(body)
        if not self.path.endswith(BATCHES):
            return self._answer(404, {})
        return self._receive(body)

    def do_GET(self):
        if self.path == "/control":
            return self._answer(200, self._state())
        batch_id = self.path.removesuffix("/receipt").rpartition("/")[2]
        faults, receipt = self.server.faults, self.server.platform.answer(batch_id)
        if faults.happens("fail"):
            return self._answer(503, {})
        if receipt and faults.happens("delay"):
            receipt = {**receipt, "status": "received", "processed_at": None, "errors": []}
            receipt |= {"accepted": 0, "rejected": 0}
        return self._answer(200 if receipt else 404, self._spoiled(receipt) if receipt else {})

    def _receive(self, body):
        faults, platform = self.server.faults, self.server.platform
        self.server.posts.append(self.headers.get("Idempotency-Key"))
        if faults.happens("fail"):
            return self._answer(503, {})
        if faults.happens("lose"):
            return self._hang_up()
        if faults.happens("damage"):
            body = body[: len(body) // 2]
        receipt = platform.receive(body, self.headers.get("Idempotency-Key") or NOBODY)
        if faults.happens("drop"):
            return self._hang_up()
        if faults.happens("delay"):
            receipt = {**receipt, "status": "received", "accepted": 0, "rejected": 0, "errors": []}
        if faults.happens("duplicate"):
            receipt = {**receipt, "status": "duplicate"}
        self.server.call_back(receipt)
        status = 409 if receipt["status"] == "conflict" else 202
        return self._answer(status, self._spoiled(receipt))

    def _spoiled(self, receipt):
        faults = self.server.faults
        if faults.happens("lie"):
            receipt = {**receipt, "manifest_sha256": "f" * 64}
        if faults.happens("reorder"):
            receipt = {**receipt, "batch_id": f"{receipt['batch_id'][:6]}-CAT-19990101-0001"}
        return receipt

    def _control(self, body):
        wishes = json.loads(body or b"{}")
        self.server.faults.tell(wishes)
        self.server.platform.codes += wishes.get("answer", [])
        if "refuse" in wishes:
            self.server.platform.refusals = {
                key: tuple(reason) for key, reason in wishes["refuse"].items()
            }
        return self._answer(200, self._state())

    def _state(self):
        platform = self.server.platform
        return {
            "applied": platform.applied,
            "records": len(platform.records),
            "faults": dict(self.server.faults.left),
            "refuse": platform.refusals,
        }

    def _answer(self, status, values):
        content = json.dumps(values, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _hang_up(self):
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *words):
        if self.server.is_talkative:
            super().log_message(*words)


class Server(ThreadingHTTPServer):
    """The platform at ``port`` of the loopback (0: any free one); ``tls`` an ``SSLContext``."""

    daemon_threads = True

    def __init__(self, platform, port=0, *, tls=None, call_back=None, is_talkative=False):
        super().__init__(("127.0.0.1", port), Handler)
        if (
            tls is not None
        ):  # hands are shaken in the thread of the request: nobody keeps others out
            self.socket = tls.wrap_socket(
                self.socket, server_side=True, do_handshake_on_connect=False
            )
        self.platform, self.faults, self.posts = platform, Misbehaviour(), []
        self.call_back = call_back or (lambda receipt: None)
        self.is_talkative = is_talkative

    def handle_error(self, request, client_address):
        """A sender that hung up is no news."""
        if self.is_talkative:
            super().handle_error(request, client_address)


def mutual_tls(certificate, key, authority):
    """An ``SSLContext`` that asks the sender for a certificate of ``authority``; all are paths."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    tls.load_verify_locations(authority)
    tls.verify_mode = ssl.CERT_REQUIRED
    return tls
