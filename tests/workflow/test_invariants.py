"""Each rule broken behind the services' back: the invariants say so, and by name."""

import json
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.supervision.conftest import SAID
from tests.support.dishonest import in_register
from tests.support.listed import listed
from viewflow.workflow.status import PROCESS

from applications.models import Item, Outcome
from catalog.models import Certificate
from demo.acts import agent, holder
from demo.local_days import declare
from demo.timetables import moment
from publicity.models import Objection, Publicity, PublicityEntry
from publicity.services import object_to
from registry.models import DishonestyEntry, RuleSet
from rules.periods import local_day
from supervision.models import Complaint, Feedback
from supervision.services import complaints
from workflow import invariants
from workflow.invariants import violations, window_lengths
from workflow.models import Letter
from workflow.past_limits import past_limits
from workflow.services import findings, submissions
from workflow.services.clock import tick

from .cases import FINDING, INVESTIGATOR, MONDAY, SENT, send

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def statements(check):
    """What ``check`` asks of the database, when nothing is broken."""
    with CaptureQueriesContext(connection) as asked:
        assert list(check()) == []
    return len(asked)


def test_the_days_of_many_papers_are_compared_in_as_many_statements_as_of_one(walked):
    walked("national")
    once = statements(invariants._typed_days), statements(invariants._ends)
    walked("national", 3, serial=2)
    assert (statements(invariants._typed_days), statements(invariants._ends)) == once


def broken(sentence):
    """Whether the invariants tell of it, and of nothing when it is not there."""
    return any(sentence in breach for breach in violations())


@pytest.fixture
def complaint(office):
    entry = listed()
    return complaints.receive(
        source="12317", certificate=entry, at=moment(date(2020, 6, 1)), **SAID
    )


def brought_to(complaint, state):
    """Along the ordinary way, a day each: accepted, investigated, decided, fed back, closed."""
    officer = holder(INVESTIGATOR)
    unit = complaint.certificate.ruleset.office
    told = {"channel": "web", "text": "已调查处理，感谢您的监督。"}
    decided = {
        "findings": "经走访核实，反映的情况不属实。",
        "action": "none",
        "public_summary": "经核查，反映的情况不属实。",
    }
    acts = {
        "accepted": (complaints.accept, {"unit": unit, "handler": officer}),
        "investigating": (complaints.investigate, {}),
        "decided": (complaints.decide, decided),
        "fed_back": (complaints.feed_back, told),
        "closed": (complaints.close, {}),
    }
    for number, (name, (act, details)) in enumerate(acts.items()):
        complaint = act(complaint, by=officer, at=moment(date(2020, 6, 2 + number)), **details)
        if name == state:
            return complaint
    return complaint


def test_an_ended_product_that_waits_and_one_under_way_that_waits_for_nobody(walked):
    waiting, lost = walked("endorse", 2)
    assert violations() == []
    Outcome.objects.create(
        item=waiting, kind="withdrawn", level="applicant", at=moment(date(2020, 5, 1))
    )
    lost.process.task_set.update(status="DONE")
    assert broken("却仍有待办任务")
    assert broken("没有结果也没有待办任务")


def test_a_refusal_without_its_letter(walked):
    [item] = walked("endorse", choice="refuse")
    assert violations() == []
    Letter.objects.filter(item=item, kind="refused").delete()
    assert broken("不予认定但没有书面反馈")


def test_a_window_shorter_than_promised(before_public):
    notice = Publicity.objects.get()
    last = notice.last_day - DAY
    Publicity.objects.update(last_day=last, ends_at=notice.ends_at - DAY)
    assert broken("不足5个工作日")


def test_a_window_whose_rules_count_the_day_of_posting_is_whole(walked):
    RuleSet.objects.update(count_start_day=True)
    walked("notice")
    notice = Publicity.objects.get()
    assert notice.first_day == local_day(notice.published_at)
    assert (violations(), window_lengths()) == ([], [5])


