"""A web server on the loopback that stands in for the site, and does as it is told."""

import socket
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class StandIn:
    """``answers``: path → ``(status, headers, body)``; ``asked`` what was asked of it, in order.

    ``seconds``: how long it keeps everybody waiting; ``cut``: how many bytes of a body it keeps.
    """

    def __init__(self, port):
        self.answers, self.asked, self.port = {}, [], port
        self.seconds = self.cut = 0
        self.url = f"http://127.0.0.1:{port}"

    def show(self, client, *paths):
        """What the real site answers to ``paths`` now, as it will be answered from here."""
        for path in paths:
            response = client.get(path)
            kind = response.headers["Content-Type"]
            self.answers[path] = (response.status_code, {"Content-Type": kind}, response.content)

    def change(self, path, change):
        status, headers, body = self.answers[path]
        self.answers[path] = (status, headers, change(body))


@contextmanager
def stand_in():
    """A running :class:`StandIn`; gone, and its port closed, at the end."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            place.asked.append((self.headers["Host"], self.path))
            time.sleep(place.seconds)
            unknown = (404, {}, b"nothing here")
            status, headers, body = place.answers.get(self.path, unknown)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": len(body)}.items():
                self.send_header(name, str(value))
            self.end_headers()
            with suppress(BrokenPipeError):  # who gave up waiting
                self.wfile.write(body[: len(body) - place.cut])

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    place = StandIn(server.server_port)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield place
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def closed_port():
    """A port of the loopback at which nobody listens."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return line.getsockname()[1]
