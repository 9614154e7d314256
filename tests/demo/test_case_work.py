"""The actor of the simulation who finds, complains, reports and decides about listed products."""

import random
from datetime import date, timedelta

import pytest
from tests.support.listed import listed

from catalog.models import Certificate
from demo import case_work
from demo.timetables import moment
from workflow.invariants import violations
from workflow.models import ChangeReport

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.walk
def test_whatever_befalls_listed_products_no_invariant_breaks(office, monkeypatch, seed):
    monkeypatch.setattr(case_work, "TROUBLE", 0.2)
    for serial in (1, 2, 3):
        listed(serial), listed(serial, row=1)
    entries = Certificate.objects.select_related("ruleset")
    work = case_work.CaseWork(random.Random(seed), diligence=0.7)
    for day in range(25):
        today = date(2020, 6, 1) + timedelta(days=day)
        work.work(entries.in_force(today), moment(today, 17))
    assert ChangeReport.objects.filter(closed_at__isnull=False).count() > 5
    assert violations() == []