def test_a_notice_that_everybody_left_is_made_no_longer_and_is_no_breach(before_public):
    [item] = before_public
    left_at, declared_at = moment(date(2020, 4, 15)), moment(date(2020, 4, 16))
    submissions.withdraw(item, by=agent(item.application.applicant_id), at=left_at, because="停产")
    declare(date(2020, 4, 16), at=declared_at)
    for minutes in (1, 30):
        tick(declared_at + timedelta(minutes=minutes))
    assert Publicity.objects.get().last_day == date(2020, 4, 20)
    assert violations() == []


def test_a_window_that_a_new_calendar_makes_too_short(before_public):
    [item] = before_public
    declared_at = moment(date(2020, 4, 16))
    declare(date(2020, 4, 16), at=declared_at)
    for minutes in (1, 30):  # recounted, and settled
        tick(declared_at + timedelta(minutes=minutes))
    assert violations() == []
    entries = PublicityEntry.objects.filter(item=item)
    entries.update(last_day=entries.get().last_day - DAY)
    assert broken("的公示期没有按新的节假日安排延长")


def test_the_database_lets_no_window_pass_early(walked):
    [item] = walked("report")
    rows = PublicityEntry.objects.filter(item=item)
    early = rows.get().ends_at - DAY
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(closed_at=early)


def test_an_objection_unanswered_behind_a_window_that_passed(before_public):
    [item] = before_public
    entry = item.publicity_entries.get()
    object_to(entry, channel="web", content="带动户数与实际不符", at=entry.publicity.published_at)
    PublicityEntry.objects.filter(pk=entry.pk).update(ending="passed", closed_at=entry.ends_at)
    assert broken("有未答复的异议却公示通过")


def test_an_objection_past_its_day(before_public):
    [item] = before_public
    entry = item.publicity_entries.get()
    at = entry.publicity.published_at
    objection = object_to(entry, channel="web", content="带动户数与实际不符", at=at)
    due = objection.answer_due_on
    assert past_limits(due) == []
    [breach] = past_limits(due + DAY)
    assert objection.number in breach
    answered = {"finding": "rejected", "answer": "已核查。", "answered_by": holder(INVESTIGATOR)}
    Objection.objects.update(answered_at=at + DAY, **answered)
    assert past_limits(due + DAY) == []


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (None, "受理"),
        ("accepted", "调查"),
        ("decided", "反馈"),
        ("fed_back", "办结"),
    ],
)
def test_a_complaint_past_the_day_of_its_next_act(complaint, state, step):
    case = brought_to(complaint, state) if state else complaint
    assert past_limits(case.due_on) == []
    [breach] = past_limits(case.due_on + DAY)
    assert breach == f"{case} 应于{case.due_on}前{step}，尚未办理"


def test_a_closed_complaint_is_late_for_nothing(complaint):
    brought_to(complaint, "closed")
    assert past_limits(date(2021, 6, 1)) == []


def test_a_case_that_was_not_reported_upward_in_its_days(office):
    entry = listed()
    [case] = findings.confirm_finding(entry, by=holder(INVESTIGATOR), at=moment(MONDAY), **FINDING)
    assert past_limits(case.due_on) == []
    assert past_limits(case.due_on + DAY) == [f"{case} 应于{case.due_on}前上报，尚未上报"]
    send(case, holder("fpb_clerk@fpb"))
    assert past_limits(case.due_on + DAY) == []


def test_the_command_ends_badly_for_what_is_late(complaint, capsys):
    with pytest.raises(SystemExit):
        call_command("check_invariants")
    [breach] = json.loads(capsys.readouterr().out)["violations"]
    assert breach.startswith(f"{complaint} ")
    brought_to(complaint, "closed")
    call_command("check_invariants")


@pytest.mark.parametrize(
    ("state", "sentence"),
    [("fed_back", "记为已反馈却没有反馈"), ("closed", "没有反馈却已办结")],
)
def test_a_complaint_told_or_closed_without_any_feedback(complaint, state, sentence):
    brought_to(complaint, state)
    assert violations() == []
    Feedback.objects.all().delete()
    assert broken(sentence)


