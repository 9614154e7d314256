"""Objections in the very second in which their windows end: none is lost (A11)."""

import random
from datetime import timedelta

import pytest
from tests.support.race import race

from applications.models import Item
from applications.services import drafts
from demo import fiction
from demo.acts import agent
from demo.timetables import moment
from publicity.models import Objection, PublicityEntry
from publicity.services import open_publicity
from publicity.services.windows import row_of
from registry.calendars import calendar
from registry.rulesets import in_force
from rules.periods import IN_FLIGHT, local_day
from supervision.models import Complaint

pytestmark = pytest.mark.django_db(transaction=True)
#: A hundred each time; a thousand where there is the time for it.
MANY = 1000
TRIES = [100, pytest.param(MANY, marks=pytest.mark.walk)]


@pytest.fixture
def publicity(request, office, at):
    """A notice of so many products."""
    holder = fiction.applicant(1)
    application = drafts.start(holder, by=agent(holder.pk), at=at)
    items = Item.objects.bulk_create(
        Item(application=application, position=row + 1, **fiction.facts(1, row))
        for row in range(request.param)
    )
    published_at = moment(local_day(at), 16)
    return open_publicity(
        "district",
        [row_of(item, {}) for item in items],
        number="ZGGS-2020-009999",
        ruleset=in_force(local_day(at)),
        published_at=published_at,
        calendar=calendar(),
        by=None,
        at=published_at,
    )


@pytest.mark.parametrize("publicity", TRIES, indirect=True)
def test_each_is_an_objection_before_the_end_or_a_complaint_after_it(publicity):
    keys = list(publicity.entries.order_by("pk").values_list("pk", flat=True))
    orders = [random.Random(seed).sample(keys, len(keys)) for seed in (1, 2)]
    second = (publicity.ends_at - timedelta(seconds=1)).isoformat()
    after = (publicity.ends_at + IN_FLIGHT).isoformat()
    *closing, some, others = race(
        ("ends", {"entries": orders[0][::2], "at": after}),
        ("ends", {"entries": orders[0][1::2], "at": after}),
        ("objections", {"entries": orders[1][::2], "at": second}),
        ("objections", {"entries": orders[1][1::2], "at": second}),
    )
    passed = {key for each in closing for key in each["ok"]}
    became = some["ok"] | others["ok"]
    received = {key for key in keys if became[key] == "objection"}
    if len(keys) >= MANY:  # of a hundred all may fall on one side where the machine is busy
        assert 0 < len(passed) < len(keys), "the race was no race"
    assert set(keys) - received == passed
    assert set(Objection.objects.values_list("entry", flat=True)) == received
    assert set(Complaint.objects.values_list("late_entry", flat=True)) == passed
    assert Objection.objects.count() + Complaint.objects.count() == len(keys), "none is lost"
    ended = PublicityEntry.objects.filter(ending="passed").values_list("pk", flat=True)
    assert set(ended) == passed
