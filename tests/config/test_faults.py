"""The table of faults: a short walk of it, and that a row passes only when nothing was lost."""

import pytest
from deploy.faults import killed
from deploy.faults.__main__ import Size
from deploy.faults.accounting import is_there
from deploy.faults.report import Row, markdown


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


@pytest.mark.parametrize(
    ("tried", "lost", "why", "has_passed"),
    [(5, 0, "", True), (4, 0, "", False), (5, 1, "", False), (5, 0, "审计不完整", False)],
)
def test_a_row_passes_only_when_all_was_tried_and_nothing_lost(tried, lost, why, has_passed):
    row = Row("断电", "SQLite", tried, 5, "都在", lost, why)
    assert row.has_passed is has_passed
    assert ("通过" in markdown([row])) is has_passed