def test_a_complaint_whose_flow_ended_before_it_was_closed(complaint):
    process = brought_to(complaint, "decided").process
    assert violations() == []
    type(process).objects.filter(pk=process.pk).update(status=PROCESS.DONE)
    assert broken("没有办结，流程却已结束")


def test_a_joined_complaint_left_behind_by_the_leading_one(complaint):
    other = complaints.receive(
        source="web", certificate=complaint.certificate, at=complaint.received_at, **SAID
    )
    brought_to(complaint, "decided")
    Complaint.objects.filter(pk=other.pk).update(
        state="joined", leading=complaint, finish_due_on=date(2020, 7, 1)
    )
    assert broken(f"{other} 的主件已经处理，本件没有随之答复")


def test_a_unit_decided_upon_without_its_notice(office):
    unit = listed().applicant
    entry = in_register(unit, since=date(2020, 6, 8), until=date(2021, 6, 8))
    from workflow.services import dishonesty

    DishonestyEntry.objects.filter(pk=entry.pk).update(state="proposed")
    dishonesty.begin(entry, by=None, at=moment(date(2020, 6, 8)))
    DishonestyEntry.objects.filter(pk=entry.pk).update(state="effective")
    assert broken("没有告知书却已作出决定")


def test_a_unit_with_too_few_days_to_answer(office):
    entry = in_register(listed().applicant, since=date(2020, 6, 8), until=date(2021, 6, 8))
    assert violations() == []
    short = entry.noticed_at + timedelta(days=3)
    DishonestyEntry.objects.filter(pk=entry.pk).update(defence_ends_at=short)
    assert broken("陈述申辩不足5个工作日")


def test_a_listing_of_a_unit_in_the_register(walked):
    [item] = walked("list", serial=3)
    listed_on = item.certificate.listed_on
    assert violations() == []
    in_register(item.application.applicant, since=listed_on - DAY, until=listed_on + 9 * DAY)
    assert broken("在申请单位失信登记有效期内列入")


def test_a_report_without_a_window_that_passed(walked):
    [item] = walked("report")
    PublicityEntry.objects.filter(item=item).update(ending="returned")
    assert broken("未经公示即上报")
    assert broken("的上报日期早于区级公示期满")


def test_a_national_window_before_the_province_had_passed_it(walked):
    [item] = walked("national")
    decided_on = item.upper_reviews.get(level="province").decided_on
    assert violations() == []
    Publicity.objects.filter(level="national").update(published_at=moment(decided_on - DAY))
    assert broken("的全国公示早于省级审核")


def test_the_database_takes_no_case_reported_upward_before_it_was_registered(office):
    [case] = findings.confirm_finding(
        listed(), by=holder(INVESTIGATOR), at=moment(MONDAY), **FINDING
    )
    send(case, holder("fpb_clerk@fpb"))
    with pytest.raises(IntegrityError), transaction.atomic():
        type(case).objects.filter(pk=case.pk).update(registered_at=moment(SENT + DAY))


def test_a_status_that_its_events_do_not_say(office):
    entry = listed()
    assert violations() == []
    Certificate.objects.filter(pk=entry.pk).update(status="expired")
    assert broken("状态与事件记录不一致")


def test_a_listed_product_without_an_entry_and_an_entry_of_one_not_listed(walked):
    [item] = walked("list")
    entry = item.certificate
    Item.objects.filter(pk=item.pk).update(certificate=None)
    assert broken("已列入但没有目录条目")
    Item.objects.filter(pk=item.pk).update(certificate=entry)
    Outcome.objects.filter(item=item).update(kind="withdrawn")
    assert broken("有目录条目但没有列入")


def test_the_database_takes_no_second_live_entry_of_a_product(office):
    entry = listed()
    entry.pk, entry.number = None, "ZG360702-2020-999999"
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save()
