"""The actor of the simulation who finds, complains, reports and decides about listed products."""

import random
from datetime import date, timedelta

import pytest
from tests.support.listed import listed

from catalog.models import Certificate
from demo import case_work
from demo.timetables import moment
from workflow.flows import change_effects
from workflow.invariants import violations
from workflow.models import ChangeReport

pytestmark = pytest.mark.django_db


def troubled_weeks(monkeypatch, seed):
    """Six listed products, of which every day something is found, told or complained of."""
    monkeypatch.setattr(case_work, "TROUBLE", 0.2)
    for serial in (1, 2, 3):
        listed(serial), listed(serial, row=1)
    entries = Certificate.objects.select_related("ruleset")
    work = case_work.CaseWork(random.Random(seed), diligence=0.7)
    for day in range(25):
        today = date(2020, 6, 1) + timedelta(days=day)
        work.work(entries.in_force(today), moment(today, 17))
    return work


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.walk
def test_whatever_befalls_listed_products_no_invariant_breaks(office, monkeypatch, seed):
    troubled_weeks(monkeypatch, seed)
    assert ChangeReport.objects.filter(closed_at__isnull=False).count() > 5
    assert violations() == []


@pytest.mark.walk
def test_a_removal_that_nobody_announces_shows_in_the_violations(office, monkeypatch):
    monkeypatch.setattr(change_effects, "open_removal_notice", lambda event, **details: None)
    troubled_weeks(monkeypatch, 1)
    assert any("已清理却没有清理公告" in each for each in violations())


@pytest.mark.walk
def test_raised_figures_that_no_station_checks_show_in_the_violations(walked, monkeypatch):
    [item] = walked("list")
    monkeypatch.setattr(ChangeReport, "raised_figures", [])
    monkeypatch.setattr(case_work, "TROUBLE", 1)
    monkeypatch.setattr(case_work, "TROUBLES", {"raised": case_work._raise})
    monkeypatch.setattr(case_work, "DECISIONS", ("adjust",))
    work = case_work.CaseWork(random.Random(1), diligence=1)
    for day in range(1, 6):
        entries = Certificate.objects.select_related("ruleset").filter(item=item)
        work.work(entries, moment(entries.get().listed_on + timedelta(days=day), 17))
    assert work.counts["assess_change"]
    assert any("高于工作站核实的" in each for each in violations())
