"""Packages of npm that checks need, pinned by a lock file here and kept in ``var/``."""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
LISTS = ("package.json", "package-lock.json")


def install(lists, name):
    """The folder ``var/<name>`` with the packages that ``lists`` (a folder) names.

    Fetched once for each state of the lock file; no script of a package is run.
    """
    kept = ROOT / "var" / name
    stale = any(_text(kept / each) != _text(lists / each) for each in LISTS)
    if stale or not (kept / "node_modules").is_dir():
        kept.mkdir(parents=True, exist_ok=True)
        for each in LISTS:
            shutil.copyfile(lists / each, kept / each)
        subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"],
            cwd=kept,
            check=True,
        )
    return kept


def _text(path):
    return path.read_text() if path.exists() else ""
