"""A peer on the loopback whose answers drip: a byte at a time, for ever and ever."""

import socket
import time
from contextlib import contextmanager, suppress
from threading import Thread

PAUSE = 0.02  # seconds between two bytes


@contextmanager
def slow_peer(port, *, after):
    """The port of a door to ``port`` of the loopback, whose answers drip after so many bytes."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        Thread(target=_let_in, args=(door, port, after), daemon=True).start()
        yield door.getsockname()[1]


def _let_in(door, port, after):
    with suppress(OSError):  # the door was closed
        while True:
            line, _ = door.accept()
            peer = socket.create_connection(("127.0.0.1", port))
            Thread(target=_carry, args=(line, peer), daemon=True).start()
            Thread(target=_carry, args=(peer, line, after), daemon=True).start()


def _carry(source, target, quick=1 << 60):
    """What ``source`` says, to ``target``: the first ``quick`` bytes at once, then drop by drop."""
    with suppress(OSError), source, target:
        while piece := source.recv(1 if quick <= 0 else min(quick, 1 << 16)):
            time.sleep(PAUSE if quick <= 0 else 0)
            target.sendall(piece)
            quick -= len(piece)
        target.shutdown(socket.SHUT_WR)
        time.sleep(PAUSE)
