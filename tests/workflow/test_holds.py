"""Between publicity and listing a product may wait: with reason and limit, and not for ever."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.support.standing import stands

from applications.models import Item
from demo.acts import holder
from demo.timetables import moment
from publicity.models import Publicity
from rules.periods import local_day
from rules.refusal import Refused
from workflow.invariants import violations
from workflow.models import Hold, Letter
from workflow.positions import nodes_of
from workflow.services import holds, upper
from workflow.services.timers import fire_due_timers

pytestmark = pytest.mark.django_db
DAY = date(2020, 4, 21)
WHY = "等待农产品质量检验结果"


@pytest.fixture
@stands
def passed(walked, after_day):
    """An item whose district window has passed without objection."""
    (item,) = walked("notice")
    fire_due_timers(after_day(Publicity.objects.get().last_day))
    assert nodes_of(item) == ["report_to_city"]
    return Item.objects.get(pk=item.pk)


def place(item, by="fpb_clerk@fpb", *, until=DAY + timedelta(days=3), because=WHY, at=None):
    at = at or moment(DAY)
    return holds.hold(item, because=because, until=until, by=holder(by), at=at)


def report(item, day):
    """Report the item to the city; the reasons why not."""
    [answer] = upper.report_to_city(
        [Item.objects.get(pk=item.pk)],
        document_no="章扶办字〔2020〕12号",
        reported_on=day,
        by=holder("fpb_clerk@fpb"),
        at=moment(day),
    )
    return "".join(answer.reasons)


def test_a_held_product_does_not_go_up_and_says_why(passed):
    place(passed)
    assert report(passed, DAY) == f"该产品暂缓办理至2020-04-24：{WHY}"
    assert nodes_of(passed) == ["report_to_city"]


def test_past_its_limit_it_goes_on_by_itself(passed):
    place(passed, until=date(2020, 4, 24))
    assert "暂缓办理" in report(passed, date(2020, 4, 24))
    assert report(passed, date(2020, 4, 26)) == ""
    assert nodes_of(passed) == ["city_review"]


def test_lifted_it_goes_on_at_once_with_what_was_found_on_record(passed):
    place(passed)
    with pytest.raises(Refused, match="请写明恢复的依据"):
        holds.lift(passed, outcome="好", by=holder("manager@fpb"), at=moment(DAY))
    lifted = holds.lift(
        passed, outcome="检验合格，报告已入卷", by=holder("manager@fpb"), at=moment(DAY)
    )
    assert lifted.lifted_by == holder("manager@fpb")
    assert report(passed, DAY) == ""
    assert violations() == []


def test_the_applicant_is_told_until_when_and_not_of_whom_it_came(passed):
    place(passed)
    letter = Letter.objects.get(item=passed, kind="held")
    assert "2020年4月24日" in letter.text
    assert WHY not in letter.text


def test_a_limit_is_asked_for_and_bounded_by_the_rules(passed):
    for until in (None, DAY - timedelta(days=1), DAY + timedelta(days=200)):
        with pytest.raises(Refused, match="请填写期限"):
            place(passed, until=until)


def test_a_second_time_the_head_decides(passed):
    place(passed, until=DAY)
    later = moment(DAY + timedelta(days=1))
    until = DAY + timedelta(days=2)
    with pytest.raises(Refused, match="再次暂缓须由负责人决定"):
        place(passed, until=until, at=later)
    place(passed, "manager@fpb", until=until, at=later)
    with pytest.raises(Refused, match="已经暂缓"):
        place(passed, "manager@fpb", until=until, at=later)


def test_nobody_else_holds_and_nothing_before_the_publicity_is_held(passed, paper):
    with pytest.raises(Refused, match="可以暂缓办理"):
        place(passed, "fpb_reviewer@fpb")
    (early,) = paper(serial=5)
    with pytest.raises(Refused, match="只有公示期满以后"):
        place(early)


def test_a_listing_past_a_hold_is_found(walked):
    (item,) = walked("list")
    listed = Item.objects.get(pk=item.pk).outcome
    assert not any("暂缓办理期间列入目录" in each for each in violations())
    Hold.objects.create(
        item=item,
        because=WHY,
        until=local_day(listed.at),
        placed_by=holder("fpb_clerk@fpb"),
        placed_at=listed.at - timedelta(hours=1),
    )
    assert f"{item} 暂缓办理期间列入目录" in violations()


def test_at_the_desk_it_is_offered_shown_and_ended(passed, client, time_travel):
    time_travel(DAY)
    client.force_login(holder("fpb_clerk@fpb"), backend="django.contrib.auth.backends.ModelBackend")
    paper = reverse("desk:application", args=[passed.application_id])
    hold, lift = (reverse(f"desk:{name}", args=[passed.pk]) for name in ("hold", "lift_hold"))
    assert hold in client.get(paper).content.decode()
    assert client.post(hold, {"because": "", "until": ""}).status_code == 422
    client.post(hold, {"because": WHY, "until": "2020-04-24"})
    html = client.get(paper).content.decode()
    assert f"暂缓办理至2020-04-24：{WHY}" in html
    assert (lift in html, hold in html) == (True, False)
    client.post(lift, {"outcome": "检验合格，报告已入卷"})
    assert hold in client.get(paper).content.decode()
