"""A receiver that sends us elsewhere is not followed: only the address that was checked counts."""

import io
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from types import SimpleNamespace

import pytest

from exchange.addresses import Unavailable
from exchange.receivers import Receiver
from exchange.transports.https import Https


@contextmanager
def serving(answer):
    """A server on loopback that answers each request by ``answer(handler)``; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            answer(self)

        do_POST = do_GET

        def log_message(self, *words):
            """Nothing is printed beside a test."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_parcel_and_a_question_go_to_the_address_that_was_checked_and_no_further(
    settings, status
):
    settings.EXCHANGE_ALLOW_LOOPBACK = True
    elsewhere, asked = [], []

    def trap(handler):
        elsewhere.append(handler.path)
        handler.send_response(200)
        handler.end_headers()

    def turn(handler):
        asked.append(handler.path)
        handler.send_response(status)
        handler.send_header("Location", f"{inside}/taken")
        handler.end_headers()

    batch = SimpleNamespace(batch_id="B1")
    parcel = SimpleNamespace(size=3, sha256="x", batch=batch, open=lambda: io.BytesIO(b"zip"))
    with serving(trap) as inside, serving(turn) as address:
        way = Https(Receiver("甲平台", "https", address=address))
        for ask in (lambda: way.send(parcel, None), lambda: way.receipt(batch)):
            with pytest.raises(Unavailable, match=f"HTTP {status}"):
                ask()
    assert (len(asked), elsewhere) == (2, [])
