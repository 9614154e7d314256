"""The link by which nginx knows that what it keeps is right: turned away before each commit."""

import errno
import os
import re
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from wagtail.models import Site

from records import nginx_link, public_writes
from records.models import Counter

NAME = re.compile(r"[0-9a-f]{32}")


@pytest.fixture
def folder(settings, tmp_path):
    """nginx's folder, and the link that a process has led on as it began."""
    settings.NGINX_KEEPS_PAGES, settings.NGINX_FOLDER = True, tmp_path / "front"
    settings.PAGE_CACHE_MEGABYTES = 4
    nginx_link.begin()
    return settings.NGINX_FOLDER


def name(folder):
    return os.readlink(folder / nginx_link.LINK)


def test_each_process_begins_under_a_name_that_was_never_used(folder):
    names = {name(folder)}
    for _ in range(3):
        nginx_link.begin()
        names.add(name(folder))
    assert len(names) == 4
    assert all(NAME.fullmatch(each) and each != nginx_link.AWAY for each in names)
    assert (folder / nginx_link.LINK).resolve().is_dir()
    assert len(list(folder.iterdir())) == 3, "names of before do not pile up"


def test_the_link_leads_away_until_the_last_of_several_has_committed(folder):
    first, second = nginx_link.away(), nginx_link.away()
    first.__enter__()
    second.__enter__()
    assert name(folder) == nginx_link.AWAY
    first.__exit__(None, None, None)
    assert name(folder) == nginx_link.AWAY
    second.__exit__(None, None, None)
    assert NAME.fullmatch(name(folder))


def test_nobody_is_between_turning_away_and_the_commit_when_the_link_is_led_on(folder):
    wrong, ends = [], threading.Event()

    def commit():
        while not ends.is_set():
            with nginx_link.away():
                wrong.extend(each for each in [name(folder)] if each != nginx_link.AWAY)

    crowd = [threading.Thread(target=commit) for _ in range(4)]
    for each in crowd:
        each.start()
    time.sleep(0.5)
    ends.set()
    for each in crowd:
        each.join()
    assert wrong == []
    assert NAME.fullmatch(name(folder))


def test_a_block_that_fails_leaves_the_link_away_and_a_reader_leads_it_on_later(folder):
    with pytest.raises(ValueError, match="perhaps"), nginx_link.away():
        raise ValueError("perhaps it was committed")
    nginx_link.mend()
    assert name(folder) == nginx_link.AWAY, "its commit may still be landing"
    long_ago = time.time() - nginx_link.PATIENCE - 1
    os.utime(folder / nginx_link.LINK, (long_ago, long_ago), follow_symlinks=False)
    nginx_link.mend()
    assert NAME.fullmatch(name(folder))


KILLED = """
import os, signal, sys
from pathlib import Path
from django.conf import settings
settings.configure(NGINX_KEEPS_PAGES=True, NGINX_FOLDER=Path(sys.argv[1]))
from records import nginx_link
with nginx_link.away():
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_process_that_is_killed_amid_its_commit_holds_nobody_up(folder):
    before = name(folder)
    words = [sys.executable, "-c", KILLED, f"{folder}"]
    done = subprocess.run(words, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    assert done.returncode == -signal.SIGKILL
    assert name(folder) == nginx_link.AWAY
    with nginx_link.away():
        pass
    assert name(folder) not in (before, nginx_link.AWAY)


def test_a_folder_that_cannot_be_written_stops_no_work_and_is_told(folder, settings, caplog):
    settings.NGINX_FOLDER = folder / "file"
    settings.NGINX_FOLDER.write_text("no folder")
    with nginx_link.away():
        pass
    assert "nginx may give out kept pages" in caplog.text
    assert nginx_link.trouble()


def test_a_disk_without_locks_stops_no_commit_and_is_told(folder, monkeypatch, caplog):
    def lockless(*_):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(nginx_link.fcntl, "flock", lockless)
    with nginx_link.away():
        assert name(folder) == nginx_link.AWAY
    assert name(folder) == nginx_link.AWAY, "nobody knows who else is committing"
    assert "No locks available" in caplog.text
    assert nginx_link.trouble() == "No locks available"


def test_where_no_link_can_be_made_the_old_one_goes_and_nginx_keeps_nothing(folder, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "symlink", full)
    with nginx_link.away():
        assert not (folder / nginx_link.LINK).is_symlink()


def test_what_is_switched_off_leads_away_what_was_kept(folder, settings):
    settings.NGINX_KEEPS_PAGES = False
    nginx_link.begin()
    assert name(folder) == nginx_link.AWAY
    with nginx_link.away():
        pass
    assert name(folder) == nginx_link.AWAY


def test_where_it_was_never_used_nginx_finds_a_link_all_the_same(settings, tmp_path, caplog):
    settings.NGINX_KEEPS_PAGES, settings.NGINX_FOLDER = False, tmp_path / "front"
    nginx_link.begin()
    assert name(tmp_path / "front") == nginx_link.AWAY
    assert (tmp_path / "front" / nginx_link.AWAY).is_dir()
    settings.NGINX_FOLDER = tmp_path / "file" / "front"
    (tmp_path / "file").write_text("no folder")
    nginx_link.begin()
    assert caplog.text == ""


@pytest.fixture
def link(folder, monkeypatch):
    """Where the link led as each commit began and ended."""
    places, away = [], nginx_link.away

    def watched():
        return _Watched(away(), places, folder)

    monkeypatch.setattr(nginx_link, "away", watched)
    return places


class _Watched:
    def __init__(self, block, places, folder):
        self.block, self.places, self.folder = block, places, folder

    def __enter__(self):
        self.block.__enter__()
        self.places.append(name(self.folder))

    def __exit__(self, *error):
        self.block.__exit__(*error)
        self.places.append(name(self.folder))


@pytest.fixture
def others_saw(monkeypatch):
    """How many content types others saw each time when the link was to be led on."""
    numbers, other, lead_on = [], connection.copy(), nginx_link.lead_on

    def watched():
        with other.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM django_content_type")
            numbers.extend(cursor.fetchone())
        lead_on()

    monkeypatch.setattr(nginx_link, "lead_on", watched)
    yield numbers
    other.close()


@pytest.mark.django_db(transaction=True)
def test_every_commit_of_something_public_turns_the_link_away_first(link, folder, others_saw):
    before = name(folder)
    Counter.objects.create(series="示例", year=2020, last=1)
    assert (link, name(folder)) == ([], before), "nothing public was written"
    with transaction.atomic():
        Site.objects.update(site_name="甲")
        assert name(folder) == before, "others read what was kept until the commit"
    Site.objects.update(site_name="乙")  # with no transaction of its own
    public_writes.begin_anew()
    kind = ContentType.objects.create(app_label="example", model="example")  # returns its key
    assert others_saw[-1] == ContentType.objects.count()
    assert ContentType.objects.get(pk=kind.pk) == kind
    assert len(link) == 8
    assert link[::2] == [nginx_link.AWAY] * 4
    assert len({before, *link[1::2]}) == 5


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_back_turns_no_link(link):
    with transaction.atomic():
        Site.objects.update(site_name="丙")
        transaction.set_rollback(True)
    assert link == []
    assert not connection.in_atomic_block
