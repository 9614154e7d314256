"""征求意见 and 委派: others are heard, the step stays whose it is, and nothing waits for them."""

from datetime import timedelta

import pytest
from django.core import signing
from tests.support.standing import stands

from applications.models import Item
from demo.acts import holder, perform
from records.models import AuditEvent
from registry.models import Organisation, Tie
from rules.periods import local_day
from rules.refusal import Refused
from workflow.invariants import violations
from workflow.models import Consultation, ExpertAddress, OpinionDraft, SignedDuty
from workflow.positions import nodes_of
from workflow.services import consultations, submissions

pytestmark = pytest.mark.django_db
QUESTION = "请核对带动户数的统计口径是否一致"
EXPERT = {
    "expert_name": "示例专家",
    "expert_unit": "示例农科所",
    "expert_email": "expert@example.com",
}


@pytest.fixture
@stands
def item(walked):
    """A product under review."""
    (item,) = walked("endorse")
    return Item.objects.get(pk=item.pk)


@pytest.fixture
def now(item):
    return item.turns.latest("arrived_at").arrived_at + timedelta(hours=1)


@pytest.fixture
def ask(item, now):
    """``ask(person=…)``: the reviewer of benefit asks, with a limit of today."""

    def put(kind="opinion", by="fpb_reviewer@fpb", question=QUESTION, due_on=None, **whom):
        return consultations.ask(
            item,
            kind=kind,
            question=question,
            due_on=due_on or local_day(now),
            by=holder(by),
            at=now,
            **whom,
        )

    return put


def reply(row, by, at, stance="agree", answer="口径一致，没有不同意见。"):
    return consultations.answer(row, stance=stance, answer=answer, by=by, at=at)


def reasons(act):
    with pytest.raises(Refused) as refused:
        act()
    return "；".join(refused.value.reasons)


def test_a_colleague_of_another_office_is_heard_and_nothing_is_signed(item, ask, now):
    asked = holder("agri_reviewer@nyncj")
    row = reply(ask(person=asked), asked, now)
    assert (row.answered_by, row.get_stance_display()) == (asked, "无不同意见")
    assert {"review_benefit", "review_quality"} <= set(nodes_of(item))
    assert not item.opinions.exclude(step="endorse").exists()
    assert not SignedDuty.objects.filter(person=asked).exists(), "an opinion asked for is no duty"
    acts = AuditEvent.objects.filter(action__contains="consult").values_list("action", flat=True)
    assert {"workflow.consult", "workflow.answer_consultation"} <= {*acts}
    assert violations() == []


def test_the_signature_does_not_wait_and_a_late_answer_says_that_it_is_late(item, ask, now):
    asked = holder("agri_reviewer@nyncj")
    row = ask(person=asked)
    perform(item, "review_benefit", at=now + timedelta(minutes=5))
    row = reply(row, asked, now + timedelta(hours=1))
    assert row.came_late


def test_any_of_an_office_answers_for_it_and_the_second_reads_who_did(ask, now):
    row = ask(office=Organisation.objects.get(code="nyncj"))
    first = holder("agri_reviewer@nyncj")
    reply(row, first, now)
    assert reasons(lambda: reply(row, holder("agri_reviewer@nyncj"), now)) == f"{first}已经答复"


def test_only_who_was_asked_answers_and_nobody_tied_to_the_applicant(item, ask, now):
    asked = holder("agri_reviewer@nyncj")
    row = ask(person=asked)
    assert "没有向您征求意见" in reasons(lambda: reply(row, holder("fpb_clerk@fpb"), now))
    Tie.objects.create(user=asked, applicant=item.application.applicant, declared_at=now)
    assert "应当回避" in reasons(lambda: reply(row, asked, now))
    assert "应当回避" in reasons(lambda: ask(person=asked))


@pytest.mark.parametrize(
    ("whom", "words"),
    [
        ({}, "请填写专家姓名"),
        ({**EXPERT, "expert_email": "no address"}, "电子邮箱"),
        ({"person": "fpb_reviewer@fpb"}, "不能向本人征求意见"),
        ({"person": "auditor@fpb"}, "没有任职"),
    ],
)
def test_an_addressee_must_be_one_who_may_answer(ask, whom, words):
    people = {"person": holder(whom["person"])} if "person" in whom else whom
    assert words in reasons(lambda: ask(**people))
    assert not Consultation.objects.exists()


def test_no_question_without_words_without_a_day_or_past_the_limit_of_the_step(item, ask, now):
    asked = holder("agri_reviewer@nyncj")
    assert "不少于10个字" in reasons(lambda: ask(person=asked, question="看看"))
    limit = item.turns.filter(task__flow_task__contains="benefit").get().due_on
    later = limit + timedelta(days=1)
    assert "不得晚于" in reasons(lambda: ask(person=asked, due_on=later))
    yesterday = local_day(now) - timedelta(days=1)
    assert "不得早于" in reasons(lambda: ask(person=asked, due_on=yesterday))
    ask(person=asked, due_on=limit)
    assert "尚未答复" in reasons(lambda: ask(person=asked, due_on=limit))


