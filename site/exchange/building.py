"""Building the files of a package: record by record on the disk, nothing whole in memory."""

import hashlib
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from printing.tables import CsvTable, XlsxTable

from . import schema
from .digests import Sm3, canonical

PIECE = 1 << 20  # bytes
MEDIA_TYPES = {
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class DataFile:
    """One file of a package: ``path`` in it, ``place`` where it waits on the disk."""

    path: str
    place: Path

    def pieces(self):
        with self.place.open("rb") as file:
            yield from iter(lambda: file.read(PIECE), b"")

    def described(self):
        """Its member of the manifest's ``files``."""
        size, sha256, sm3 = 0, hashlib.sha256(), Sm3()
        for piece in self.pieces():
            size += len(piece)
            sha256.update(piece)
            sm3.update(piece)
        suffix = self.place.suffix
        return {
            "path": self.path,
            "media_type": MEDIA_TYPES[suffix],
            "bytes": size,
            "sha256": sha256.hexdigest(),
            "sm3": sm3.hexdigest(),
            "canonical": suffix == ".json",
        }


@dataclass
class Counts:
    """What the receiver counts again: records, operations, control totals, days."""

    ops: Counter = field(default_factory=Counter)
    totals: dict = field(default_factory=dict)
    days: tuple = ()

    @property
    def records(self):
        return sum(self.ops.values())

    def add(self, op, day, **totals):
        self.ops[op] += 1
        for name, value in totals.items():
            self.totals[name] = self.totals.get(name, 0) + value
        first, last = self.days or (day, day)
        self.days = (min(first, day), max(last, day))


class Carried:
    """Which rows a package carries, with the digest and the control number of each: on the disk.

    A context; the file has no name and is gone with the process, however that ends.
    """

    def __enter__(self):
        self.file = tempfile.TemporaryFile("w+", prefix="gongshi-carried-")
        return self

    def __exit__(self, *error):
        self.file.close()

    def add(self, key, digest, total):
        self.file.write(f"{key} {digest} {total}\n")

    def pages(self, size):
        """Lists of at most ``size`` triples, in the order in which they were added."""
        self.file.seek(0)
        while lines := list(islice(self.file, size)):
            parts = (line.split() for line in lines)
            yield [(int(key), digest, int(total)) for key, digest, total in parts]


class Package:
    """A context in which records are added and become three files: JSON, CSV, XLSX."""

    def __init__(self, dataset, record_schema):
        self.dataset, self.counts = dataset, Counts()
        self.folder = Path(tempfile.mkdtemp(prefix="gongshi-batch-"))
        columns = schema.columns(record_schema)
        title = schema.schema(record_schema)["title"]
        self.json = self._place(".json").open("wb")
        self.csv_file = self._place(".csv").open("wb")
        self.csv = CsvTable(self.csv_file, columns)
        self.xlsx = XlsxTable(columns, title=title)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.xlsx.discard()
        self.json.close()
        self.csv_file.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _place(self, suffix):
        return self.folder / f"{self.dataset}{suffix}"

    def add(self, record, text, *, day, **totals):
        """``text`` is ``record`` as canonical JSON, ``totals`` its part of the control totals."""
        self.json.write(b"," if self.counts.records else b"[")
        self.json.write(text.encode())
        self.csv.add(record)
        self.xlsx.add(record)
        self.counts.add(record.get("op", "list"), day, **totals)

    def files(self):
        """The finished :class:`DataFile` objects, the authoritative one first."""
        self.json.write(b"]")
        self.json.flush()
        self.csv.save()
        self.csv_file.flush()
        with self._place(".xlsx").open("wb") as target:
            self.xlsx.save(target)
        suffixes = (".json", ".csv", ".xlsx")
        return [DataFile(f"data/{self.dataset}{each}", self._place(each)) for each in suffixes]


def canonical_record(record):
    """``(text, sha256)`` of a record: canonical JSON and its digest."""
    text = canonical(record)
    return text, hashlib.sha256(text.encode()).hexdigest()
