"""``manage.py overdue``: JSON for a monitor, exit 1 while anything is late."""

import io
import json
from datetime import date

import pytest
from django.core.management import call_command
from django.utils import timezone

from records import heartbeats
from workflow.services.clock import tick


@pytest.fixture
def report(office, time_travel):
    """``report()``: what the command prints on a working day, and its exit code."""
    time_travel(date(2020, 4, 1))

    def run():
        out, code = io.StringIO(), 0
        try:
            call_command("overdue", stdout=out)
        except SystemExit as end:
            code = end.code
        return json.loads(out.getvalue()), code

    return run


def test_a_house_whose_clock_never_ran_is_late(report):
    late, code = report()
    assert (late["clock"], late["total"] > 0, code) == (["时钟从未运行"], True, 1)


def test_nothing_is_late_once_the_clock_has_passed(report):
    heartbeats.beat(timezone.now())
    tick(timezone.now())
    late, code = report()
    assert {kind: rows for kind, rows in late.items() if rows and kind != "at"} == {}
    assert code == 0
