"""The public reads what the station verified, never what was claimed (R45, R84)."""

import pytest
from tests.conftest import schedule

from applications.models import Item
from demo.acts import holder
from demo.walking import walk
from rules.duties import CRITERIA, Duty
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


def test_an_income_that_is_claimed_is_verified_and_the_catalogue_has_what_was_found(paper, at):
    [item] = paper(1)
    Item.objects.filter(pk=item.pk).update(average_income_fen=192_000)
    item.refresh_from_db()
    seen = {"households": 3, "persons": 9, "average_income_fen": None}
    with pytest.raises(Refused) as refused:
        endorse(item, at, **seen)
    assert list(refused.value.fields) == ["verified_average_income_fen"]
    endorse(item, at, **{**seen, "average_income_fen": 80_000})
    days = schedule(local_day(at))
    [item] = walk([item], days, until="list", since="review")
    assert item.certificate.version.average_income_fen == 80_000
    assert Item.objects.get(pk=item.pk).average_income_fen == 192_000, (
        "the claim stays on the paper"
    )


def test_an_income_claimed_after_the_station_was_there_is_not_shown(walked):
    [item] = walked("notice")
    Item.objects.filter(pk=item.pk).update(average_income_fen=192_000)
    [item] = _to_the_catalogue(item, since="report")
    assert item.certificate.version.average_income_fen is None


def endorse(item, at, **figures):
    """The station's agreement with ``figures`` as what it found."""
    criteria = {name: {"met": True, "evidence": "见材料"} for name, _ in CRITERIA[Duty.ENDORSE]}
    return opinions.sign(
        item,
        Duty.ENDORSE,
        result="pass",
        text="经现场走访并核对名册和收购凭证，情况属实，同意认可。",
        criteria=criteria,
        visited_on=local_day(at),
        visited_by="示例甲、示例乙",
        by=holder(f"station_officer@{item.application.station.code}"),
        at=at,
        **{f"verified_{name}": value for name, value in figures.items()},
    )


def test_a_running_notice_with_other_figures_than_the_verified_ones_is_a_breach(walked):
    (item,) = walked("notice")
    assert violations() == []
    item.publicity_entries.update(households=1)
    assert any("与工作站核实的不一致" in breach for breach in violations())


def _to_the_catalogue(item, since="notice"):
    start = local_day(item.application.submitted_at)
    return walk([item], schedule(start), until="list", since=since)
