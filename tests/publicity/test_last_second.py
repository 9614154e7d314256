"""A thousand objections in the very second in which their windows end: none is lost (A11)."""

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

pytestmark = pytest.mark.django_db(transaction=True)
TRIES = 1000


@pytest.fixture
def publicity(office, at):
    """A notice of ``TRIES`` products."""
    holder = fiction.applicant(1)
    application = drafts.start(holder, by=agent(holder.pk), at=at)
    items = Item.objects.bulk_create(
        Item(application=application, position=row + 1, **fiction.facts(1, row))
        for row in range(TRIES)
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


def test_each_is_received_before_the_end_or_refused_after_it(publicity):
    keys = list(publicity.entries.order_by("pk").values_list("pk", flat=True))
    orders = [random.Random(seed).sample(keys, TRIES) for seed in (1, 2)]
    second = (publicity.ends_at - timedelta(seconds=1)).isoformat()
    closing, *objecting = race(
        ("ends", {"entries": orders[0], "at": (publicity.ends_at + IN_FLIGHT).isoformat()}),
        ("objections", {"entries": orders[1][::2], "at": second}),
        ("objections", {"entries": orders[1][1::2], "at": second}),
    )
    passed = set(closing["ok"])
    received = {key for answer in objecting for key in answer["ok"]}
    assert 0 < len(passed) < TRIES, "the race was no race"
    assert passed | received == set(keys)
    assert not passed & received
    assert set(Objection.objects.values_list("entry", flat=True)) == received
    ended = PublicityEntry.objects.filter(ending="passed").values_list("pk", flat=True)
    assert set(ended) == passed
