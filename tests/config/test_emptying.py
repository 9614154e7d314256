"""A test that commits leaves nothing behind for the next one, on PostgreSQL too."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection

from applications.models import Application
from records.models import AuditEvent
from registry.models import Membership, User

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NOBODY_S = "INSERT INTO viewflow_task_previous (from_task_id, to_task_id) VALUES (-1, -2)"


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone() if cursor.description else None


def test_what_was_committed_is_gone_whatever_guards_it_and_keys_hold_again(paper):
    paper(1)
    assert AuditEvent.objects.exists()
    assert Application.objects.exists()
    call_command("flush", verbosity=0, interactive=False, reset_sequences=False)
    for model in (AuditEvent, Application, Membership, User):
        assert not model.objects.exists()
    with pytest.raises(IntegrityError):
        run(NOBODY_S)
    assert run("SHOW session_replication_role") == ("origin",)
