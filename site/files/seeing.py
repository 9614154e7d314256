"""Asking for the words in pictures: a child that is started for a file and ended after it.

Optional: without ``requirements-ocr.txt`` nothing is installed that could read them.
"""

import json
import threading
from importlib.util import find_spec

from .inspection import Inspector
from .unreadable import Unreadable

#: Written beside what was read: another reader reads anew.
READER = "rapidocr 3.10"
#: How long one picture may take while somebody waits, and a whole file while nobody does.
AT_ONCE, AT_LEISURE = 40, 240
FEW, MANY = b"1", b"A"
_turn = threading.BoundedSemaphore(1)


def is_installed():
    """Whether there is anything here that reads pixels."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def words_seen(data, *, at_once):
    """``{"seen": …, "left": …}`` of :func:`files.pixels.read`; None when it could not be read.

    ``at_once`` reads one picture, and none while another is being read: somebody is waiting.
    """
    if not _turn.acquire(blocking=not at_once):
        return None
    inspector = Inspector("files.pixels")
    try:
        seconds = AT_ONCE if at_once else AT_LEISURE
        return json.loads(inspector.ask(FEW if at_once else MANY, data, seconds=seconds))
    except Unreadable:
        return None
    finally:
        inspector.stop()
        _turn.release()
