"""An index of a long table is made beside who writes, and forgets nothing of the table."""

import pytest
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations.state import ModelState, ProjectState
from django.test.utils import CaptureQueriesContext

from config.management.commands.migrate import migrate
from records.long_tables import AddIndexBeside, drop_index, drop_indexes_of

TABLE = "records_longlist"
BESIDE = AddIndexBeside("longlist", models.Index(fields=["word", "at"], name="longlist_word_at"))


@pytest.fixture
def states(transactional_db):
    """The state before and after the index; the table is there, with an index of ``word``."""
    before = ProjectState()
    fields = [
        ("id", models.BigAutoField(primary_key=True)),
        ("word", models.CharField(max_length=9, db_index=True)),
        ("at", models.DateTimeField(null=True)),
    ]
    before.add_model(ModelState("records", "LongList", fields))
    after = before.clone()
    BESIDE.state_forwards("records", after)
    model = before.apps.get_model("records", "LongList")
    with connection.schema_editor() as editor:
        editor.create_model(model)
    yield before, after
    with connection.schema_editor() as editor:
        editor.delete_model(model)


def add_index(states):
    editing = connection.schema_editor(atomic=False)
    with CaptureQueriesContext(connection) as asked, editing as editor:
        BESIDE.database_forwards("records", editor, *states)
    return [query["sql"] for query in asked.captured_queries]


def indexes():
    """``{columns}`` of the table's indexes beside its key."""
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, TABLE).values()
    return {tuple(each["columns"]) for each in constraints if each["index"]} - {("id",)}


def test_on_postgresql_nobody_waits_for_the_index(states):
    (made,) = [sql for sql in add_index(states) if sql.startswith("CREATE INDEX")]
    assert ("CONCURRENTLY" in made) == (connection.vendor == "postgresql")
    assert ("word", "at") in indexes()


def test_an_index_that_was_broken_off_is_made_anew(states):
    add_index(states)
    add_index(states)
    assert indexes() == {("word",), ("word", "at")}


def test_an_index_is_dropped_without_making_the_table_anew(states):
    """A table made anew forgets the last key given, which tells whether its end was cut off."""
    editing = connection.schema_editor(atomic=False)
    with CaptureQueriesContext(connection) as asked, editing as editor:
        drop_indexes_of(editor, TABLE, "word")
        drop_index(editor, "longlist_that_is_gone")
    assert indexes() == set()
    assert not any("CREATE TABLE" in query["sql"] for query in asked.captured_queries)


def test_no_statement_of_a_migration_is_broken_off_for_its_length(transactional_db, monkeypatch):
    def limit():
        if connection.vendor != "postgresql":
            return "0"
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            return cursor.fetchone()[0]

    during, before = [], limit()
    monkeypatch.setattr(migrate.Command, "handle", lambda *args, **options: during.append(limit()))
    call_command("migrate", verbosity=0)
    assert during == ["0"]
    assert limit() == before
