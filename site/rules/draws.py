"""A random draw that anybody can repeat: 双随机 without a machine to be trusted.

Each name gets the SHA-256 of ``seed|name``; the names with the smallest digests are drawn. Whoever
knows the published seed and the list can compute it with any SHA-256 tool. The seed must not be
known when the list is fixed: take the numbers of a lottery of a coming day.
"""

import hashlib
from collections.abc import Iterable

__all__ = ["digest_of_list", "draw"]


def draw(seed: str, names: Iterable[str], count: int) -> list[str]:
    """``count`` of ``names`` in the order drawn; all of them when there are no more.

    Raises ValueError without a seed, below one to draw, or when a name stands twice in the list.
    """
    listed = list(names)
    if not seed.strip():
        raise ValueError("请填写随机种子")
    if count < 1:
        raise ValueError("至少抽取1个")
    if len(set(listed)) != len(listed):
        raise ValueError("名单中有重复")
    return sorted(listed, key=lambda name: _digest(f"{seed}|{name}"))[:count]


def digest_of_list(names: Iterable[str]) -> str:
    """SHA-256 in hex of the sorted names, one a line: published before the seed is known."""
    return _digest("\n".join(sorted(names)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
