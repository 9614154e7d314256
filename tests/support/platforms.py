"""The platform of the sandbox beside a test, as the first receiver of the settings."""

from contextlib import contextmanager
from threading import Thread

from exchange.sandbox.platform import Platform
from exchange.sandbox.server import Server


@contextmanager
def platform_beside(settings, tls=None):
    """The running :class:`Server`; its ``platform`` and ``faults`` are the test's to change.

    ``tls``: the ``SSLContext`` with which it answers.
    """
    server = Server(Platform(), tls=tls)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    first, *others = settings.EXCHANGE_RECEIVERS
    scheme = "https" if tls else "http"
    address = f"{scheme}://127.0.0.1:{server.server_port}"
    settings.EXCHANGE_RECEIVERS = [{**first, "transport": "https", "address": address}, *others]
    settings.EXCHANGE_ALLOW_LOOPBACK = True
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
