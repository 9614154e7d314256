"""The public reads what the station verified, never what was claimed (R45, R84)."""

import pytest
from django.db import IntegrityError, transaction
from tests.conftest import schedule

from applications.models import Item
from demo.walking import walk
from rules.periods import local_day
from rules.refusal import Refused
from workflow.invariants import violations
from workflow.services import opinions


def test_notices_and_certificate_show_the_verified_figures_and_the_paper_keeps_the_claim(walked):
    (item,) = walked("review")
    item.opinions.filter(step="endorse").update(verified_households=3, verified_persons=9)
    claimed = (item.households, item.persons)
    assert claimed != (3, 9)
    (item,) = _to_the_catalogue(item)
    for entry in item.publicity_entries.all():
        assert (entry.households, entry.persons) == (3, 9)
    assert item.publicity_entries.count() == 2
    version = item.certificate.version
    assert (version.households, version.persons) == (3, 9)
    item = Item.objects.get(pk=item.pk)
    assert (item.households, item.persons) == claimed


def test_a_running_notice_with_other_figures_than_the_verified_ones_is_a_breach(walked):
    (item,) = walked("notice")
    assert violations() == []
    item.publicity_entries.update(households=1)
    assert any("公示的带动户数、人数与工作站核实的不一致" in breach for breach in violations())


def test_a_claimed_income_is_endorsed_only_with_the_verified_one(paper, at, user):
    [item] = paper(1)
    Item.objects.filter(pk=item.pk).update(average_income_fen=500_000)
    by = user("station_officer@station-360702101")
    with pytest.raises(Refused) as refused:
        opinions.sign(item, "endorse", by=by, at=at, result="pass", text="好")
    assert "verified_income_fen" in refused.value.fields


def test_an_income_that_nobody_verified_is_not_public_whatever_was_claimed(walked):
    (item,) = walked("review")
    Item.objects.filter(pk=item.pk).update(average_income_fen=500_000)
    (item,) = _to_the_catalogue(Item.objects.get(pk=item.pk))
    assert item.certificate.version.average_income_fen is None


def test_the_database_takes_no_income_of_nobody(walked):
    (item,) = walked("endorse")
    with pytest.raises(IntegrityError), transaction.atomic():
        item.opinions.filter(step="endorse").update(
            verified_households=None, verified_persons=None, verified_income_fen=1
        )


def test_an_entry_listed_with_other_figures_than_the_verified_ones_is_a_breach(walked):
    (item,) = walked("list")
    assert violations() == []
    version = item.certificate.version
    type(version).objects.filter(pk=version.pk).update(households=version.households + 1)
    assert any("列入时的带动成效与工作站核实的不一致" in breach for breach in violations())


def _to_the_catalogue(item):
    start = local_day(item.application.submitted_at)
    return walk([item], schedule(start), until="list", since="notice")
