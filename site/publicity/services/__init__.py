"""Every change of what stands before the public, and of what is said against it."""

from .extending import extend_window, recount_publicity, recounted_end
from .objections import answer, object_to, reveal
from .windows import StillCounting, close, hold, open_publicity, resume, take_out

__all__ = [
    "StillCounting",
    "answer",
    "close",
    "extend_window",
    "hold",
    "object_to",
    "open_publicity",
    "recount_publicity",
    "recounted_end",
    "resume",
    "reveal",
    "take_out",
]
