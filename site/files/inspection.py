"""Strange files are opened in a child process: what breaks, hangs or swells there is only refused.

A few children serve each of our processes; one that has died is started anew. A child is told the
length of an order and the order (a letter, the seconds it may take, then the file); it answers with
a length and an answer. Files of strangers have a child of their own and little time, so that they
never stand in the way of who is signed in; who would have to wait too long is told so at once.
"""

import atexit
import gc
import json
import os
import queue
import resource
import select
import struct
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from .docx_reading.reading import text_of
from .marks import marks
from .metadata import bare
from .opening import be_strict, mime_of, photo, stripped
from .page_pictures import one_pdf, packed, stamped
from .phone_pictures import as_jpeg
from .unreadable import BROKEN, DAMAGED, Unreadable
from .words import words_of

SITE = Path(__file__).resolve().parents[1]
#: How long a file may take, and how long one may wait for its turn: of a known person, a stranger.
SECONDS, PATIENCE = 20, 20
STRANGE_SECONDS, STRANGE_PATIENCE = 3, 3
#: How many children there are, and how many may wait for one: of strangers so few that a process
#: with four threads always has some left to show pages with.
CHILDREN, WAITING = 2, 8
STRANGE_CHILDREN, STRANGE_WAITING = 1, 1
MEMORY = 1024 * 1024 * 1024
#: After how many new things a child looks for garbage that refers to itself; Python's own is 700.
SELDOM = 50_000
LENGTH = struct.Struct(">Q")
TOO_MUCH = "文件不能在限定的时间和内存内打开，请精简后上传"
BUSY = "正在处理的文件较多，请稍后再试"
CHECK, PHOTO, PICTURE, MARKS, WORDS, PHONE, TEXT = b"C", b"P", b"S", b"M", b"W", b"H", b"T"
BARE, MASK, JOIN, STAMP = b"B", b"K", b"J", b"Z"
READY, GOOD, BAD = b"!", b"+", b"-"


