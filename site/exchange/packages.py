"""Packages on disk: ``DIR/{batch_id}/`` whole or not at all, or one zip to be carried."""

import hashlib
import os
import tempfile
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

NO_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say


def reasons_against_directory(out):
    """Why no package can be written under ``out``, which need not exist yet."""
    nearest = next(path for path in (out, *out.parents) if path.exists() or path.is_symlink())
    if not nearest.is_dir():
        return [f"“{nearest}”不是目录"]
    if not os.access(nearest, os.W_OK | os.X_OK):
        return [f"目录“{nearest}”不可写"]
    return []


def write_package(out, name, files):
    """Write ``files`` (relative path to bytes or pieces of them) as ``out/name``; that path.

    A new package appears by one rename. Over an older one each file is replaced by a rename, in
    the order given, and nothing else in it is touched. Raises ``OSError``.
    """
    out.mkdir(parents=True, exist_ok=True)
    package = out / name
    with tempfile.TemporaryDirectory(prefix=f".{name}.", dir=out) as scratch:
        built = Path(scratch) / name
        for path, content in files.items():
            _write(built / path, content)
        _publish(built, package, files)
    return package


def _write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        for piece in [content] if isinstance(content, bytes) else content:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _publish(built, package, files):
    if not package.exists():
        try:
            built.rename(package)
            return
        except OSError:
            if not package.is_dir():  # else another exporter was quicker, with the same bytes
                raise
    for path in files:
        (package / path).parent.mkdir(parents=True, exist_ok=True)
        (built / path).replace(package / path)


@dataclass(frozen=True)
class Parcel:
    """A package as one zip file on the disk, ready to be carried."""

    batch: object
    path: Path

    @property
    def name(self):
        return f"{self.batch.batch_id}.zip"

    @property
    def size(self):
        return self.path.stat().st_size

    @property
    def sha256(self):
        with self.open() as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def open(self):
        return self.path.open("rb")


@contextmanager
def parcel(batch, files):
    """``files`` (path to pieces) as a :class:`Parcel`; the same files give the same bytes."""
    with tempfile.TemporaryDirectory(prefix="gongshi-parcel-") as folder:
        place = Path(folder) / "parcel.zip"
        with zipfile.ZipFile(place, "w") as target:
            for path, pieces in files.items():
                entry = zipfile.ZipInfo(f"{batch.batch_id}/{path}", NO_TIME)
                entry.external_attr = 0o644 << 16
                entry.compress_type = zipfile.ZIP_DEFLATED
                with target.open(entry, "w", force_zip64=True) as written:
                    for piece in pieces:
                        written.write(piece)
        yield Parcel(batch, place)
