"""The database is away: people are told to come again, monitors get JSON, the clock goes on."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from django.db import OperationalError, ProgrammingError, connection

from config import failing
from records.unavailable import is_unavailable
from workflow.management.commands import clock

ROOT = Path(__file__).resolve().parents[2]
#: On the loopback's first port nothing listens; a folder is no file that SQLite can open.
NOBODY = ["postgres://gongshi:x@127.0.0.1:1/gongshi", "sqlite:////tmp"]


@cache
def answers(which):
    """What ``tests.support.away`` was answered with each database that is none."""
    finished = subprocess.run(
        [sys.executable, "-m", "tests.support.away", which, *NOBODY],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "DATABASE_URL": NOBODY[0], "PYTHONPATH": f"{ROOT}/site:{ROOT}"},
    )
    answers = dict(map(json.loads, finished.stdout.splitlines()))
    assert answers.keys() == set(NOBODY), finished.stderr
    return answers


@pytest.mark.parametrize("away", NOBODY)
def test_every_door_says_to_come_again_in_words_that_fit(away):
    doors = answers("doors")[away]
    assert len(doors) > 10
    for method, address, status, headers, text in doors:
        assert (status, headers["Retry-After"]) == (503, "30"), (address, text)
        assert "系统暂时不能使用" in text, address
        assert ("没有保存" in text) is (method == "post"), address
        if address.startswith("/api/"):
            assert headers["Content-Type"] == "application/problem+json"
            assert json.loads(text)["status"] == 503


@pytest.mark.walk
@pytest.mark.parametrize("away", NOBODY)
def test_what_a_monitor_asks_is_answered_as_json_and_exit_1(away):
    reports = answers("reports")[away]
    assert len(reports) > 4
    for command, answer in reports.items():
        assert answer == [1, {"total": 1, "database": ["数据库没有应答"]}], command


@pytest.mark.django_db
def test_a_missing_table_is_a_fault_of_ours_and_a_cut_connection_is_not():
    with (
        pytest.raises((OperationalError, ProgrammingError)) as missing,
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM no_such_table")
    assert not is_unavailable(missing.value)
    assert is_unavailable(OperationalError("the connection is closed"))
    wrapped = ValueError()
    wrapped.__cause__ = OperationalError("the connection is closed")
    assert is_unavailable(wrapped)
    assert not is_unavailable(ValueError())


def test_what_a_page_cannot_show_was_not_lost_by_its_reader(rf):
    try:
        raise ValueError
    except ValueError:
        reading, sending = (failing.server_error(ask("/")) for ask in (rf.get, rf.post))
        script = failing.server_error(rf.post("/", headers={"Accept": "application/json"}))
    assert reading.status_code == sending.status_code == script.status_code == 500
    assert "没有保存" not in reading.content.decode()
    assert "没有保存" in sending.content.decode()
    assert "没有保存" in json.loads(script.content)["reasons"][0]


def test_the_clock_goes_on_when_the_database_comes_back(monkeypatch):
    passes = []

    def away():
        passes.append(1)
        if len(passes) < 3:
            raise OperationalError("the connection is closed")
        return {"pages": 0}

    command = clock.Command()
    monkeypatch.setattr(command, "_pass", away)
    monkeypatch.setattr(clock, "close_old_connections", lambda: None)
    for _ in range(3):
        command._guarded_pass()
    assert len(passes) == 3
