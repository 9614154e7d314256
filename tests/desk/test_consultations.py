"""征求意见, 委派 and 传阅 at the desk: asked from the paper, met in 待办, read beside the form."""

import re

import pytest
from django.test import Client
from tests.support.desk import page

from demo.acts import holder
from registry.models import Organisation
from workflow.models import CircularCopy, Consultation

pytestmark = pytest.mark.django_db
QUESTION = "请核对带动户数的统计口径是否一致"
EXPERT = {
    "whom": "expert",
    "expert_name": "示例专家",
    "expert_unit": "示例农科所",
    "expert_email": "expert@example.com",
}


@pytest.fixture
def item(item, on_day):
    on_day(item.turns.latest("arrived_at").arrived_at.date(), 15)
    return item


@pytest.fixture
def reviewer(signed_in):
    return signed_in("fpb_reviewer@fpb")


def ask(client, item, name="consult", **typed):
    """Ask by the form as the page offers it; the answer of the press."""
    form = client.get(page(name, item.pk)).context["form"]
    due_on = form["due_on"].value()
    return client.post(page(name, item.pk), {"question": QUESTION, "due_on": due_on, **typed})


def text(answer):
    return answer.content.decode()


def test_asked_from_the_paper_met_in_the_inbox_and_read_beside_the_form(item, reviewer, signed_in):
    paper = text(reviewer.get(page("application", item.application_id)))
    assert page("consult", item.pk) in paper
    assert page("entrust", item.pk) in paper
    answer = ask(reviewer, item, whom="person", person=holder("agri_reviewer@nyncj").pk)
    assert answer.status_code == 302
    asked, address = signed_in("agri_reviewer@nyncj"), page("consultation", 1)
    address = page("consultation", Consultation.objects.get().pk)
    assert address in text(asked.get(page("inbox")))
    asked.post(address, {"stance": "remarks", "answer": "建议附上统计表。"})
    assert address not in text(asked.get(page("inbox")))
    assert address in text(asked.get(page("inbox") + "?tab=done"))
    shown = text(reviewer.get(page("benefit", item.application_id)))
    assert "建议附上统计表。" in shown
    assert "不代替签署" in shown


def test_what_waits_for_an_answer_is_seen_under_waiting(item, reviewer):
    ask(reviewer, item, whom="office", office=Organisation.objects.get(code="nyncj").pk)
    assert "征求意见：" in text(reviewer.get(page("inbox") + "?tab=waiting"))


def test_only_what_belongs_to_the_chosen_addressee_counts(item, reviewer):
    clerk = holder("fpb_clerk@fpb").pk
    ask(reviewer, item, whom="person", person=clerk, expert_name="示例专家")
    row = Consultation.objects.get()
    assert (row.person_id, row.expert_name) == (clerk, "")


def test_a_refused_question_says_at_which_field(item, reviewer):
    answer = ask(reviewer, item, **{**EXPERT, "expert_email": "nothing"}, question="看看")
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"expert_email", "question"}


@pytest.mark.parametrize("whom", ["person", "office"])
def test_who_names_nobody_is_told_so_where_the_name_is_missing(item, reviewer, whom):
    answer = ask(reviewer, item, whom=whom)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [whom]


def test_who_has_no_step_is_told_so(item, signed_in):
    clerk = signed_in("fpb_clerk@fpb")
    assert page("consult", item.pk) not in text(clerk.get(page("application", item.application_id)))
    assert "没有由您办理的环节" in text(clerk.get(page("consult", item.pk)))


def test_who_was_asked_from_outside_the_paper_reads_the_product_and_no_material(
    item, reviewer, signed_in
):
    ask(reviewer, item, whom="office", office=Organisation.objects.get(code="zgh").pk)
    outsider = signed_in("unit_reporter@zgh")
    address = page("consultation", Consultation.objects.get().pk)
    shown = text(outsider.get(address))
    assert item.name in shown
    assert page("application", item.application_id) not in shown
    assert outsider.get(page("application", item.application_id)).status_code == 404


def test_a_prepared_opinion_lies_in_the_form_of_who_signs(item, reviewer, signed_in):
    ask(reviewer, item, "entrust", person=holder("fpb_clerk@fpb").pk)
    address = page("consultation", Consultation.objects.get().pk)
    signed_in("fpb_clerk@fpb").post(address, {"answer": "经核对属实，建议同意。"})
    assert "经核对属实，建议同意。" in text(reviewer.get(page("benefit", item.application_id)))


def test_taken_back_with_a_reason(item, reviewer, signed_in):
    ask(reviewer, item, whom="person", person=holder("agri_reviewer@nyncj").pk)
    key = Consultation.objects.get().pk
    assert reviewer.post(page("revoke_consultation", key), {"because": ""}).status_code == 422
    reviewer.post(page("revoke_consultation", key), {"because": "已由检测报告说明"})
    asked = signed_in("agri_reviewer@nyncj")
    assert "已由检测报告说明" in text(asked.get(page("consultation", key)))
    late = asked.post(page("consultation", key), {"stance": "agree", "answer": "没有不同意见"})
    assert late.status_code == 422


