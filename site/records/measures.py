"""What a monitor reads of the house in numbers: every room registers its measures here.

``/metrics`` tells them all. Labels are words of ours and names of systems, never personal data.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

MEASURES: dict[str, "Measure"] = {}


@dataclass(frozen=True)
class Measure:
    """``values(at)`` gives ``(word for each label, number)`` for each line."""

    name: str
    help: str
    labels: tuple[str, ...]
    values: Callable[..., Iterable[tuple]]


def measure(name, help, *labels):
    """Register ``values(at)`` under ``gongshi_name``: ``(*words for labels, number)`` a line."""

    def register(values):
        if name in MEASURES:
            raise ValueError(f"two rooms measure {name}")
        MEASURES[name] = Measure(f"gongshi_{name}", help, labels, values)
        return values

    return register