def test_who_has_no_step_there_asks_nobody(ask):
    words = reasons(lambda: ask(by="upper_recorder@fpb", person=holder("agri_reviewer@nyncj")))
    assert "没有由您办理的环节" in words


def test_an_expert_answers_by_the_address_in_the_mail_until_the_last_day_is_over(
    ask, now, mailoutbox
):
    row = ask(**EXPERT)
    (mail,) = (mail for mail in mailoutbox if mail.to == ["expert@example.com"])
    assert row.item.name not in mail.body
    assert row.item.application.applicant.name not in mail.body
    token = mail.body.split("/consultations/")[1].split("/")[0]
    address = consultations.find(token)
    assert address.consultation == row
    assert token.split(".")[0] not in f"{ExpertAddress.objects.values()}", "only its digest is kept"
    assert address.is_open(now)
    assert not address.is_open(now + timedelta(days=1))
    assert consultations.find(signing.Signer(sep=".", salt="other").sign("x")) is None
    reply(row, None, now)
    event = AuditEvent.objects.get(action="workflow.answer_as_expert")
    assert "示例专家" not in f"{event.data}"


def test_a_question_is_taken_back_by_asker_or_head_and_its_address_ends(ask, now, mailoutbox):
    row = ask(**EXPERT)
    take = {"because": "已由检测报告说明", "at": now}
    clerk = holder("fpb_clerk@fpb")
    assert "只有征求人" in reasons(lambda: consultations.revoke(row, by=clerk, **take))
    asker = holder("fpb_reviewer@fpb")
    empty = {**take, "because": ""}
    assert "请写明理由" in reasons(lambda: consultations.revoke(row, by=asker, **empty))
    consultations.revoke(row, by=holder("manager@fpb"), **take)
    assert not ExpertAddress.objects.get().is_open(now)
    assert "已经撤销" in reasons(lambda: reply(row, None, now))
    assert mailoutbox[-1].subject == "征求意见已撤销"


def test_what_was_answered_stays(ask, now):
    row = ask(**EXPERT)
    reply(row, None, now)
    asker = holder("fpb_reviewer@fpb")
    again = {"because": "不再需要该意见", "by": asker, "at": now}
    assert "已经存卷" in reasons(lambda: consultations.revoke(row, **again))


def test_each_open_question_is_reminded_once(ask, now, mailoutbox):
    ask(**EXPERT)
    assert consultations.remind(now) == 1
    assert consultations.remind(now + timedelta(hours=2)) == 0
    assert [mail.subject for mail in mailoutbox].count("征求意见即将到期") == 1


def test_of_a_product_that_has_ended_nothing_is_answered_or_reminded(item, ask, now):
    row = ask(**EXPERT)
    agent = item.application.applicant.agents.first()
    submissions.withdraw(item, by=agent, at=now)
    assert "已办结" in reasons(lambda: reply(Consultation.objects.get(), None, now))
    assert consultations.remind(now) == 0
    assert row.is_open


def test_a_prepared_opinion_comes_back_as_a_draft_and_the_signature_stays(item, ask, now):
    lender, colleague = holder("fpb_reviewer@fpb"), holder("fpb_clerk@fpb")
    row = ask("preparation", person=colleague)
    reply(row, colleague, now, stance="", answer="经核对，带动户数属实，建议同意。")
    draft = OpinionDraft.objects.get(item=item, person=lender)
    assert draft.values == {"text": "经核对，带动户数属实，建议同意。"}
    assert SignedDuty.objects.get(person=colleague).duty == "benefit", "who prepared took part"
    task = item.turns.get(task__flow_task__contains="benefit").task
    assert task.owner_id in (None, lender.pk)


def test_what_one_typed_oneself_is_not_overwritten_by_what_comes_back(item, ask, now):
    lender, colleague = holder("fpb_reviewer@fpb"), holder("fpb_clerk@fpb")
    row = ask("preparation", person=colleague)
    OpinionDraft.objects.create(
        item=item, person=lender, step="benefit", values={"text": "我写的"}, saved_at=now
    )
    reply(row, colleague, now, answer="经核对，建议同意。")
    assert OpinionDraft.objects.get().values == {"text": "我写的"}
    assert Consultation.objects.get().answer == "经核对，建议同意。"


@pytest.mark.parametrize(
    ("person", "words"),
    [
        ("agri_reviewer@nyncj", "只能委派本单位的同事"),
        ("manager@fpb", "审签该环节的负责人"),
    ],
)
def test_an_opinion_is_lent_within_the_office_and_never_to_who_signs_it_off(ask, person, words):
    assert words in reasons(lambda: ask("preparation", person=holder(person)))


def test_who_took_part_in_another_step_prepares_none(item, ask, now):
    colleague = holder("fpb_clerk@fpb")
    SignedDuty.objects.create(
        application=item.application, person=colleague, duty="endorse", taken_at=now
    )
    words = reasons(lambda: ask("preparation", person=colleague))
    assert "同一人不得办理两个环节" in words
