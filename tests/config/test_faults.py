"""The table of faults: a short walk of it, and that a row passes only when nothing was lost."""

from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from deploy.faults import disk, filling, killed, others, report, stack
from deploy.faults.__main__ import Size
from deploy.faults.accounting import is_there
from deploy.faults.report import Row, markdown
from deploy.trial import rough
from django.core.files.base import ContentFile

from files.models import private_storage


@pytest.mark.walk
@pytest.mark.timeout(900)
def test_processes_killed_anywhere_lose_no_acknowledged_act():
    row = killed.on_sqlite(Size(applications=3, kills=12))
    assert row.has_passed, row
    assert row.tried == 12


@pytest.mark.django_db
def test_an_act_that_is_not_in_the_database_counts_as_lost(paper, draft):
    [item] = paper(1)
    assert is_there("apply", "1")
    assert not is_there("apply", "2")
    assert not is_there("step", item.pk, "endorse"), "it is open, not done"
    draft(1, serial=3)
    assert not is_there("apply", "3"), "it was never handed in"


def test_a_row_of_a_full_disk_tells_what_restarts_the_server_and_what_has_no_row(
    monkeypatch, tmp_path
):
    answer = {"taken": 9, "refused": 5, "lost": 0, "loose": 2, "faults": []}
    (tmp_path / "source").mkdir()
    cluster = SimpleNamespace(
        home=tmp_path / "source", password="", ctl=lambda *words: None, make=lambda name: ""
    )
    for name in ("sqlite", "environment", "Cluster"):
        monkeypatch.setattr(disk.databases, name, lambda *words: cluster)
    monkeypatch.setattr(disk, "small_disk", lambda megabytes: nullcontext(tmp_path))
    monkeypatch.setattr(disk, "_give", lambda home: None)
    monkeypatch.setattr(disk, "_fill", lambda *words, **more: answer)
    plain, served = disk.on_sqlite(Size()), disk.on_postgres(Size(), cluster)
    for row in (plain, served):
        assert row.condition.startswith("收下 9 个、拒收 5 个、没有记录的文件 2 个：")
    assert ("不重启" in plain.condition, "不重启" in served.condition) == (True, False)


@pytest.mark.django_db
def test_a_file_without_a_row_is_counted_after_the_disk_was_full(office, at, monkeypatch):
    monkeypatch.setattr("files.orphans.FOLDER", "of_this_test")
    storage = private_storage()
    lone = storage.save("of_this_test/lone", ContentFile(b"x"))
    try:
        assert list(filling.loose()) == [lone]
    finally:
        storage.delete(lone)


@pytest.mark.parametrize(
    ("tried", "lost", "why", "has_passed"),
    [(5, 0, "", True), (4, 0, "", False), (5, 1, "", False), (5, 0, "审计不完整", False)],
)
def test_a_row_passes_only_when_all_was_tried_and_nothing_lost(tried, lost, why, has_passed):
    row = Row("断电", "SQLite", tried, 5, "都在", lost, why)
    assert row.has_passed is has_passed
    assert ("通过" in markdown([row])) is has_passed


def test_a_table_of_hours_is_read_again_from_its_file_and_stays_one_line_a_row(tmp_path):
    rows = [
        Row("断电", "SQLite", 5, 5, "都在"),
        Row("断网", "SQLite", 0, 1, "都在", why="Error:\n  at | line"),
    ]
    report.write_rows(rows, tmp_path / "long.json")
    assert report.read_rows(tmp_path / "long.json") == rows
    lines = report.markdown(rows).splitlines()
    assert len(lines) == 2 + len(rows)
    assert "失败 Error: at / line" in lines[-1]


def test_every_fault_of_the_stack_is_tried_by_the_whole_table_and_named_by_the_brief_one():
    assert set(rough.CHECKS) - {rough.killed_while_complaints_come} <= set(stack.CHECKS)
    named = {row.fault for row in others.elsewhere(Size())}
    assert len(named) == len(others.ELSEWHERE)
    assert not any(row.has_passed and not row.proof for row in others.elsewhere(Size()))


def test_a_killed_service_counts_once_and_a_complaint_told_twice_is_lost(monkeypatch):
    numbers = iter([f"TS{number // 2}" for number in range(100)])
    monkeypatch.setattr(rough, "_ticket", lambda world, number: {})
    monkeypatch.setattr(rough, "_complain", lambda world, number, ticket: next(numbers))
    monkeypatch.setattr(rough, "_kill_one", lambda world, chance: 1)
    monkeypatch.setattr(rough, "_wait_for", lambda ports: None)
    monkeypatch.setattr(rough.time, "sleep", lambda seconds: None)
    world = SimpleNamespace(web=(), postgres=SimpleNamespace(run=lambda words: [("TS0",)]))
    kills, told, lost = rough.complaints_amid_kills(world, 20)
    assert (kills, len(told)) == (20, 2 * rough.COMPLAINTS)
    assert set(lost) == set(told), "each number was given to two people"
