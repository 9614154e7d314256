"""The triggers by which the database refuses to change or to delete what is append-only.

Made after every ``migrate``: on SQLite a later change of a table builds it anew without them.
"""

from django.apps import apps
from django.db import connections

from .models.append_only import REFUSAL, AppendOnly

SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{refusal}'); END
"""
FUNCTION = """
CREATE OR REPLACE FUNCTION gongshi_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'restrict_violation'; END $$
"""
POSTGRESQL = """
CREATE OR REPLACE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH ROW EXECUTE FUNCTION gongshi_append_only()
"""


def tables():
    """The tables of every append-only model, in order."""
    return sorted(each._meta.db_table for each in apps.get_models() if issubclass(each, AppendOnly))


def guard(sender=None, using="default", **kwargs):
    """Create the triggers of the tables that there are; harmless when run again."""
    connection = connections[using]
    there = set(connection.introspection.table_names())
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if not is_sqlite:
            cursor.execute(FUNCTION.format(refusal=REFUSAL))
        for table in there.intersection(tables()):
            for verb in ("update", "delete"):
                trigger = SQLITE if is_sqlite else POSTGRESQL
                cursor.execute(trigger.format(table=table, verb=verb, refusal=REFUSAL))
