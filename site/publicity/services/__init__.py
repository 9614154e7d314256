"""Every change of what stands before the public, and of what is said against it."""

from .objections import answer, object_to, reveal
from .windows import close, hold, open_publicity, resume, take_out

__all__ = [
    "answer",
    "close",
    "hold",
    "object_to",
    "open_publicity",
    "resume",
    "reveal",
    "take_out",
]
