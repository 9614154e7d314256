"""Handing out a frozen batch, after its files were held against the manifest."""

import codecs
import hashlib
import json
from itertools import islice

from .digests import sha256


class Damaged(LookupError):
    """A frozen batch no longer agrees with its own manifest; the operator must look into it."""


def open_files(batch):
    """``{path: iterator of bytes}`` of the package, the manifest last; raises :class:`Damaged`.

    Every file is read through once before it is handed out.
    """
    written = batch.manifest.encode()
    if sha256(written) != batch.manifest_sha256:
        raise Damaged(_damaged(batch))
    paths = []
    for each in json.loads(written)["files"]:
        digest = hashlib.sha256()
        for piece in pieces(batch, each["path"]):
            digest.update(piece)
        if digest.hexdigest() != each["sha256"]:
            raise Damaged(_damaged(batch))
        paths.append(each["path"])
    files = {path: pieces(batch, path) for path in paths}
    return {**files, "manifest.json": iter([written])}


def contents(batch):
    """The package of ``batch``: file path to bytes, the manifest last; raises :class:`Damaged`."""
    return {path: b"".join(stretch) for path, stretch in open_files(batch).items()}


def pieces(batch, path):
    """The bytes of one file of ``batch``, piece by piece."""
    rows = batch.pieces.filter(path=path).order_by("position")
    for content in rows.values_list("content", flat=True).iterator(chunk_size=1):
        yield bytes(content)


def _damaged(batch):
    return f"批次{batch}的冻结内容与其清单摘要不符，请核查数据库"


def iter_records(batch):
    """The records of ``batch`` as plain values, one after the other."""
    path = f"data/{batch.stream.dataset}.json"
    decoder, buffer = json.JSONDecoder(), ""
    for stretch in codecs.iterdecode(pieces(batch, path), "utf-8"):
        buffer, start = buffer + stretch, 0
        while True:
            try:
                record, start = decoder.raw_decode(buffer, start + 1)  # after "[" or ","
            except json.JSONDecodeError:
                break
            yield record
        buffer = buffer[start:]


def first_records(batch, count):
    """The first ``count`` records, read no further than needed."""
    return list(islice(iter_records(batch), count))


def records_at(batch, indexes):
    """``{index: record}`` of the records of ``batch`` at ``indexes``, as far as it has them.

    Read no further than needed, and nothing else of it kept.
    """
    records = islice(enumerate(iter_records(batch)), max(indexes, default=-1) + 1)
    return {index: record for index, record in records if index in indexes}
