"""The platform of the sandbox beside a test, as the first receiver of the settings."""

from contextlib import contextmanager
from threading import Thread

from exchange.sandbox.platform import Platform
from exchange.sandbox.server import Server


@contextmanager
def platform_beside(settings):
    """The running :class:`Server`; its ``platform`` and ``faults`` are the test's to change."""
    server = Server(Platform())
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    first, *others = settings.EXCHANGE_RECEIVERS
    address = f"http://127.0.0.1:{server.server_port}"
    settings.EXCHANGE_RECEIVERS = [{**first, "transport": "https", "address": address}, *others]
    settings.EXCHANGE_ALLOW_LOOPBACK = True
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
