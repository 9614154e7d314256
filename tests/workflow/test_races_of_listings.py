"""What touches an entry in the instant in which it is listed: seen before, or about it after."""

import random
from datetime import date

import pytest
from tests.conftest import schedule
from tests.support.listed import listed
from tests.support.race import race
from tests.support.rewound import ROUNDS, rewinding

from applications.models import Item
from applications.services import drafts
from catalog.models import Certificate
from demo.acts import agent, holder
from demo.timetables import moment
from demo.walking import end_windows, walk
from supervision.models import Complaint
from supervision.services import complaints
from workflow.invariants import violations
from workflow.models import ChangeReport

pytestmark = pytest.mark.django_db(transaction=True)
#: Products in one race; more where there is the time for it.
FEW, MANY = 6, pytest.param(40, marks=pytest.mark.walk)
HOLDER = 2


def renewals(count):
    """``(items, day)``: so many products renewed, passed by all and waiting to be listed."""
    entries = [listed(HOLDER, row) for row in range(count)]
    by, opens = agent(entries[0].applicant_id), entries[0].renewal_opens_on
    draft = drafts.start(entries[0].applicant, by=by, at=moment(opens), renewal_of=entries)
    days = schedule(opens)
    items = walk(list(draft.items.all()), days, until="national")
    end_windows(items)
    return items, days["list"]


def race_with_listings(items, day, act, keys, turn):
    """Both at once, each in an order of its own: what came of the listings, and of the acts."""
    at = moment(day, 16).isoformat()
    chance = random.Random(turn)
    orders = [chance.sample(row, len(row)) for row in (items, keys)]
    answers = race(
        ("each", {"act": "list_item", "keys": orders[0], "at": at}),
        ("each", {"act": act, "keys": orders[1], "at": at}),
    )
    return [answer["ok"] for answer in answers]


@pytest.mark.parametrize("count", [FEW, MANY])
def test_a_complaint_holds_the_listing_or_is_about_the_entry(walked, count):
    items = walked("national", count, serial=HOLDER)
    end_windows(items)
    keys, day = [item.pk for item in items], date(2020, 6, 30)
    with rewinding() as rewind:
        for turn in range(ROUNDS):
            rewind()
            listings, complained = race_with_listings(keys, day, "complain_of", keys, turn)
            for key in keys:
                item, complaint = Item.objects.get(pk=key), Complaint.objects.get(item=key)
                if listings[key] is None:
                    assert complained[key] == item.certificate_id, "neither saw the other"
                else:
                    assert complaint.number in listings[key][0]
                    assert (complained[key], item.certificate_id) == (None, None)
            assert violations() == []


def test_a_complaint_that_came_after_the_listing_becomes_a_case_on_the_entry(walked):
    [item] = walked("national", serial=HOLDER)
    end_windows([item])
    at = moment(date(2020, 6, 30))
    race(("each", {"act": "list_item", "keys": [item.pk], "at": at.isoformat()}))
    race(("each", {"act": "complain_of", "keys": [item.pk], "at": at.isoformat()}))
    complaint, officer = Complaint.objects.get(), holder("complaint_officer@fpb")
    complaint = complaints.accept(
        complaint, unit=item.application.ruleset.office, handler=officer, by=officer, at=at
    )
    complaint = complaints.investigate(complaint, by=officer, at=at)
    complaints.decide(
        complaint,
        findings="经走访核实，反映的情况属实。",
        action="suspend",
        cause="quality_safety",
        public_summary="经核查，已作出处理。",
        by=officer,
        at=at,
    )
    entry = Item.objects.get(pk=item.pk).certificate
    assert entry.status == "suspended"
    assert ChangeReport.objects.get().certificate == entry
    assert violations() == []


@pytest.mark.parametrize("count", [FEW, MANY])
def test_a_finding_stops_the_renewal_or_is_about_what_was_renewed(office, count):
    items, day = renewals(count)
    olds = {item.renewal_of_id: item.pk for item in items}
    keys = list(olds.values())
    with rewinding() as rewind:
        for turn in range(ROUNDS):
            rewind()
            listings, found = race_with_listings(keys, day, "find_as_officer", list(olds), turn)
            for old, key in olds.items():
                if listings[key] is None:
                    new = Certificate.objects.get(renewal_of=old)
                    assert (found[old], new.status) == (new.pk, "suspended"), "none is left behind"
                else:
                    assert "在办理" in listings[key][0]
                    assert found[old] == old
                    assert Certificate.objects.get(pk=old).status == "suspended"
            assert Certificate.objects.filter(status="active").count() == 0
            assert violations() == []
