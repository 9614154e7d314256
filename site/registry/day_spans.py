"""Rows that may not share a day, refused by the database too.

Created after each migration, for Django knows no constraint of this kind on both databases: an
exclusion on PostgreSQL, a trigger on SQLite, where a rebuilt table silently loses its triggers.
"""

from dataclasses import dataclass

from django.db import connections

_FOREVER = "'9999-12-31'"


@dataclass(frozen=True)
class DaySpans:
    """No two rows of ``table`` that stand share a day from ``first`` to ``last``, inclusive.

    ``stands`` is the condition in SQL, with ``{row}`` before its column; rows are compared where
    they have the same text in the column ``within``, all with all without it.
    """

    table: str
    name: str
    first: str
    last: str
    stands: str
    within: str = ""

    def create(self, sender=None, using="default", **kwargs):
        """Create what is missing; harmless when run again, or before the table exists."""
        connection = connections[using]
        if self.table not in connection.introspection.table_names():
            return
        statements = self._postgresql if connection.vendor == "postgresql" else self._sqlite
        with connection.cursor() as cursor:
            for statement in statements():
                cursor.execute(statement)

    def _sqlite(self):
        same = f"AND other.{self.within} = NEW.{self.within}" if self.within else ""
        shared = f"""
{self.stands.format(row="NEW.")} AND EXISTS (
  SELECT 1 FROM {self.table} other
  WHERE {self.stands.format(row="other.")} AND other.id IS NOT NEW.id {same}
    AND other.{self.first} <= COALESCE(NEW.{self.last}, {_FOREVER})
    AND COALESCE(other.{self.last}, {_FOREVER}) >= NEW.{self.first}
)"""
        for verb in ("INSERT", "UPDATE"):
            yield (
                f"CREATE TRIGGER IF NOT EXISTS {self.name}_{verb.lower()} BEFORE {verb}"
                f" ON {self.table} WHEN {shared} BEGIN SELECT RAISE(ABORT, '{self.name}'); END"
            )

    def _postgresql(self):
        days = f"daterange({self.first}, {self.last}, '[]') WITH &&"
        # a text becomes a range of one number, for plain texts need an extension in this index
        number = f"hashtextextended({self.within}, 0)"
        same = f"int8range({number}, {number}, '[]') WITH &&, " if self.within else ""
        yield f"ALTER TABLE {self.table} DROP CONSTRAINT IF EXISTS {self.name}"
        yield (
            f"ALTER TABLE {self.table} ADD CONSTRAINT {self.name}"
            f" EXCLUDE USING gist ({same}{days}) WHERE ({self.stands.format(row='')})"
        )


RULE_SETS = DaySpans(
    "registry_ruleset",
    "ruleset_no_overlap",
    "effective_from",
    "effective_until",
    "{row}approved_at IS NOT NULL",
)
