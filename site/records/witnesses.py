"""What a room watches beside the flows: what should have happened by now and has not.

``overdue`` and 运行监控 show every kind that is registered here, from the room's ``apps.py``.
"""

from dataclasses import dataclass
from typing import Any

WITNESSES: dict[str, "Witness"] = {}


@dataclass(frozen=True)
class Witness:
    """``late(at)`` gives one line of text for each thing; ``remedy`` says what is done about it."""

    late: Any
    title: str
    remedy: str


def witness(kind, title, *, remedy):
    """Register ``late(at)`` as what ``overdue`` lists under ``kind``."""

    def register(late):
        if kind in WITNESSES:
            raise ValueError(f"two rooms watch {kind}")
        WITNESSES[kind] = Witness(late, title, remedy)
        return late

    return register
