"""更正登记: a slip at an upper outcome is mended by two people, and what stood before is kept."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from tests.support.standing import stands

from applications.models import Item
from demo.acts import holder, perform
from records.models import AuditEvent
from rules.refusal import Refused
from workflow.invariants import violations
from workflow.models import Letter, UpperCorrection, UpperReview
from workflow.positions import nodes_of
from workflow.services import corrections

pytestmark = pytest.mark.django_db
WHY = "文号录入有误，以原件为准"


@pytest.fixture
@stands
def passed(walked):
    """A product that the city passed on; the province has not decided."""
    (item,) = walked("city")
    return Item.objects.get(pk=item.pk)


@pytest.fixture
def review(passed):
    return passed.upper_reviews.get(level="city")


def enter(review, by="upper_recorder@fpb", **values):
    values = {"document_no": "赣市扶办字〔2020〕77号", "decided_on": review.decided_on, **values}
    at = review.recorded_at + timedelta(hours=1)
    return corrections.enter(review, because=WHY, by=holder(by), at=at, **values)


def decide(correction, by="manager@fpb", is_approved=True):
    at = correction.entered_at + timedelta(hours=1)
    return corrections.decide(correction, is_approved=is_approved, by=holder(by), at=at)


def reasons(act):
    with pytest.raises(Refused) as refused:
        act()
    return "；".join(refused.value.reasons)


def test_nothing_changes_before_the_head_agrees_and_both_wordings_stay(passed, review):
    before = review.document_no
    correction = enter(review)
    assert UpperReview.objects.get(pk=review.pk).document_no == before
    decide(correction)
    assert UpperReview.objects.get(pk=review.pk).document_no == "赣市扶办字〔2020〕77号"
    assert UpperCorrection.objects.get().before["document_no"] == before
    event = AuditEvent.objects.get(action="workflow.approve_correction")
    assert before in event.data["before"]
    letter = Letter.objects.get(kind="corrected")
    assert "赣市扶办字〔2020〕77号" in letter.text
    assert violations() == []


def test_what_is_declined_changes_nothing(review):
    decide(enter(review), is_approved=False)
    assert UpperReview.objects.get(pk=review.pk).document_no == review.document_no
    assert not Letter.objects.filter(kind="corrected").exists()
    enter(review)


def test_the_way_to_the_province_begins_on_the_corrected_day(passed, review):
    earlier = review.reported_on
    decide(enter(review, document_no=review.document_no, decided_on=earlier))
    assert passed.upper_reviews.get(level="province").reported_on == earlier
    assert violations() == []


def reopened(item, level):
    review = item.upper_reviews.get(level=level)
    blank = {"document_no": "", "decided_on": None, "is_result_wrong": True}
    return decide(enter(review, **blank))


@pytest.fixture
def both_wrong(walked):
    """``(product, the correction of the city's outcome)``, when neither holds any more."""
    (item,) = walked("province")
    reopened(item, "province")
    return item, reopened(item, "city")


def test_where_the_city_then_returns_it_the_province_is_not_said_to_be_waited_for(
    both_wrong, client
):
    item, city = both_wrong
    client.force_login(holder("manager@fpb"))
    address = reverse("desk:application", args=[item.application_id])
    at = city.decided_at + timedelta(hours=1)
    with time_machine.travel(at, tick=False):
        assert "没有新的结果" in client.get(address).content.decode()
        perform(Item.objects.get(pk=item.pk), "city_review", at=at, choice="return")
        text = client.get(address).content.decode()
    assert "省级审核备案：原结果已作废，没有新的结果" in text
    assert "待重新登记" not in text


def test_where_the_province_was_recorded_wrongly_too_both_are_recorded_anew_and_nothing_is_lost(
    walked,
):
    """A simulation of 10,000 applications came to it once."""
    (item,) = walked("province")
    kept = reopened(item, "province")
    city = reopened(item, "city")
    assert nodes_of(item) == ["city_review"]
    at = city.decided_at + timedelta(hours=1)
    perform(Item.objects.get(pk=item.pk), "city_review", at=at)
    assert item.upper_reviews.get(level="province").corrections.get() == kept
    perform(Item.objects.get(pk=item.pk), "province_review", at=at + timedelta(hours=1))
    assert item.upper_reviews.get(level="province").result == "pass"
    assert violations() == []


def test_who_entered_it_does_not_decide_and_nobody_but_the_recorder_enters(review):
    words = reasons(lambda: enter(review, by="fpb_clerk@fpb"))
    assert "只有该级结果的登记人员" in words
    correction = enter(review)
    assert "负责人" in reasons(lambda: decide(correction, by="upper_recorder@fpb"))
    assert "已有待批准" in reasons(lambda: enter(review))


def test_no_nonsense_becomes_a_correction(review):
    assert "相同" in reasons(lambda: enter(review, document_no=review.document_no))
    late = review.decided_on + timedelta(days=30)
    assert "决定日期" in reasons(lambda: enter(review, decided_on=late))
    early = review.reported_on - timedelta(days=1)
    assert "上报日期" in reasons(lambda: enter(review, decided_on=early))


def test_a_wrong_result_is_recorded_anew_while_nobody_has_acted_on_it(passed, review):
    correction = enter(review, is_result_wrong=True)
    decide(correction)
    assert nodes_of(passed) == ["city_review"]
    assert list(passed.upper_reviews.values_list("level", "result")) == [("city", "")]
    assert Letter.objects.get(item=passed, kind="city").voided_at
    assert UpperCorrection.objects.get().before["result"] == "pass"
    assert violations() == []
    item = Item.objects.get(pk=passed.pk)
    perform(item, "city_review", at=correction.entered_at + timedelta(hours=3), choice="return")
    assert "mend_for_city" in nodes_of(item)


def test_a_result_that_the_next_office_has_acted_on_stands(passed, review):
    correction = enter(review, is_result_wrong=True)
    perform(passed, "province_review", at=correction.entered_at + timedelta(minutes=5))
    assert "已经完成" in reasons(lambda: decide(correction))
    assert nodes_of(passed) == ["record_national"]
