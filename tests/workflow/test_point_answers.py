"""A request to mend is answered point by point, and an answer is held against what came back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from applications.models import Item
from applications.services import drafts, materials
from demo.acts import agent, perform
from demo.papers import pdf
from demo.preparing import sign_again
from rules.refusal import Refused
from workflow.mending import points
from workflow.models import PointAnswer
from workflow.positions import nodes_of
from workflow.services import submissions

pytestmark = pytest.mark.django_db
WORDS = "原件清晰，已请工作站当面核对。"


@pytest.fixture
def item(paper, at):
    """A product that the station has sent back with two points: a licence, and words."""
    [item] = paper(1, serial=3)
    perform(item, "endorse", at=at, choice="return")
    return Item.objects.get(pk=item.pk)


@pytest.fixture
def later(at):
    return at + timedelta(days=1)


def resubmit(item, at, *kinds, text=""):
    """Answer the points in their order with ``kinds``; "" leaves one untouched."""
    given = {
        point.key: {"kind": kind, "text": WORDS if kind == "explanation" else text}
        for point, kind in zip(points(item), kinds, strict=True)
        if kind
    }
    by = agent(item.application.applicant_id)
    return submissions.resubmit(item, answers=given, by=by, at=at)


def new_licence(item, at):
    by = agent(item.application.applicant_id)
    [old] = item.application.materials.current().filter(kind="M2_licence")
    data = pdf(f"清晰的执照 {at}")
    return materials.attach(
        item.application, old.kind, name="清晰的执照.pdf", data=data, by=by, at=at, replaces=old
    )


def change(item, at, **facts):
    by = agent(item.application.applicant_id)
    drafts.save_item(item, by=by, at=at, **facts)
    sign_again(item.application, by=by, at=at)


def test_nothing_goes_back_while_a_point_is_untouched(item, later):
    with pytest.raises(Refused) as refused:
        resubmit(item, later, "explanation", "")
    _, second = points(item)
    assert refused.value.fields == {second.key: ["请答复“带贫成效说明”"]}
    assert nodes_of(item) == ["mend_for_station"]
    assert not PointAnswer.objects.exists()


@pytest.mark.parametrize(
    ("kinds", "why"),
    [
        (("file", "explanation"), "“清晰的营业执照复印件”：退回以后没有上传有关文件"),
        (("explanation", "changed"), "“带贫成效说明”：有关内容与退回时相同"),
        (("explanation", "mended"), "请答复“带贫成效说明”"),
    ],
)
def test_an_answer_that_the_paper_does_not_bear_out_is_refused(item, later, kinds, why):
    with pytest.raises(Refused, match=why):
        resubmit(item, later, *kinds)


def test_a_change_elsewhere_and_a_form_signed_anew_answer_no_other_point(item, later):
    change(item, later, sales_spec="10公斤/箱")
    with pytest.raises(Refused) as refused:
        resubmit(item, later, "file", "changed")
    assert len(refused.value.reasons) == 2


@pytest.mark.parametrize("text", ["", "  ", "见附件"])
def test_an_explanation_is_written_out(item, later, text):
    given = {point.key: {"kind": "explanation", "text": text} for point in points(item)}
    by = agent(item.application.applicant_id)
    with pytest.raises(Refused, match="请写明情况"):
        submissions.resubmit(item, answers=given, by=by, at=later)


def test_each_answer_is_kept_with_the_words_it_rests_on_and_goes_back_to_who_asked(item, later):
    licence = new_licence(item, later)
    change(item, later, benefit_text="补充收购台账和用工记录，农户稳定增收，收益公开。" * 4)
    item = resubmit(item, later, "file", "changed", text="见第二页")
    assert nodes_of(item) == ["endorse"]
    first, second = item.point_answers.order_by("number")
    assert (first.demand, first.kind, first.material) == ("清晰的营业执照复印件", "file", licence)
    assert (second.demand, second.kind, second.text) == ("带贫成效说明", "changed", "见第二页")
    assert first.opinion == item.opinions.get()
    assert (first.round, item.round) == (1, 2)


def test_a_sibling_that_goes_back_meanwhile_does_not_hide_what_was_changed(paper, at, later):
    first, second = paper(2)
    for each in (first, second):
        perform(each, "endorse", at=at, choice="return")
    first, second = Item.objects.order_by("position")
    change(second, later, households=9, persons=30, benefit_text="补充说明收购台账。" * 10)
    resubmit(first, later, "explanation", "explanation")
    resubmit(Item.objects.get(pk=second.pk), later + timedelta(hours=1), "explanation", "changed")
    assert nodes_of(second) == ["endorse"]


def test_the_database_keeps_one_answer_to_a_point_and_none_without_words(item, later):
    resubmit(item, later, "explanation", "explanation")
    [row, _] = PointAnswer.objects.order_by("pk")
    for broken in ({"number": 2}, {"text": ""}, {"kind": "file"}, {"demand": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PointAnswer.objects.filter(pk=row.pk).update(**broken)
