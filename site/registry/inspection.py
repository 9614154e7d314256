"""Strange files are opened in a child process: what breaks, hangs or swells there is only refused.

One child serves one of our processes and is started anew when it has died. It is told the length
of an order and the order (a letter, then the file); it answers with a length and an answer.
"""

import atexit
import json
import os
import resource
import select
import struct
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from .marks import marks
from .opening import Unreadable, be_strict, mime_of, photo

SITE = Path(__file__).resolve().parents[1]
SECONDS = 20
MEMORY = 1024 * 1024 * 1024
LENGTH = struct.Struct(">Q")
TOO_MUCH = "文件不能在限定的时间和内存内打开，请精简后上传"
CHECK, PHOTO, MARKS, GOOD, BAD = b"C", b"P", b"M", b"+", b"-"


class Inspector:
    """The parent's end: ``ask`` gives the answer, or :class:`Unreadable` with the reason."""

    def __init__(self):
        self.child = None
        self.parent = None
        self.lock = threading.Lock()

    def ask(self, order, data):
        with self.lock:
            self._start()
            try:
                answer = self._exchange(order + data)
            except (OSError, EOFError) as error:
                self.stop()
                raise Unreadable(TOO_MUCH) from error
        if answer[:1] == BAD:
            raise Unreadable(answer[1:].decode())
        return answer[1:]

    def _start(self):
        """A child of this very process; one that was inherited by fork belongs to another."""
        if self.child is not None:
            if self.parent == os.getpid() and self.child.poll() is None:
                return
            self.stop()
        self.parent = os.getpid()
        self.child = subprocess.Popen(
            [sys.executable, "-c", "from registry.inspection import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(SITE)},
            start_new_session=True,
        )

    def _exchange(self, order):
        self.child.stdin.write(LENGTH.pack(len(order)) + order)
        self.child.stdin.flush()
        deadline = time.monotonic() + SECONDS
        (length,) = LENGTH.unpack(self._read(LENGTH.size, deadline))
        return self._read(length, deadline)

    def _read(self, size, deadline):
        got = b""
        pipe = self.child.stdout.fileno()
        while len(got) < size:
            ready, _, _ = select.select([pipe], [], [], max(0, deadline - time.monotonic()))
            piece = os.read(pipe, size - len(got)) if ready else b""
            if not piece:
                raise EOFError
            got += piece
        return got

    def stop(self):
        """Let go of the child; called when it misbehaves and when we end."""
        if self.child is None:
            return
        if self.parent == os.getpid():
            self.child.kill()
            self.child.wait()
        self.child.stdout.close()
        with suppress(OSError):  # what was not written to a dead child
            self.child.stdin.close()
        self.child = None


inspector = Inspector()
atexit.register(inspector.stop)


def inspected_mime(data):
    """The MIME type of ``data``, found out in the child."""
    return inspector.ask(CHECK, data).decode()


def plain_photo(data):
    """``data`` as a JPEG without anything but its picture, made in the child."""
    return inspector.ask(PHOTO, data)


def marks_on(data):
    """What stands on a PDF beside its text, looked at in the child: see :mod:`registry.marks`."""
    return json.loads(inspector.ask(MARKS, data))


def serve():
    """The child's end: answer order after order until the parent has gone."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    be_strict()
    orders, answers = sys.stdin.buffer, sys.stdout.buffer
    while head := orders.read(LENGTH.size):
        (length,) = LENGTH.unpack(head)
        order = orders.read(length)
        _limit_time()
        answer = _answer(order[:1], order[1:])
        answers.write(LENGTH.pack(len(answer)) + answer)
        answers.flush()


def _limit_time():
    """So many seconds of work from now; the kernel ends a child that takes more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))


def _answer(order, data):
    try:
        if order == MARKS:
            return GOOD + marks(data).encode()
        return GOOD + (photo(data) if order == PHOTO else mime_of(data).encode())
    except Unreadable as error:
        return BAD + str(error).encode()
    except (MemoryError, RecursionError):
        return BAD + TOO_MUCH.encode()
