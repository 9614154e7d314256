"""A conversation with another system ends as a whole in time, however slowly the other side goes.

The time-outs of a socket begin anew with each byte, so that a peer which drips one byte a minute
would hold the clock for hours. What is held here is cut off from a thread of its own; whatever the
cut leads to is :class:`Unavailable`, and tried again like any other failure.
"""

import os
import socket
from contextlib import contextmanager, suppress
from threading import Lock, Timer

from .addresses import Unavailable

#: One delivery, or one question for its receipt; far below the lease of a claim (``sending``).
DELIVERY_SECONDS = 8 * 60


@contextmanager
def within(seconds):
    """The :class:`TimeLimit` of what follows; raises :class:`Unavailable` when it took longer."""
    limit = TimeLimit(seconds)
    try:
        yield limit
    except Exception as error:
        if limit.is_over:
            raise Unavailable(limit.words) from error
        raise
    finally:
        limit.release()
    if limit.is_over:  # what looks like an end may be the cut
        raise Unavailable(limit.words)


class TimeLimit:
    """Cuts the sockets that it holds when its seconds are over."""

    def __init__(self, seconds):
        self.seconds, self.is_over = seconds, False
        self._sockets, self._lock = [], Lock()
        self._timer = Timer(seconds, self._end)
        self._timer.daemon = True
        self._timer.start()

    @property
    def words(self):
        """The reason, for whoever reads the attempts."""
        minutes, seconds = divmod(self.seconds, 60)
        span = f"{self.seconds:g}秒" if seconds or not minutes else f"{minutes:g}分钟"
        return f"对方过慢，{span}内没有办完，已断开连接"

    def hold(self, descriptor):
        """Cut the socket of ``descriptor``, too, by a copy that nobody else closes."""
        line = socket.socket(fileno=os.dup(descriptor))
        with self._lock:
            self._sockets.append(line)
            if self.is_over:
                _cut(line)

    def release(self):
        """In time: nothing is cut any more."""
        self._timer.cancel()
        with self._lock:
            for each in self._sockets:
                each.close()
            self._sockets = []

    def _end(self):
        with self._lock:
            self.is_over = True
            for each in self._sockets:
                _cut(each)


def _cut(line):
    with suppress(OSError):  # the other side was quicker
        line.shutdown(socket.SHUT_RDWR)


def ending(pool, limit):
    """``pool`` of urllib3, each of whose connections ends with ``limit``.

    Until it is connected and its TLS stands, a connection has the time-out of ``connect`` as a
    whole.
    """

    class Connection(pool.ConnectionCls):
        def connect(self):
            super().connect()
            limit.hold(self.sock.fileno())

    pool.ConnectionCls = Connection
    return pool
