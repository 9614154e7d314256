"""Sealed bytes that no row names go after a week, each with a row in the trail."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from tests.support.stored import stored

from files import destroying
from files.models import StoredFile, private_storage
from records.models import AuditEvent, JobBeat
from workflow.services import orphans

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_store")]
WEEK = orphans.KEPT_FOR


def stored_paths():
    return set(Path(private_storage().path("kept")).glob("*"))


def written(file, days_ago):
    """As if the bytes had been written so many days ago."""
    moment = (timezone.now() - timedelta(days=days_ago)).timestamp()
    os.utime(file, (moment, moment))


@pytest.fixture
def sweep(office, django_capture_on_commit_callbacks):
    def pass_at(at):
        with django_capture_on_commit_callbacks(execute=True):
            return orphans.destroy_orphans(at)

    return pass_at


@pytest.fixture
def orphan(office, at, monkeypatch):
    """The path of what was written, and then the database refused the row."""
    before = stored_paths()

    def refuses(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(StoredFile, "save", refuses)
    with pytest.raises(DatabaseError), transaction.atomic():
        stored(at)
    monkeypatch.undo()
    [path] = stored_paths() - before
    return path


def acts():
    return AuditEvent.objects.filter(action="files.destroy_orphan")


def test_what_was_written_before_a_refused_row_goes_after_a_week(orphan, sweep, caplog):
    now, size = timezone.now(), orphan.stat().st_size
    assert sweep(now + WEEK - timedelta(hours=1)) == 0
    assert orphan.exists()
    assert sweep(now + WEEK + timedelta(hours=1)) == 1
    assert not orphan.exists()
    row = acts().get()
    assert (row.actor, row.data["bytes"], len(row.data["sha256"])) == ("系统", size, 64)
    assert row.data["name"] == f"kept/{orphan.name}"
    assert orphan.name in caplog.text
    assert sweep(now + WEEK + timedelta(days=2)) == 0


def test_what_a_row_names_stays_however_old_it_is(sweep, at):
    path = Path(stored(at).sealed.path)
    written(path, 4000)
    assert sweep(timezone.now()) == 0
    assert path.exists()


def test_what_a_row_calls_destroyed_is_not_left_by_a_crash_before_its_deleting(sweep, at):
    file = stored(at)
    path = Path(file.sealed.path)
    destroying.destroy(file, at=at)  # committed; the process is killed before it deletes
    assert path.exists()
    assert sweep(timezone.now() + 2 * WEEK) == 1
    assert not path.exists()


def test_what_a_killed_process_left_half_written_goes_too(sweep, orphan):
    half = orphan.with_name(f"{orphan.name}.unfinished")
    orphan.rename(half)
    written(half, 8)
    assert sweep(timezone.now()) == 1
    assert not half.exists()


def test_killed_between_the_row_and_the_deleting_it_is_destroyed_at_the_next_pass(sweep, orphan):
    later = timezone.now() + 2 * WEEK
    assert orphans.destroy_orphans(later) == 1  # what comes after COMMIT does not happen here
    assert orphan.exists()
    assert sweep(later + timedelta(days=1)) == 1
    assert (orphan.exists(), acts().count()) == (False, 2)


def test_a_file_that_another_clock_took_first_ends_no_pass_and_no_beat_comes_before_its_end(
    sweep, orphan, monkeypatch
):
    later, gone = timezone.now() + 2 * WEEK, f"kept/{orphan.name}-gone"
    listing = type(private_storage()).listdir
    monkeypatch.setattr(
        type(private_storage()),
        "listdir",
        lambda self, path: ([], [*listing(self, path)[1], f"{orphan.name}-gone"]),
    )
    assert sweep(later) == 1
    assert not orphan.exists()
    assert JobBeat.objects.get(name=orphans.JOB).done_at < later - orphans.destroy_orphans.every
    monkeypatch.setattr(orphans.orphans, "names", lambda before: [gone])
    assert sweep(later) == 0
    assert acts().count() == 1


def test_the_store_of_another_database_is_not_emptied(sweep, orphan, monkeypatch):
    """An empty database over a full store: restored wrongly, or a setting that points elsewhere."""
    monkeypatch.setattr(orphans, "MANY", 0)
    monkeypatch.setattr(orphans, "SHARE", 0)
    with pytest.raises(orphans.ForeignStore):
        sweep(timezone.now() + 2 * WEEK)
    assert orphan.exists()
