"""``python -m tests.upgrades.freeze NAME``: the mid-flight database of a release, kept for ever.

Papers of a simulated district stand everywhere between a returned form and a held notice. Run it
once for each release, on its tag; later versions must bring what it wrote to an end.
"""

import lzma
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from tests.support.migrated import ROOT, copy_migrated

HERE = Path(__file__).parent
WALK = ("simulate", "--applications", "4", "--days", "32", "--here")


def main(name):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "frozen.sqlite3"
        copy_migrated(path)
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATA_ROOT": folder,
            "DATABASE_URL": f"sqlite:///{path}",
        }
        subprocess.run([sys.executable, "manage.py", *WALK], cwd=ROOT, env=env, check=True)
        keep(path, HERE / f"{name}.db.xz")


def keep(path, target):
    """The database at ``path`` in one piece, packed."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    target.write_bytes(lzma.compress(path.read_bytes(), preset=9))


if __name__ == "__main__":
    main(sys.argv[1])
