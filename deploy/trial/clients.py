"""Many clients at once, each from an address of its own on loopback, over TLS through nginx."""

import http.client
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor

from .engines import NAME

TIMEOUT = 90  # seconds


class Client:
    """Somebody at the address ``127.0.<place>.<number>``."""

    def __init__(self, nginx, number, place=1):
        self.nginx = nginx
        self.address = (f"127.0.{place}.{number % 250 + 1}", 0)
        self.context = ssl.create_default_context(cafile=nginx.home / "site.crt")

    def ask(self, path, method="GET", body=None, headers=None):
        """``(status, headers by small letters, body)``; status 0 where the connection was cut."""
        line = http.client.HTTPSConnection(
            NAME, self.nginx.tls, timeout=TIMEOUT, context=self.context
        )
        line._create_connection = self._connect
        try:
            own = {"Host": f"{NAME}:{self.nginx.tls}", **(headers or {})}
            line.request(method, path, body=body, headers=own)
            answer = line.getresponse()
            head = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, head, answer.read()
        except (OSError, http.client.HTTPException):
            return 0, {}, b""
        finally:
            line.close()

    def open(self):
        """A bare TLS connection, for what no library would say."""
        return self.context.wrap_socket(self._connect(None), server_hostname=NAME)

    def say(self, words, patience=TIMEOUT):
        """The first bytes of the answer to ``words``; empty where there was none."""
        try:
            with self.open() as line:
                line.settimeout(patience)
                line.sendall(words)
                return line.recv(4000)
        except OSError:
            return b""

    def _connect(self, _, timeout=TIMEOUT, source_address=None):
        target = ("127.0.0.1", self.nginx.tls)
        return socket.create_connection(target, timeout, source_address=self.address)


def all_at_once(act, number):
    """What ``act(n)`` answers for each of ``number`` clients that come at the same time."""
    with ThreadPoolExecutor(number) as crowd:
        return list(crowd.map(act, range(number)))
