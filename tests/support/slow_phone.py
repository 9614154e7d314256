"""Lighthouse (npm, pinned in ``lighthouse/``, kept in ``var/lighthouse``): a slow phone judges.

Needs Node.js and Debian's chromium. Pages that answer anything but 200 it does not look at.
"""

import json
import os
import subprocess
from pathlib import Path

from . import node_packages

LISTS = Path(__file__).parent / "lighthouse"
CHROMIUM = os.environ.get("CHROME_PATH", "/usr/bin/chromium")
REPORT = node_packages.ROOT / "var" / "lighthouse" / "report.md"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
#: What else the machine does shows in the times: who falls short is looked at so often in all.
TRIES = 3


def measure(addresses, least):
    """``{address: {"scores": {category: of 100}, "wrong": […], "bytes": n}}``, or ``{"error"}``.

    The best scores of at most :data:`TRIES` looks at whatever has less than ``least``.
    """
    rows, waiting = {}, list(addresses)
    for _ in range(TRIES):
        for row in _look(waiting):
            rows[row["address"]] = _better(rows.get(row["address"]), row)
        waiting = [address for address in waiting if falls_short(rows[address], least)]
        if not waiting:
            break
    return rows


def falls_short(row, least):
    """Whether a page has less than ``least`` in one of the four, or could not be looked at."""
    return "error" in row or min(row["scores"].values()) < least


def _better(old, new):
    if old is None or "error" in old or "error" in new:
        return new
    scores = {key: max(old["scores"][key], score) for key, score in new["scores"].items()}
    return {**new, "scores": scores}


def _look(addresses):
    folder = node_packages.install(LISTS, "lighthouse")
    lines = "".join(f"{address}\n" for address in addresses)
    run = subprocess.run(
        ["node", LISTS / "measure.mjs", folder, CHROMIUM],
        input=lines,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return map(json.loads, run.stdout.splitlines())


def write_report(rows):
    """``{name: row}`` as a table in :data:`REPORT`."""
    head = "| page | performance | accessibility | best practices | SEO | bytes |"
    lines = [head, f"|---|{'---:|' * 5}"]
    for name, row in rows.items():
        scores = row.get("scores", dict.fromkeys(CATEGORIES, row.get("error")))
        cells = [name, *(scores[key] for key in CATEGORIES), round(row.get("bytes", 0))]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    REPORT.write_text("\n".join([*lines, ""]))
