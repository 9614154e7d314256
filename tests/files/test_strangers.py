"""Files of strangers: little time, a queue of their own, and only after ticket and proof."""

import io
import threading

import pytest
from PIL import Image

from files import inspection
from files.inspection import BUSY, Pool
from files.kinds import reasons_against_file
from files.opening import MAX_SCANS, Unreadable

MAX = 20 * 1024 * 1024


def scans(number):
    """A JPEG of one scan, blown up to ``number`` by repeating its start-of-scan marker."""
    out = io.BytesIO()
    Image.new("RGB", (64, 64), "white").save(out, "JPEG", progressive=True)
    data = out.getvalue()
    start = data.rindex(b"\xff\xda")
    return data[:start] + data[start:-2] * number + data[-2:]


def test_a_picture_of_thousands_of_scans_is_refused_undecoded():
    (reason,) = reasons_against_file("照片.jpg", scans(3000), max_bytes=MAX)
    assert "编码方式过于复杂" in reason
    assert reasons_against_file("照片.jpg", scans(1), max_bytes=MAX) == []
    assert MAX_SCANS > 12


class Held:
    """An inspector that is at work until it is told to go on."""

    def __init__(self):
        self.go_on = threading.Event()
        self.begun = threading.Event()

    def ask(self, order, data, *, seconds):
        self.begun.set()
        self.go_on.wait(10)
        return b"application/pdf"


def occupied(waiting=8, patience=0.05):
    pool = Pool(1, seconds=1, patience=patience, waiting=waiting)
    pool.idle.get()
    held = Held()
    pool.idle.put(held)
    busy = threading.Thread(target=pool.ask, args=(b"C", b""))
    busy.start()
    held.begun.wait(10)
    return pool, held, busy


def test_who_would_wait_too_long_is_told_so_instead():
    pool, held, busy = occupied()
    with pytest.raises(Unreadable, match=BUSY):
        pool.ask(b"C", b"")
    held.go_on.set()
    busy.join(10)
    assert pool.ask(b"C", b"") == b"application/pdf"


def test_only_so_many_may_wait():
    pool, held, busy = occupied(waiting=0, patience=30)
    with pytest.raises(Unreadable, match=BUSY):
        pool.ask(b"C", b"")
    held.go_on.set()
    busy.join(10)


def test_strangers_never_stand_in_the_way_of_applicants():
    assert inspection.strangers is not inspection.pool
    assert not set(inspection.strangers.members) & set(inspection.pool.members)
    assert inspection.STRANGE_SECONDS <= 3
    assert inspection.STRANGE_PATIENCE <= 3
