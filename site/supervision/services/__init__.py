"""Every change of what the public says, by subject; publicity and objections at the front."""

from .publicity import (
    answer,
    close,
    hold,
    object_to,
    open_publicity,
    reasons_against_resuming,
    resume,
    take_out,
)

__all__ = [
    "answer",
    "close",
    "hold",
    "object_to",
    "open_publicity",
    "reasons_against_resuming",
    "resume",
    "take_out",
]
