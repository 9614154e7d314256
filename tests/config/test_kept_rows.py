"""A test that commits leaves nothing behind for the next one, on PostgreSQL too."""

import pytest
from django.db import IntegrityError, connection
from psycopg.errors import LockNotAvailable
from tests.support import kept_rows

from records.models import AuditEvent
from registry.models import Organisation, User

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NOBODY_S = "INSERT INTO viewflow_task_previous (from_task_id, to_task_id) VALUES (-1, -2)"
#: How many rows a table has, and what they say.
DIGEST = "SELECT count(*), sum(hashtext(t::text)) FROM {} t"


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone() if cursor.description else None


def contents():
    with connection.cursor() as cursor:
        tables = [row[0] for row in cursor.execute(kept_rows.TABLES).fetchall()]
    return {table: run(DIGEST.format(f'"{table}"')) for table in tables}


@pytest.fixture
def kept(paper):
    """What the database holds of a paper."""
    paper(1)
    return kept_rows.keep()


def test_rows_added_changed_and_deleted_are_as_they_were_whatever_guards_them(kept, paper):
    before = contents()
    run("SET session_replication_role = replica")
    AuditEvent.objects.all()._raw_delete("default")
    run("SET session_replication_role = origin")
    Organisation.objects.update(name="改名")
    added = User.objects.create(username="one_more")
    paper(2, serial=2)
    kept_rows.put_back(kept)
    assert contents().items() ^ before.items() == set()
    assert User.objects.create(username="another").pk == added.pk, "sequences go back, too"
    with pytest.raises(IntegrityError):
        run(NOBODY_S)
    assert run("SHOW session_replication_role") == ("origin",)


def test_only_tables_that_changed_are_written_again(kept):
    assert kept_rows.changed_since(kept) == []
    User.objects.filter(username="admin").update(first_name="改名")
    assert sorted(kept_rows.changed_since(kept)) == ["records_auditevent", "registry_user"]
    kept_rows.put_back(kept)
    assert kept_rows.changed_since(kept) == []


def test_who_still_writes_is_waited_for_and_then_named(kept, monkeypatch):
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "options", "-c lock_timeout=200")
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("UPDATE registry_user SET first_name = '改名'")
        with pytest.raises(LockNotAvailable):
            kept_rows.put_back(kept)
    finally:
        other.close()
    kept_rows.put_back(kept)
    assert not User.objects.filter(first_name="改名").exists()
