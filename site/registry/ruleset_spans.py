"""The database, too, refuses two approved rule sets for one day.

Created after each migration, for Django knows no constraint of this kind on both databases: an
exclusion on PostgreSQL, a trigger on SQLite, where a rebuilt table silently loses its triggers.
"""

from django.db import connections

TABLE, NAME = "registry_ruleset", "ruleset_no_overlap"
MESSAGE = "规则版本的施行期间重叠"
_FOREVER = "'9999-12-31'"
_OVERLAPS = f"""
NEW.approved_at IS NOT NULL AND EXISTS (
  SELECT 1 FROM {TABLE} other
  WHERE other.approved_at IS NOT NULL AND other.id IS NOT NEW.id
    AND other.effective_from <= COALESCE(NEW.effective_until, {_FOREVER})
    AND COALESCE(other.effective_until, {_FOREVER}) >= NEW.effective_from
)"""
_RAISE = f"BEGIN SELECT RAISE(ABORT, '{NAME}'); END"
SQLITE = [
    f"CREATE TRIGGER IF NOT EXISTS {NAME}_{verb.lower()} BEFORE {verb} ON {TABLE}"
    f" WHEN {_OVERLAPS} {_RAISE}"
    for verb in ("INSERT", "UPDATE")
]
POSTGRESQL = [
    f"ALTER TABLE {TABLE} DROP CONSTRAINT IF EXISTS {NAME}",
    f"ALTER TABLE {TABLE} ADD CONSTRAINT {NAME} EXCLUDE USING gist"
    " (daterange(effective_from, effective_until, '[]') WITH &&) WHERE (approved_at IS NOT NULL)",
]


def create(sender=None, using="default", **kwargs):
    """Create what is missing; harmless when run again, or before the table exists."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in POSTGRESQL if connection.vendor == "postgresql" else SQLITE:
            cursor.execute(statement)
