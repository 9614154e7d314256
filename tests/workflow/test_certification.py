"""The main way: from the station to the catalogue, and what each step leaves behind."""

import pytest

from applications.models import Item
from catalog.models import Certificate
from demo.acts import OPINIONS, perform
from demo.timetables import moment
from publicity.models import Publicity
from rules.lifecycle import ItemState
from rules.refusal import Refused
from workflow.models import Opinion
from workflow.policies.opinions import CRITERIA
from workflow.positions import nodes_of, state_of
from workflow.services import listing, opinions

pytestmark = pytest.mark.django_db


def fresh(item):
    return Item.objects.get(pk=item.pk)


def test_a_submitted_paper_waits_at_its_own_station(paper):
    [item] = paper(1)
    assert nodes_of(item) == ["endorse"]
    assert state_of(item) == ItemState.STATION_REVIEW
    assert item.application.number == "ZGSQ-2020-000001"
    assert item.application.station.code == "station-360702101"


def test_the_district_cannot_review_before_the_station_has_agreed(paper, at, user):
    [item] = paper(1)
    criteria = {name: {"met": True, "evidence": "见材料"} for name, _title in CRITERIA["benefit"]}
    said = {"result": "pass", "text": OPINIONS["pass"], "criteria": criteria}
    with pytest.raises(Refused) as refused:
        opinions.sign(item, "benefit", by=user("fpb_reviewer@fpb"), at=at, **said)
    assert refused.value.reasons == ["该环节尚未到达，或已不在本环节"]
    assert nodes_of(item) == ["endorse"]
    perform(item, "endorse", at=at)
    opinions.sign(item, "benefit", by=user("fpb_reviewer@fpb"), at=at, **said)


def test_both_reviews_start_at_once_and_the_paper_goes_on_only_when_both_are_signed(walked, at):
    [item] = walked("endorse")
    assert nodes_of(item) == ["review_benefit", "review_quality"]
    perform(item, "review_quality", at=moment(at.date().replace(day=7)))
    assert nodes_of(item) == ["review_benefit"]
    perform(item, "review_benefit", at=moment(at.date().replace(day=8)))
    assert nodes_of(item) == ["await_notice"]


def test_refuse_goes_before_return_when_the_two_reviewers_disagree(walked, at):
    [item] = walked("endorse")
    when = moment(at.date().replace(day=7))
    perform(item, "review_benefit", at=when, choice="return")
    perform(item, "review_quality", at=when, choice="refuse")
    assert state_of(fresh(item)) == ItemState.DISTRICT_REFUSED


def test_a_refused_product_gets_written_feedback_with_the_reviewers_words(walked):
    [item] = walked("review", choice="refuse")
    item = fresh(item)
    letter = item.letters.get(kind="refused")
    assert item.outcome.kind == "refused"
    assert item.outcome.get_reason_code_display() in letter.text
    assert item.outcome.reasons in letter.text
    assert letter.read_at is None


def test_one_refused_product_does_not_stop_its_siblings(paper, at):
    first, second, third = paper(3)
    perform(first, "endorse", at=at, choice="refuse")
    perform(second, "endorse", at=at)
    assert state_of(fresh(first)) == ItemState.STATION_REFUSED
    assert state_of(second) == ItemState.DISTRICT_REVIEW
    assert state_of(third) == ItemState.STATION_REVIEW


def test_a_paper_walked_to_its_end_is_in_the_catalogue_for_a_year(walked):
    [item] = walked("list")
    certificate = Certificate.objects.get()
    assert state_of(fresh(item)) == ItemState.LISTED
    assert certificate.number.startswith("ZG-360702-2020-0001-")
    assert certificate.valid_until == certificate.listed_on.replace(year=2021)
    assert certificate.national_until < certificate.listed_on
    assert [event.op for event in certificate.events.all()] == ["add"]


def test_every_signed_opinion_names_its_office_its_signer_and_its_day(walked):
    [item] = walked("review")
    opinions = {opinion.step: opinion for opinion in Opinion.objects.filter(item=item)}
    assert opinions["endorse"].organisation.kind == "work_station"
    assert opinions["benefit"].organisation.code == "fpb"
    assert opinions["quality"].organisation.code == "nyncj"
    assert len({opinion.signed_by_id for opinion in opinions.values()}) == 3
    assert opinions["endorse"].verified_households == item.households


def test_the_national_window_needs_its_address_and_evidence(walked):
    walked("national")
    national = Publicity.objects.get(level="national")
    assert national.external_url.startswith("https://")
    assert len(national.evidence.sha256) == 64


def test_nobody_lists_before_the_national_window_has_ended(walked, at, user):
    [item] = walked("national")
    assert nodes_of(item) == ["national_notice"]
    said = {"listed_on": at.date(), "evidence": "全国公示期满，未收到异议。"}
    with pytest.raises(Refused) as refused:
        listing.list_item(item, by=user("fpb_clerk@fpb"), at=at, **said)
    assert refused.value.reasons == ["该环节尚未到达，或已不在本环节"]
    assert nodes_of(item) == ["national_notice"]
    assert not Certificate.objects.exists()


@pytest.mark.parametrize(
    ("phase", "refused"),
    [("city", ItemState.CITY_REFUSED), ("province", ItemState.PROVINCE_REFUSED)],
)
def test_an_upper_refusal_ends_the_product_with_feedback(walked, phase, refused):
    [item] = walked(phase, choice="refuse")
    assert state_of(fresh(item)) == refused
    assert item.letters.filter(kind="refused").exists()
