"""Mending: what was returned comes back to the level that asked, in a new round."""

import pytest
from tests.support.stored import stored

from applications.models import Item, Submission
from applications.services import drafts
from demo.acts import agent, answers, perform
from demo.preparing import sign_again
from demo.timetables import moment
from demo.walking import end_windows
from records.models import AuditEvent
from rules.lifecycle import ItemState
from rules.refusal import Refused
from workflow.models import Letter
from workflow.positions import nodes_of, state_of
from workflow.services import countersigning, submissions, upper

pytestmark = pytest.mark.django_db


@pytest.fixture
def later(at):
    """A day on which everything that ``walked`` does lies in the past."""
    return moment(at.date().replace(month=6, day=1))


def test_a_product_returned_by_the_station_comes_back_to_the_station(paper, at):
    [item] = paper(1)
    perform(item, "endorse", at=at, choice="return")
    assert state_of(item) == ItemState.STATION_RETURNED
    perform(item, "mend_for_station", at=at)
    assert nodes_of(item) == ["endorse"]
    assert Item.objects.get(pk=item.pk).round == 2


def test_a_product_returned_by_the_district_is_reviewed_again_by_both(walked, later):
    [item] = walked("review", choice="return")
    assert state_of(item) == ItemState.DISTRICT_RETURNED
    perform(item, "mend_for_district", at=later)
    assert nodes_of(item) == ["review_benefit", "review_quality"]


def test_the_applicant_reads_what_to_mend_in_the_reviewers_words(walked):
    [item] = walked("review", choice="return")
    opinion = item.opinions.get(result="return")
    assert opinion.text in Letter.objects.get(item=item, kind="returned").text


def test_each_resubmission_keeps_what_was_submitted_before(walked, later):
    [item] = walked("review", choice="return")
    by = agent(item.application.applicant_id)
    drafts.save_item(item, by=by, at=later, sales_spec="10公斤/箱")
    sign_again(item.application, by=by, at=later)
    submissions.resubmit(item, answers=answers(item), by=by, at=later)
    first, second = Submission.objects.filter(application=item.application)
    assert first.payload["items"][0]["sales_spec"] != "10公斤/箱"
    assert second.payload["items"][0]["sales_spec"] == "10公斤/箱"
    assert first.sha256 != second.sha256


def test_what_is_mended_after_submission_leaves_the_names_of_its_fields(walked, later):
    [item] = walked("review", choice="return")
    by, application = agent(item.application.applicant_id), item.application
    AuditEvent.objects.all()._raw_delete("default")
    drafts.save_item(item, by=by, at=later, sales_spec="10公斤/箱", households=item.households)
    drafts.save_item(item, by=by, at=later, sales_spec="10公斤/箱")
    drafts.save_header(application, by=by, at=later, phone="15400000009")
    product, header = AuditEvent.objects.order_by("pk")
    assert (product.action, product.actor, product.at) == (
        "applications.mend_item",
        by.username,
        later,
    )
    assert product.data == {"changed": ["规格"], "application": application.number}
    assert (header.action, header.data) == ("applications.mend_header", {"changed": ["联系电话"]})
    assert "15400000009" not in str(list(AuditEvent.objects.values()))


def test_a_draft_tells_of_its_products_as_they_come_and_go_and_of_no_word(draft, later):
    application = draft(2)
    by, (first, second) = application.created_by, application.items.all()
    AuditEvent.objects.all()._raw_delete("default")
    drafts.save_item(first, by=by, at=later, sales_spec="10公斤/箱")
    drafts.save_header(application, by=by, at=later, phone="15400000009")
    drafts.move_item(second, -1, by=by, at=later)
    drafts.remove_item(first, by=by, at=later)
    acts = [event.action for event in AuditEvent.objects.order_by("pk")]
    assert acts == ["applications.move_item", "applications.remove_item"]


def test_only_the_returned_product_can_be_changed(paper, later):
    returned, waiting = paper(2)
    perform(returned, "endorse", at=later, choice="return")
    by = agent(returned.application.applicant_id)
    drafts.save_item(returned, by=by, at=later, sales_spec="新规格")
    with pytest.raises(Refused, match="正在审核"):
        drafts.save_item(waiting, by=by, at=later, sales_spec="新规格")


def test_after_a_return_by_the_city_unchanged_facts_need_no_second_notice(walked, later):
    [item] = walked("city", choice="return")
    assert state_of(item) == ItemState.CITY_RETURNED
    perform(item, "mend_for_city", at=later)
    for node in ("review_benefit", "review_quality"):
        perform(Item.objects.get(pk=item.pk), node, at=later)
    assert nodes_of(item) == ["report_to_city"]


def test_after_a_return_by_the_city_changed_facts_stand_a_new_notice(walked, later):
    [item] = walked("city", choice="return")
    by = agent(item.application.applicant_id)
    drafts.save_item(item, by=by, at=later, households=99, persons=300)
    sign_again(item.application, by=by, at=later)
    perform(item, "mend_for_city", at=later)
    for node in ("review_benefit", "review_quality"):
        perform(Item.objects.get(pk=item.pk), node, at=later)
    assert nodes_of(item) == ["await_notice"]


def test_after_a_return_by_the_province_it_goes_back_to_the_province(walked, later):
    [item] = walked("province", choice="return")
    perform(item, "mend_for_province", at=later)
    for node in ("review_benefit", "review_quality"):
        perform(Item.objects.get(pk=item.pk), node, at=later)
    assert nodes_of(item) == ["province_review"]
    end_windows([item])
    perform(Item.objects.get(pk=item.pk), "province_review", at=later)
    assert nodes_of(item) == ["record_national"]


def test_a_second_return_by_the_same_desk_needs_a_superiors_reason(walked, later, user):
    [item] = walked("review", choice="return")
    perform(item, "mend_for_district", at=later)
    again = {"result": "return", "text": "仍缺少检测报告，请补充完整后重新提交审核，谢谢配合。"}
    with pytest.raises(Refused, match="一次性告知"):
        countersigning.submit(
            Item.objects.get(pk=item.pk),
            "quality",
            by=user("agri_reviewer@nyncj"),
            at=later,
            **again,
        )


def test_an_upper_level_too_says_point_by_point_what_is_missing(walked, later, user):
    """R66: one itemised request, whoever asks; the letter numbers the points."""
    [item] = walked("report")
    outcome = {
        "result": "return",
        "document_no": "市测扶办字〔2020〕9号",
        "decided_on": later.date(),
        "reasons": "材料不齐，请补正。",
        "scan": stored(later, "复函.pdf"),
    }
    who = {"by": user("upper_recorder@fpb"), "at": later}
    with pytest.raises(Refused, match="逐项列明"):
        upper.record_outcome(item, "city", **who, **outcome)
    upper.record_outcome(item, "city", **who, **outcome, demands=["检验报告", "务工名册"])
    letter = Letter.objects.get(item=item, kind="returned")
    assert "1．检验报告\n2．务工名册" in letter.text
