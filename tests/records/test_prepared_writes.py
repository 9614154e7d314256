"""Statements that are kept store what Django's own would, and only plain values."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, models, transaction
from django.db.models import F
from django.db.models.signals import post_save, pre_save

from records import prepared_writes
from records.models import Counter, OutgoingMail

pytestmark = pytest.mark.django_db
AT = datetime(2020, 4, 1, 1, 30, tzinfo=UTC)
TELLING_APART = ("id", "message_id", "written_at")


def mail(number):
    return OutgoingMail(
        message_id=f"<{number}@example.com>",
        recipient="a@example.com",
        subject="示例",
        headers={"甲": [1, None]},
    )


def columns(row):
    """All that the database has of the row, except what tells rows apart."""
    [values] = type(row).objects.filter(pk=row.pk).values()
    return {name: values[name] for name in values if name not in TELLING_APART}


def test_a_row_gets_its_key_and_all_its_columns(monkeypatch):
    rows = [mail(1), mail(2), mail(3)]
    for row in rows[:2]:
        row.save()
    monkeypatch.setattr(OutgoingMail, "_do_insert", models.Model._do_insert)
    rows[2].save()
    assert len({row.pk for row in rows} - {None}) == 3
    assert columns(rows[0]) == columns(rows[1]) == columns(rows[2])


def test_what_a_field_draws_for_the_row_is_what_is_stored(monkeypatch):
    monkeypatch.setattr(prepared_writes, "_statements", {})
    for number in (1, 2):
        row = mail(number)
        row.save()
        assert row.written_at == OutgoingMail.objects.get(pk=row.pk).written_at


def test_a_change_is_stored_with_nothing_where_there_is_nothing():
    row = mail(1)
    row.save()
    row.subject, row.due_at, row.headers = "另一示例", AT, {}
    row.save()
    stored = columns(row)
    assert (stored["subject"], stored["due_at"], stored["headers"]) == ("另一示例", AT, {})
    row.subject, row.due_at = "不存", None
    row.save(update_fields=["due_at"])
    assert columns(row) == stored | {"due_at": None}


def test_a_row_that_is_gone_is_missed_where_it_must_exist_and_else_stored_anew():
    row = Counter.objects.create(series="gone", year=2020)
    Counter.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save(update_fields=["last"])
    row.save()
    assert Counter.objects.get(pk=row.pk).series == "gone"


def test_what_is_reckoned_in_the_database_is_reckoned_there():
    row = Counter.objects.create(series="sum", year=2020, last=4)
    row.last = F("last") + 1
    row.save()
    assert columns(row)["last"] == 5


def test_a_statement_is_written_once_and_signals_are_sent_each_time(monkeypatch):
    Counter.objects.create(series="first", year=2020)
    monkeypatch.setattr(prepared_writes, "_insert_in_words", None)
    heard = []

    def note(**signal):
        heard.append(signal.get("created"))

    for signal in (pre_save, post_save):
        signal.connect(note, sender=Counter)
    Counter.objects.create(series="second", year=2020)
    for signal in (pre_save, post_save):
        signal.disconnect(note, sender=Counter)
    assert heard == [None, True]
