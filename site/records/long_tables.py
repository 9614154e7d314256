"""Changes to a table of millions of rows while everybody goes on writing to it."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db.migrations.operations import AddIndex

#: ``(app, model)``: each act adds a row to it and none is ever deleted.
GROWS_FOR_EVER = {("records", "auditevent")}


class AddIndexBeside(AddIndexConcurrently):
    """An index made beside who writes, where the database can; for a migration without ``atomic``.

    One that was broken off begins anew. SQLite makes it at once, while others wait.
    """

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        drop_index(schema_editor, self.index.name)
        if _is_postgresql(schema_editor):
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        else:
            AddIndex.database_forwards(self, app_label, schema_editor, from_state, to_state)


def drop_index(schema_editor, name):
    """Drop the index ``name`` if it is there, beside who writes; it keeps nothing but speed."""
    way = "CONCURRENTLY " if _is_postgresql(schema_editor) else ""
    schema_editor.execute(f"DROP INDEX {way}IF EXISTS {schema_editor.quote_name(name)}")


def drop_indexes_of(schema_editor, table, column):
    """Those of ``column`` alone, which Django would drop with the table made anew on SQLite."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, table)
    for name, constraint in constraints.items():
        if constraint["index"] and constraint["columns"] == [column]:
            drop_index(schema_editor, name)


def _is_postgresql(schema_editor):
    return schema_editor.connection.vendor == "postgresql"
