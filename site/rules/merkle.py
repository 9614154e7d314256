"""The Merkle tree of RFC 9162 (section 2.1) over SHA-256: roots, proofs and how they are checked.

Who holds a root of yesterday can tell whether an entry was in it, and whether today's tree still
holds all of yesterday's. Every digest here is 32 bytes. Only the standard library: the file goes
into the evidence of a notice as it stands, so that it can be checked without us.
"""

import hashlib
from collections.abc import Sequence


def leaf_hash(data: bytes) -> bytes:
    """The digest of an entry; its first byte keeps it apart from a node (2.1.1)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The digest of two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf digests; of none it is the digest of nothing."""
    peaks = grow([], leaves)
    return bag(peaks)


def grow(peaks: list[tuple[int, bytes]], leaves: Sequence[bytes]) -> list[tuple[int, bytes]]:
    """The full subtrees ``(size, digest)``, largest first, after ``leaves`` joined ``peaks``.

    What is remembered between two days: a root takes the new leaves alone.
    """
    grown = list(peaks)
    for leaf in leaves:
        size, digest = 1, leaf
        while grown and grown[-1][0] == size:
            digest = node_hash(grown.pop()[1], digest)
            size *= 2
        grown.append((size, digest))
    return grown


def bag(peaks: list[tuple[int, bytes]]) -> bytes:
    """The root over full subtrees, the smallest joined first."""
    if not peaks:
        return hashlib.sha256(b"").digest()
    digest = peaks[-1][1]
    for _size, left in reversed(peaks[:-1]):
        digest = node_hash(left, digest)
    return digest


def inclusion_proof(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """The digests that lead from leaf ``index`` (from 0) to the root of ``leaves`` (2.1.3.1)."""
    return inclusion_proofs([index], leaves)[index]


def inclusion_proofs(indexes: Sequence[int], leaves: Sequence[bytes]) -> dict[int, list[bytes]]:
    """The proof of each of ``indexes``; every level of the tree is computed once for all."""
    if any(not 0 <= index < len(leaves) for index in indexes):
        raise ValueError("no such leaf")
    proofs: dict[int, list[bytes]] = {index: [] for index in indexes}
    level, depth = list(leaves), 0
    while len(level) > 1:
        for index, proof in proofs.items():
            beside = index >> depth ^ 1
            if beside < len(level):
                proof.append(level[beside])
        pairs = [node_hash(*level[each : each + 2]) for each in range(0, len(level) - 1, 2)]
        level, depth = pairs + level[len(level) & ~1 :], depth + 1
    return proofs


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], head: bytes) -> bool:
    """Whether ``proof`` leads from ``leaf`` at ``index`` to ``head`` over ``size``."""
    if not 0 <= index < size:
        return False
    here, last, digest = index, size - 1, leaf
    for each in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            digest = node_hash(each, digest)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            digest = node_hash(digest, each)
        here, last = here >> 1, last >> 1
    return last == 0 and digest == head


def consistency_proof(size: int, leaves: Sequence[bytes]) -> list[bytes]:
    """The digests that show that the first ``size`` leaves are unchanged in all (2.1.4.1)."""
    if not 0 < size <= len(leaves):
        raise ValueError("no such size")
    return _subproof(size, leaves, is_whole=True)


def _subproof(size: int, leaves: Sequence[bytes], *, is_whole: bool) -> list[bytes]:
    if size == len(leaves):
        return [] if is_whole else [root(leaves)]
    middle = _split(len(leaves))
    if size <= middle:
        return [*_subproof(size, leaves[:middle], is_whole=is_whole), root(leaves[middle:])]
    rest = _subproof(size - middle, leaves[middle:], is_whole=False)
    return [*rest, root(leaves[:middle])]


def is_consistent(
    old_size: int, new_size: int, old: bytes, new: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether ``proof`` shows that the tree of root ``old`` grew into that of ``new`` (2.1.4.2)."""
    if not 0 < old_size <= new_size:
        return False
    if old_size == new_size:
        return not proof and old == new
    path = list(proof) if old_size & (old_size - 1) else [old, *proof]
    if not path:
        return False
    here, last = old_size - 1, new_size - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    return _walk(here, last, path) == (old, new)


def _walk(here: int, last: int, path: list[bytes]) -> tuple[bytes, bytes] | None:
    before = after = path[0]
    for each in path[1:]:
        if last == 0:
            return None
        if here & 1 or here == last:
            before, after = node_hash(each, before), node_hash(each, after)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            after = node_hash(after, each)
        here, last = here >> 1, last >> 1
    return (before, after) if last == 0 else None


def _split(size: int) -> int:
    """The largest power of two below ``size``."""
    return 1 << ((size - 1).bit_length() - 1)
