"""What the stretches of a file before this one used up: on the disk, however long the file is.

A scratch table of SQLite's own, without a name: it is gone with the process, however that ends.
"""

import json
import sqlite3


class Earlier:
    """``{number: value}`` of the numbers that a file used up so far; a context."""

    def __enter__(self):
        self.table = sqlite3.connect("")
        self.table.execute("CREATE TABLE used (number TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID")
        return self

    def __exit__(self, *error):
        self.table.close()

    def among(self, numbers):
        """``{number: value}`` of those ``numbers`` that were used up."""
        named = json.dumps(sorted(numbers))
        rows = self.table.execute(
            "SELECT number, value FROM used WHERE number IN (SELECT value FROM json_each(?))",
            [named],
        )
        return {number: json.loads(value) for number, value in rows}

    def add(self, values):
        """Use up the numbers of ``{number: value}``; what JSON can say comes back as lists."""
        rows = ((number, json.dumps(value)) for number, value in values.items())
        self.table.executemany("INSERT OR REPLACE INTO used VALUES (?, ?)", rows)
