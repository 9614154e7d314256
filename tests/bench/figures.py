"""Figures that ``make bench`` gathers: a JSON line each, in the file that ``BENCH_FIGURES`` names.

``tests/bench/table.py`` makes the table, the JSON and the curves of them. A figure is a number with
its unit; it has a goal where one was set, and a scale where the same was measured of 1, 10 and 100
times as much. With each goes what a loop that never changes took just then, in processor
milliseconds: figures of a busy machine, or of another one, are read beside it.
"""

import json
import os
import time
from pathlib import Path


def reference():
    """Processor milliseconds of a million additions: what this machine is worth just now."""
    began, total = time.process_time(), 0
    for number in range(1_000_000):
        total += number
    return (time.process_time() - began) * 1000


def database():
    """The one that this bench runs on: its own processes are told by the environment."""
    is_postgresql = os.environ.get("DATABASE_URL", "").startswith("postgres")
    return "postgresql" if is_postgresql else "sqlite"


def note(subject, name, value, unit, *, goal=None, scale=None):
    """Keep a figure; ``goal`` is the most that it should be. Does nothing outside of a bench."""
    path = os.environ.get("BENCH_FIGURES")
    if not path:
        return
    figure = {
        "subject": subject,
        "name": name,
        "value": round(value, 3),
        "unit": unit,
        "goal": goal,
        "scale": scale,
        "database": database(),
        "reference": round(reference(), 1),
    }
    with Path(path).open("a", encoding="utf-8") as file:
        file.write(json.dumps(figure, ensure_ascii=False) + "\n")
