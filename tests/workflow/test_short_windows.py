"""A calendar that changed after a window had closed: nothing goes on before the head decides."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.support.desk import page
from tests.support.standing import stands

from applications.models import Item
from demo.acts import holder, perform
from demo.local_days import declare
from demo.timetables import moment
from publicity.models import PublicityEntry
from registry import ties
from rules.refusal import Refused
from workflow.invariants import violations
from workflow.models import Letter, ShortWindow
from workflow.positions import nodes_of
from workflow.services import short_windows
from workflow.services.clock import tick
from workflow.services.overdue import overdue
from workflow.services.upper import report_to_city

pytestmark = pytest.mark.django_db
BECAUSE = "当日机关放假，公众无法到办公室查询，应当补足。"
DAY = timedelta(days=1)


@pytest.fixture
@stands
def short(before_public):
    """A product whose district window passed; then a day in it was declared off: it, and when."""
    entry = before_public[0].publicity_entries.get()
    at = entry.ends_at + timedelta(hours=9)
    tick(at)
    declare(entry.first_day, at=at)
    tick(at + timedelta(minutes=1))
    return Item.objects.get(pk=before_public[0].pk), at + timedelta(hours=1)


def decide(item, decision, at, **changes):
    words = {"because": BECAUSE, "by": holder("manager@fpb"), **changes}
    return short_windows.decide(item, decision=decision, at=at, **words)


def test_it_is_noted_once_and_holds_the_report(short):
    item, at = short
    noted = ShortWindow.objects.get()
    entry = item.publicity_entries.get()
    assert noted.entry == entry
    assert noted.lawful_last_day > noted.last_day == entry.last_day
    tick(at)
    assert ShortWindow.objects.count() == 1
    assert entry.ending == "passed", "what has ended does not run on by itself"
    paper = {"document_no": "章测扶办报〔2020〕99号", "reported_on": at.date()}
    [answer] = report_to_city([item], **paper, by=holder("fpb_clerk@fpb"), at=at)
    assert not answer.ok
    assert "公示期不足" in f"{answer.reasons}"
    assert nodes_of(item) == ["report_to_city"]
    assert overdue(at)["short_windows"] == [f"{noted}"]
    assert violations() == []


def test_the_head_lets_it_stand_again_and_it_goes_on_after_the_new_window(short):
    item, at = short
    decide(item, "again", at)
    item = Item.objects.get(pk=item.pk)
    assert nodes_of(item) == ["await_notice"]
    assert Letter.objects.filter(item=item, kind="again").count() == 1
    tick(at + DAY)
    entry = PublicityEntry.objects.running().get(item=item)
    assert nodes_of(item) == ["district_notice"]
    after = entry.ends_at + timedelta(hours=10)
    tick(after)
    perform(item, "report_to_city", at=after)
    assert nodes_of(item) == ["city_review"]
    assert violations() == []


def test_the_head_says_that_it_was_long_enough_and_it_goes_on_at_once(short):
    item, at = short
    decide(item, "keep", at)
    perform(item, "report_to_city", at=at)
    assert overdue(at)["short_windows"] == []
    with pytest.raises(Refused, match="没有待处置的公示期不足"):
        decide(item, "keep", at)
    assert violations() == []


def test_a_window_on_which_the_city_had_decided_is_told_and_does_not_stand_again(walked):
    [item] = walked("city")
    at = item.upper_reviews.get(level="city").recorded_at + DAY
    entry = item.publicity_entries.get()
    declare(entry.first_day, at=at)
    tick(at + timedelta(minutes=1))
    with pytest.raises(Refused, match="不能重新公示"):
        decide(item, "again", at + timedelta(hours=1))
    decide(item, "keep", at + timedelta(hours=1))
    assert ShortWindow.objects.get().decision == "keep"


def test_a_national_window_stands_again_by_a_new_record(walked):
    from demo.walking import end_windows

    [item] = walked("national")
    end_windows([item])
    entry = item.publicity_entries.get(publicity__level="national")
    at = moment(entry.last_day + 2 * DAY)
    declare(entry.first_day, at=at)
    tick(at + timedelta(minutes=1))
    with pytest.raises(Refused, match="公示期不足"):
        perform(item, "list_item", at=at + timedelta(hours=1))
    decide(item, "again", at + timedelta(hours=1))
    assert nodes_of(Item.objects.get(pk=item.pk)) == ["record_national"]


def test_a_day_off_outside_the_window_concerns_nobody(before_public):
    [item] = before_public
    entry = item.publicity_entries.get()
    at = entry.ends_at + timedelta(hours=9)
    tick(at)
    declare(entry.last_day + DAY, at=at)
    tick(at + timedelta(minutes=1))
    assert not ShortWindow.objects.exists()


def test_only_the_head_decides_with_a_reason_and_without_a_tie(short):
    item, at = short
    with pytest.raises(Refused, match="负责人可以决定"):
        decide(item, "keep", at, by=holder("fpb_clerk@fpb"))
    with pytest.raises(Refused, match="不少于10个字"):
        decide(item, "keep", at, because="够了")
    with pytest.raises(Refused, match="请选择处置决定"):
        decide(item, "", at)
    ties.declare(holder("manager@fpb"), item.application.applicant, at=at)
    with pytest.raises(Refused, match="回避"):
        decide(item, "keep", at)


def test_the_database_takes_no_half_decision(short):
    with pytest.raises(IntegrityError), transaction.atomic():
        ShortWindow.objects.update(decision="keep")
    with pytest.raises(IntegrityError), transaction.atomic():
        ShortWindow.objects.update(lawful_last_day=date(2020, 1, 1))


def test_the_head_has_a_door_to_it_and_nobody_else(short, client, time_travel):
    item, at = short
    time_travel(at.date(), 11)

    def signed_in(who):
        client.force_login(holder(who), backend="django.contrib.auth.backends.ModelBackend")
        return client

    door = page("after_calendar", item.pk)
    paper = page("application", item.application_id)
    assert door not in signed_in("fpb_clerk@fpb").get(paper).content.decode()
    assert client.get(door).status_code in (302, 403)
    assert door in signed_in("manager@fpb").get(paper).content.decode()
    html = client.get(door).content.decode()
    assert "应公示至" in html
    refused = client.post(door, {"decision": "", "because": ""})
    assert refused.status_code == 422
    assert client.post(door, {"decision": "keep", "because": BECAUSE}).status_code == 302
    assert ShortWindow.objects.get().decision == "keep"
    assert door not in client.get(paper).content.decode()
