"""The mid-flight databases of earlier releases, as ``tests/upgrades/freeze.py`` kept them."""

import lzma
from pathlib import Path

FROZEN = sorted((Path(__file__).resolve().parents[1] / "upgrades").glob("*.db.xz"))


def unpack(frozen, target):
    """A copy of the packed SQLite database ``frozen`` at ``target``, both paths."""
    target.write_bytes(lzma.decompress(frozen.read_bytes()))