class Inspector:
    """The parent's end: ``ask`` gives the answer, or :class:`Unreadable` with the reason.

    ``room``: the module whose ``serve`` is the child's end.
    """

    def __init__(self, room="files.inspection"):
        self.room = room
        self.child = None
        self.parent = None

    def ask(self, order, data, *, seconds=SECONDS):
        try:
            self._start()
            answer = self._exchange(order + bytes([seconds]) + data, seconds)
        except (OSError, EOFError) as error:
            self.stop()
            raise Unreadable(TOO_MUCH) from error
        if answer[:1] == BAD:
            raise Unreadable(answer[1:].decode())
        return answer[1:]

    def _start(self):
        """A child of this very process; one that was inherited by fork belongs to another.

        It says when it has started: that is not the file's fault, and takes none of its time.
        """
        if self.child is not None:
            if self.parent == os.getpid() and self.child.poll() is None:
                return
            self.stop()
        self.parent = os.getpid()
        self.child = subprocess.Popen(
            [sys.executable, "-c", f"from {self.room} import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(SITE)},
            start_new_session=True,
        )
        self._read(len(READY), time.monotonic() + SECONDS)

    def _exchange(self, order, seconds):
        self.child.stdin.write(LENGTH.pack(len(order)) + order)
        self.child.stdin.flush()
        deadline = time.monotonic() + seconds
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


class Pool:
    """Some inspectors and a short queue before them; who comes when it is full is refused."""

    def __init__(self, size, *, seconds, patience, waiting=WAITING, room="files.inspection"):
        self.seconds, self.patience = seconds, patience
        self.members = [Inspector(room) for _ in range(size)]
        self.idle = queue.LifoQueue()
        for member in self.members:
            self.idle.put(member)
        self.places = threading.BoundedSemaphore(size + waiting)

    def ask(self, order, data):
        """The answer of the first inspector that is free; :class:`Unreadable` when none becomes."""
        if not self.places.acquire(blocking=False):
            raise Unreadable(BUSY)
        try:
            inspector = self.idle.get(timeout=self.patience)
        except queue.Empty as error:
            raise Unreadable(BUSY) from error
        else:
            try:
                return inspector.ask(order, data, seconds=self.seconds)
            finally:
                self.idle.put(inspector)
        finally:
            self.places.release()

    def stop(self):
        for member in self.members:
            member.stop()


pool = Pool(CHILDREN, seconds=SECONDS, patience=PATIENCE)
strangers = Pool(
    STRANGE_CHILDREN,
    seconds=STRANGE_SECONDS,
    patience=STRANGE_PATIENCE,
    waiting=STRANGE_WAITING,
)
#: Writing a workbook anew takes files of its own, which no reader of strange files may make.
makers = Pool(1, seconds=SECONDS, patience=PATIENCE, room="files.masked_copies")
for each in (pool, strangers, makers):
    atexit.register(each.stop)


def inspected_mime(data, *, is_strange=False):
    """The MIME type of ``data``, found out in a child."""
    return (strangers if is_strange else pool).ask(CHECK, data).decode()


def plain_photo(data):
    """``data`` as a JPEG without anything but its picture, made in a child."""
    return pool.ask(PHOTO, data)


def plain_picture(data):
    """``data`` upright in its own format (JPEG, PNG) with nothing but its pixels."""
    return pool.ask(PICTURE, data)


def phone_picture(data, *, is_strange=False):
    """A picture as telephones save them (HEIC, WebP) as a JPEG, made in a child."""
    return (strangers if is_strange else pool).ask(PHONE, data)


def pictures_as_pdf(pictures):
    """Several pictures as the pages of one PDF, in their order, made in a child."""
    return pool.ask(JOIN, packed(pictures))


def stamped_with(words, data):
    """A picture or a PDF with ``words`` across every page, made in a child."""
    return pool.ask(STAMP, packed([words.encode(), data]))


def marks_on(data):
    """What stands on a PDF beside its text, looked at in the child: see :mod:`files.marks`."""
    return json.loads(pool.ask(MARKS, data))


def words_in(data):
    """What a file says and what of it nobody can read, as a dictionary: :mod:`files.words`."""
    return json.loads(pool.ask(WORDS, data))


def docx_text(data):
    """A DOCX as its pieces, for an editor: see :mod:`files.docx_reading.reading`."""
    return json.loads(pool.ask(TEXT, data))


def bare_file(data):
    """``data`` without what it says of its making: see :mod:`files.metadata`."""
    return pool.ask(BARE, data)


def masked_file(data):
    """``(report, copy)`` with persons hidden: see :mod:`files.masked_copies`."""
    answer = makers.ask(MASK, data)
    (length,) = LENGTH.unpack(answer[: LENGTH.size])
    return json.loads(answer[LENGTH.size :][:length]), answer[LENGTH.size + length :]


def serve(answer_order=None, memory=MEMORY, file_size=0):
    """The child's end: answer order after order until the parent has gone.

    What a library prints goes nowhere: the pipe holds answers only.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))
    be_strict()
    gc.set_threshold(SELDOM)  # a large tree is no garbage, however often one looks
    orders, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    answers.write(READY)
    answers.flush()
    while head := orders.read(LENGTH.size):
        (length,) = LENGTH.unpack(head)
        order = orders.read(length)
        _limit_time(order[1])
        answer = (answer_order or answered)(order[:1], order[2:])
        answers.write(LENGTH.pack(len(answer)) + answer)
        answers.flush()


def _limit_time(seconds):
    """So many seconds of work from now; the kernel ends a child that takes more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))


ORDERS = {
    BARE: bare,
    CHECK: lambda data: mime_of(data).encode(),
    PHOTO: photo,
    PICTURE: stripped,
    PHONE: as_jpeg,
    JOIN: one_pdf,
    STAMP: stamped,
    MARKS: lambda data: marks(data).encode(),
    WORDS: lambda data: words_of(data).encode(),
    TEXT: lambda data: text_of(data).encode(),
}


def answered(order, data, orders=None):
    try:
        return GOOD + (orders or ORDERS)[order](data)
    except Unreadable as error:
        return BAD + str(error).encode()
    except (MemoryError, RecursionError):
        return BAD + TOO_MUCH.encode()
    except BROKEN:
        return BAD + DAMAGED.encode()