# The outside expert


@pytest.fixture
def address(item, reviewer, mailoutbox):
    """The address that an expert was mailed, as a path."""
    ask(reviewer, item, **EXPERT)
    (mail,) = (mail for mail in mailoutbox if mail.to == ["expert@example.com"])
    return re.search(r"/consultations/\S+/", mail.body)[0]


def test_an_expert_reads_the_question_and_the_public_columns_and_answers_once(
    item, address, reviewer
):
    expert = Client()
    shown = expert.get(address)
    assert QUESTION in text(shown)
    assert item.name in text(shown)
    assert "no-store" in shown["Cache-Control"]
    assert "noindex" in shown["X-Robots-Tag"]
    assert shown["Referrer-Policy"] == "same-origin"  # "no-referrer" would refuse the own form
    assert expert.post(address, {"answer": "好"}).status_code == 422
    done = expert.post(address, {"stance": "agree", "answer": "产品工艺符合要求。"})
    assert "已经收到" in text(done)
    assert expert.get(address).status_code == 410
    assert "产品工艺符合要求。" in text(reviewer.get(page("application", item.application_id)))


def test_an_address_ends_with_its_day_by_revocation_and_was_never_guessed(
    item, address, reviewer, on_day
):
    expert, row = Client(), Consultation.objects.get()
    assert expert.get(address[:-2] + "x/").status_code == 404
    reviewer.post(page("revoke_consultation", row.pk), {"because": "不再需要该意见"})
    ended = expert.get(address)
    assert ended.status_code == 410
    assert "已经撤销" in text(ended)
    ask(reviewer, item, **EXPERT)
    on_day(row.due_on.replace(year=row.due_on.year + 1))
    assert expert.post(address, {"stance": "agree", "answer": "没有不同意见"}).status_code == 410


# 传阅


def test_a_paper_is_sent_round_read_with_a_receipt_and_the_rest_taken_back(
    item, reviewer, signed_in
):
    application, manager = item.application_id, holder("manager@fpb")
    offered = reviewer.get(page("circulate", application)).context["form"].fields["readers"]
    assert manager in offered.queryset
    assert not offered.queryset.filter(memberships__role="auditor").exists()
    readers = [manager.pk, holder("fpb_clerk@fpb").pk]
    reviewer.post(page("circulate", application), {"readers": readers, "note": "请阅，例会讨论"})
    head, copy = signed_in("manager@fpb"), CircularCopy.objects.get(reader=manager)
    assert "传阅：" in text(head.get(page("inbox")))
    assert page("read_circular", copy.pk) in text(head.get(page("application", application)))
    head.post(page("read_circular", copy.pk))
    assert "传阅：" not in text(head.get(page("inbox")))
    assert "已阅" in text(reviewer.get(page("application", application)))
    reviewer.post(page("withdraw_circular", copy.circular_id))
    html = text(reviewer.get(page("application", application)))
    assert "已收回" in html
    assert "收回未阅的</button>" not in html, "nothing is left to take back"


def test_nobody_may_circulate_a_paper_that_is_not_theirs(item, signed_in):
    stranger = signed_in("unit_reporter@zgh")
    assert stranger.get(page("circulate", item.application_id)).status_code == 404


# 更正登记


def test_a_slip_is_entered_by_the_recorder_and_approved_from_the_heads_inbox(
    walked, signed_in, on_day
):
    (item,) = walked("city")
    review = item.upper_reviews.get(level="city")
    on_day(review.recorded_at.date(), 23)
    recorder, head = signed_in("upper_recorder@fpb"), signed_in("manager@fpb")
    paper, address = page("application", item.application_id), page("correct_outcome", review.pk)
    assert address in text(recorder.get(paper))
    assert address not in text(head.get(paper))
    form = recorder.get(address).context["form"]
    typed = {"document_no": form["document_no"].value(), "decided_on": review.decided_on}
    assert recorder.post(address, {**typed, "because": "文号录入有误"}).status_code == 422
    typed["document_no"] = "赣市扶办字〔2020〕77号"
    recorder.post(address, {**typed, "because": "文号录入有误"})
    waiting = page("correction", review.corrections.get().pk)
    assert waiting in text(head.get(page("inbox") + "?tab=queue"))
    assert recorder.post(waiting, {"decision": "approve"}).status_code == 422
    form = text(head.get(waiting))
    assert "作出决定" in form
    assert form.index(review.document_no) < form.index("赣市扶办字〔2020〕77号")
    head.post(waiting, {"decision": "approve"})
    shown = text(head.get(paper))
    assert "赣市扶办字〔2020〕77号" in shown
    assert review.document_no in shown
    assert waiting not in text(head.get(page("inbox") + "?tab=queue"))
