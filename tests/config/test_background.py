"""With workers: a killed one's task runs again, a poisoned one is parked and shown, mail leaves."""

import json
import os
import signal
import time

import pytest
from tests.support.loaded_house import loaded_house
from tests.support.migrated import copy_migrated

from records.waking import wake

pytestmark = pytest.mark.timeout(600)
PATIENCE = 120  # seconds


class House:
    """A house of its own on SQLite whose background work is done by workers."""

    def __init__(self, loaded):
        self._loaded = loaded
        self.run("manage.py", "migrate", "django_tasks_database", "--verbosity=0", "--skip-checks")

    def run(self, *words):
        done = self._loaded.run(*words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ask(self, *words):
        return json.loads(self.run("-m", "tests.support.worker_house", *words).splitlines()[-1])

    def background(self, *words):
        return json.loads(self.run("manage.py", "background", *words))

    def worker(self, *words):
        return self._loaded.start("manage.py", "db_worker", "--queue-name", "*", *words)

    def work(self):
        """One worker until nothing is left to do."""
        self.run("manage.py", "db_worker", "--queue-name", "*", "--batch")


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    home = tmp_path_factory.mktemp("house")
    copy_migrated(home / "house.sqlite3")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATA_ROOT": str(home),
        "DATABASE_URL": f"sqlite:///{home}/house.sqlite3",
        "TASKS_BACKEND": "database",
        "MATERIAL_SCANNER": "tests.support.worker_house.finds_nothing",
    }
    with loaded_house(environment) as loaded:
        yield House(loaded)


@pytest.mark.walk
def test_a_killed_workers_task_runs_again_and_is_done_once(house, tmp_path):
    path, before = tmp_path / "line", house.ask("statuses").count("SUCCESSFUL")
    house.ask("enqueue", str(path))
    worker = house.worker()
    deadline = time.monotonic() + PATIENCE
    while not (tmp_path / "line.begun").exists():
        assert time.monotonic() < deadline, "no worker takes it up"
        time.sleep(0.1)
    worker.kill()
    assert worker.result().returncode == -signal.SIGKILL
    assert house.ask("clock_passes", "5") == 0, "it may still be running"
    assert house.ask("clock_passes", "16") == 1
    house.work()
    assert path.read_text() == "done\n"
    assert house.ask("statuses").count("SUCCESSFUL") == before + 1


@pytest.mark.walk
def test_a_poisoned_task_is_parked_and_shown_without_its_words(house):
    house.ask("poison")
    house.work()
    assert house.ask("clock_passes", "16") == 1
    lines = house.ask("late", "0")
    assert len(lines) == 2
    assert "（WorkerDied）" in lines[0] + lines[1]
    assert "（ZeroDivisionError）" in lines[0] + lines[1]
    assert "不该" not in lines[0] + lines[1]
    house.work()
    assert house.ask("late", "0") == lines, "what is parked stays parked"
    parked = house.background()["failed"]
    [raising] = [each["pk"] for each in parked if each["task_path"].endswith("fail")]
    assert house.background("--again", raising)["counts"]["READY"] == 1
    house.work()
    assert house.ask("late", "0") == lines, "it failed again"
    house.background("--drop", *[each["pk"] for each in parked])
    assert house.ask("late", "0") == []


@pytest.mark.walk
def test_mail_leaves_by_a_worker_without_waiting_for_the_clock(house):
    before = house.ask("statuses").count("READY")
    assert house.ask("write_two_mails").count("READY") == before + 1, "one look for two letters"
    assert any("没有 worker" in line for line in house.ask("late", "11"))
    house.work()
    assert house.ask("mails") == ["sent", "sent"]
    assert not any("没有 worker" in line for line in house.ask("late", "11"))


@pytest.mark.walk
def test_a_late_scan_is_a_workers_and_holds_up_no_pass_of_the_clock(house):
    house.ask("file_waits")
    assert house.ask("clock_goes_on") is None
    assert house.ask("scans").count("waiting") == 1
    assert house.ask("clock_goes_on") is None, "it is asked for once"
    assert house.ask("statuses").count("READY") == 1
    house.work()
    assert "waiting" not in house.ask("scans")


@pytest.mark.walk
def test_a_pass_that_a_worker_is_at_is_given_to_no_second_one_until_it_counts_as_dead(house):
    house.ask("file_waits")
    assert house.ask("clock_goes_on") is None
    for minutes in ("1", "14"):
        running = house.ask("worker_is_at_it", minutes)
        assert house.ask("clock_goes_on") is None
        assert house.ask("worker_is_at_it", minutes) == running, "no task more"
    house.ask("worker_is_at_it", "16")
    house.ask("clock_goes_on")
    house.work()
    assert "waiting" not in house.ask("scans")


def test_a_house_without_workers_asks_for_none(settings):
    assert settings.TASKS_BACKEND == ""
    assert wake("mail") is None
