"""The dishonesty register: told first, heard, decided by another, ended by repair or by time."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.support.dishonest import (
    BECAUSE,
    CLERK,
    COMPLAINT_OFFICER,
    HEAD,
    noticed,
    proposed,
)

from demo import fiction
from demo.acts import agent, holder
from demo.local_days import declare
from demo.papers import pdf
from demo.preparing import submit
from demo.timetables import moment
from records.models import AuditEvent
from registry.models import DishonestyEntry, LocalOverride, Membership, RuleSet, Tie, User
from rules.refusal import Refused
from workflow.invariants import violations
from workflow.services import clock, dishonesty, listing
from workflow.services.dishonesty import open_task
from workflow.services.overdue import overdue

pytestmark = pytest.mark.django_db

MONDAY = date(2020, 6, 1)
DEFENCE = "成效证明由村委会出具，并非伪造，现附原件。"


@pytest.fixture
def unit(office):
    """A unit that has no entry in the catalogue and never applied."""
    return fiction.applicant(3)


@pytest.fixture
def decided(unit):
    """``decided(months)``: entered on the first working day after the defence."""

    def make(months=12, unit=unit):
        entry = noticed(unit, at=moment(MONDAY))
        clock.tick(entry.defence_ends_at + timedelta(minutes=1))
        return dishonesty.decide(
            fresh(entry),
            is_registered=True,
            months=months,
            because=BECAUSE,
            by=holder(HEAD),
            at=moment(date(2020, 6, 9)),
        )

    return make


def fresh(entry):
    return DishonestyEntry.objects.get(pk=entry.pk)


def reasons(act, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return str(refused.value)


def decide(entry, at, **more):
    given = {"is_registered": True, "months": 12, "because": BECAUSE, "by": holder(HEAD), **more}
    return dishonesty.decide(entry, at=at, **given)


def list_now(item, at):
    return listing.list_item(
        item, listed_on=at.date(), evidence="全国公示期满无异议", by=holder(CLERK), at=at
    )


def test_a_unit_is_told_and_has_five_working_days_before_anybody_decides(unit, mailoutbox):
    User.objects.filter(applicant=unit).update(email="unit@example.com")
    entry = proposed(unit, at=moment(MONDAY), evidence=[("a.pdf", pdf("证据"))])
    assert entry.evidence.get().kind == "evidence"
    entry = dishonesty.send_notice(entry, by=holder(CLERK), at=moment(MONDAY, 15))
    assert entry.answer_until == date(2020, 6, 8)
    letter = entry.letters.get()
    assert "2020年6月8日" in letter.text
    assert entry.facts in letter.text
    assert "告知书" in mailoutbox[-1].subject
    assert entry.facts not in mailoutbox[-1].body
    assert "尚未到达" in reasons(decide, entry, moment(date(2020, 6, 8), 17))
    clock.tick(moment(date(2020, 6, 8), 23))
    assert open_task(entry, "decide") is None
    clock.tick(entry.defence_ends_at)
    assert open_task(fresh(entry), "decide")
    entry = decide(fresh(entry), moment(date(2020, 6, 9)))
    assert (entry.effective_from, entry.effective_until) == (date(2020, 6, 9), date(2021, 6, 9))
    assert violations() == []


def test_a_decision_is_too_early_even_where_the_clock_of_the_flow_went_wrong(unit):
    entry = noticed(unit, at=moment(MONDAY))
    clock.tick(entry.defence_ends_at)
    early = entry.defence_ends_at - timedelta(hours=1)
    assert "期限未满" in reasons(decide, fresh(entry), early)


def test_a_holiday_in_the_time_for_defence_is_not_counted(unit):
    officers = list(User.objects.filter(applicant=None)[:2])
    for day in (2, 3):
        LocalOverride.objects.create(
            first_day=date(2020, 6, day),
            last_day=date(2020, 6, day),
            is_working_day=False,
            checked_at=moment(MONDAY),
            basis="章测府办〔2020〕1号",
            entered_by=officers[0],
            checked_by=officers[1],
        )
    entry = noticed(unit, at=moment(MONDAY))
    assert entry.answer_until == date(2020, 6, 10)


def test_a_holiday_declared_meanwhile_makes_the_time_for_defence_longer(unit):
    entry = noticed(unit, at=moment(MONDAY))
    before = entry.defence_ends_at
    at = moment(MONDAY) + timedelta(hours=1)
    declare(date(2020, 6, 3), date(2020, 6, 4), at=at)
    clock.tick(at + timedelta(minutes=1))
    clock.tick(at + timedelta(minutes=20))
    assert fresh(entry).answer_until == date(2020, 6, 10)
    [letter] = entry.letters.filter(kind="extended")
    assert "延长至2020年6月10日（含当日）" in letter.text
    clock.tick(before + timedelta(minutes=1))
    assert open_task(fresh(entry), "decide") is None, "the old end decides nothing"
    clock.tick(fresh(entry).defence_ends_at)
    assert open_task(fresh(entry), "decide")
    assert violations() == []


def test_no_rule_set_makes_the_time_shorter(office):
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleSet.objects.update(defence_days=4)


def test_the_unit_answers_once_in_time_with_files_and_nobody_else_does(unit):
    entry = noticed(unit, at=moment(MONDAY))
    other = agent(fiction.applicant(4).pk)
    day = moment(date(2020, 6, 3))
    assert "只有被告知的单位" in reasons(dishonesty.defend, entry, text=DEFENCE, by=other, at=day)
    by = agent(unit.pk)
    files = [("原件.pdf", pdf("原件"))]
    answered = dishonesty.defend(entry, text=DEFENCE, by=by, at=day, evidence=files)
    assert answered.defence == DEFENCE
    assert answered.evidence.get().kind == "defence"
    assert open_task(entry, "decide") is None, "an early answer does not shorten the time"
    assert "已经提交" in reasons(dishonesty.defend, entry, text=DEFENCE, by=by, at=day)


def test_after_the_last_day_nobody_answers(unit):
    entry = noticed(unit, at=moment(MONDAY))
    late = entry.defence_ends_at
    by = agent(unit.pk)
    assert "期限已过" in reasons(dishonesty.defend, entry, text=DEFENCE, by=by, at=late)


def test_who_proposed_does_not_decide(unit):
    """R67: one person with two duties is still one person."""
    both = holder(COMPLAINT_OFFICER)
    head = Membership.objects.filter(role="manager").first()
    Membership.objects.create(
        user=both, role="manager", organisation=head.organisation, valid_from=head.valid_from
    )
    entry = noticed(unit, at=moment(MONDAY))
    clock.tick(entry.defence_ends_at)
    told = reasons(decide, fresh(entry), moment(date(2020, 6, 9)), by=User.objects.get(pk=both.pk))
    assert "同一人不得提出又决定" in told
    with pytest.raises(IntegrityError), transaction.atomic():
        DishonestyEntry.objects.update(decided_by=both)


def test_only_the_duties_that_are_named_take_a_step(unit):
    clerk, officer = holder(CLERK), holder(COMPLAINT_OFFICER)
    assert "没有提出" in reasons(proposed, unit, at=moment(MONDAY), by=CLERK)
    entry = proposed(unit, at=moment(MONDAY))
    assert "没有办理" in reasons(dishonesty.send_notice, entry, by=officer, at=moment(MONDAY, 11))
    entry = dishonesty.send_notice(entry, by=clerk, at=moment(MONDAY, 11))
    clock.tick(entry.defence_ends_at)
    day = moment(date(2020, 6, 9))
    assert "没有办理" in reasons(decide, fresh(entry), day, by=clerk)
    withdraw = {"because": "重新核查后事实不清。", "at": day}
    assert "没有决定" in reasons(dishonesty.withdraw, entry, by=clerk, **withdraw)


def test_who_is_tied_to_the_unit_has_no_part_in_it(unit):
    for duty in (COMPLAINT_OFFICER, CLERK):
        Tie.objects.create(
            user=holder(duty), applicant=unit, kind="kin", declared_at=moment(MONDAY, 8)
        )
    assert "应当回避" in reasons(proposed, unit, at=moment(MONDAY))
    entry = proposed(unit, at=moment(MONDAY), by="fpb_reviewer@fpb")
    clerk = holder(CLERK)
    assert "应当回避" in reasons(dishonesty.send_notice, entry, by=clerk, at=moment(MONDAY, 11))


def test_no_term_is_longer_than_three_years(unit):
    entry = noticed(unit, at=moment(MONDAY))
    clock.tick(entry.defence_ends_at)
    day = moment(date(2020, 6, 9))
    for months in (37, 0, None):
        assert "1至36个月" in reasons(decide, fresh(entry), day, months=months)
    entry = decide(fresh(entry), day, months=36)
    assert entry.effective_until == date(2023, 6, 9)
    with pytest.raises(IntegrityError), transaction.atomic():
        DishonestyEntry.objects.update(effective_until=date(2023, 6, 12))


def test_the_database_takes_no_entry_that_was_not_noticed_heard_and_decided(unit):
    entry = proposed(unit, at=moment(MONDAY))
    rows = DishonestyEntry.objects.filter(pk=entry.pk)
    whole = {
        "state": "effective",
        "noticed_at": moment(MONDAY),
        "noticed_by": holder(CLERK),
        "defence_ends_at": moment(date(2020, 6, 9)),
        "decided_at": moment(date(2020, 6, 10)),
        "decided_by": holder(HEAD),
        "effective_from": date(2020, 6, 10),
        "effective_until": date(2021, 6, 10),
    }
    wrong = [
        {"noticed_at": None, "noticed_by": None, "defence_ends_at": None},
        {"decided_by": None},
        {"effective_until": None},
        {"decided_at": moment(date(2020, 6, 8))},
        {"effective_until": date(2020, 6, 1)},
    ]
    for one in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**{**whole, **one})
    rows.update(**whole)


def test_a_second_click_changes_nothing(unit):
    entry = noticed(unit, at=moment(MONDAY))
    clerk, later = holder(CLERK), moment(MONDAY, 16)
    assert "已由他人办理" in reasons(dishonesty.send_notice, entry, by=clerk, at=later)
    assert "已有办理中的失信登记" in reasons(proposed, unit, at=later)
    clock.tick(entry.defence_ends_at)
    day = moment(date(2020, 6, 9))
    decide(fresh(entry), day)
    assert "已由他人办理" in reasons(decide, entry, day)
    assert entry.letters.count() == 2
    assert DishonestyEntry.objects.count() == 1


def test_a_proposal_that_the_head_drops_ends_and_the_unit_is_told(unit):
    entry = noticed(unit, at=moment(MONDAY))
    clock.tick(entry.defence_ends_at)
    entry = decide(fresh(entry), moment(date(2020, 6, 9)), is_registered=False, months=None)
    assert entry.state == "withdrawn"
    assert entry.letters.filter(kind="withdrawn").exists()
    assert violations() == []


@pytest.mark.parametrize("until", ["proposed", "noticed", "heard", "in force"])
def test_the_head_withdraws_it_at_whatever_step(unit, until, decided):
    if until == "in force":
        entry = decided()
    else:
        entry = (
            proposed(unit, at=moment(MONDAY))
            if until == "proposed"
            else noticed(unit, at=moment(MONDAY))
        )
    if until == "heard":
        clock.tick(entry.defence_ends_at)
    at = moment(date(2020, 6, 10))
    because = "重新核查后事实不清，予以撤销。"
    entry = dishonesty.withdraw(entry, because=because, by=holder(HEAD), at=at)
    assert entry.state == "withdrawn"
    assert entry.letters.filter(kind="withdrawn").exists() == (until != "proposed")
    assert fresh(entry).process.finished is not None
    again = {"because": because, "by": holder(HEAD), "at": at}
    assert "不能撤销" in reasons(dishonesty.withdraw, entry, **again)
    clock.tick(moment(date(2022, 1, 3)))
    assert fresh(entry).state == "withdrawn"
    assert violations() == []


def test_it_lapses_on_the_day_and_not_before(decided, unit):
    entry = decided(months=1)
    assert entry.effective_until == date(2020, 7, 9)
    clock.tick(moment(date(2020, 7, 9), 23))
    assert fresh(entry).state == "effective"
    clock.tick(moment(date(2020, 7, 10), 1))
    entry = fresh(entry)
    assert entry.state == "lapsed"
    assert entry.letters.filter(kind="lapsed").exists()
    assert AuditEvent.objects.filter(action="workflow.dishonesty.lapse").exists()
    assert violations() == []


def test_while_in_force_the_unit_does_not_submit_and_after_it_does(draft, decided):
    application = draft(serial=3)
    entry = decided(months=1, unit=application.applicant)
    by = agent(application.applicant_id)
    day = moment(date(2020, 6, 10))
    assert "失信登记" in reasons(submit, application, by=by, at=day)
    assert submit(application, by=by, at=moment(entry.effective_until + timedelta(days=1))).number


def test_a_repair_that_is_granted_ends_it_at_once_and_one_that_is_not_does_not(decided, unit):
    entry = decided()
    by, head, at = agent(unit.pk), holder(HEAD), moment(date(2020, 8, 3))
    text = "已按要求整改，并重新提交成效证明。"
    assert "没有待决定" in reasons(
        dishonesty.answer_repair, entry, is_accepted=True, because=BECAUSE, by=head, at=at
    )
    stranger = agent(fiction.applicant(4).pk)
    assert "只有被登记的单位" in reasons(
        dishonesty.apply_for_repair, entry, text=text, by=stranger, at=at
    )
    dishonesty.apply_for_repair(
        entry, text=text, by=by, at=at, evidence=[("整改.pdf", pdf("整改"))]
    )
    assert "请等待决定" in reasons(dishonesty.apply_for_repair, entry, text=text, by=by, at=at)
    no = "整改材料不完整，尚不能证明已消除影响。"
    entry = dishonesty.answer_repair(entry, is_accepted=False, because=no, by=head, at=at)
    assert entry.state == "effective"
    assert no in entry.letters.first().text
    dishonesty.apply_for_repair(entry, text=text, by=by, at=at + timedelta(days=30))
    later = at + timedelta(days=31)
    yes = "整改到位，影响已经消除，准予修复。"
    entry = dishonesty.answer_repair(entry, is_accepted=True, because=yes, by=head, at=later)
    assert entry.state == "repaired"
    assert not DishonestyEntry.objects.in_force(later.date()).exists()
    clock.tick(moment(date(2021, 6, 11)))
    assert fresh(entry).state == "repaired"
    assert violations() == []


def test_an_application_under_way_is_not_listed_until_the_unit_is_out_again(walked, decided):
    item = walked("national", serial=3)[0]
    entry = decided(unit=item.application.applicant)
    day = date(2020, 6, 10)
    assert entry.number in reasons(list_now, item, moment(day))
    because = "重新核查后事实不清，予以撤销。"
    dishonesty.withdraw(entry, because=because, by=holder(HEAD), at=moment(day, 11))
    assert list_now(item, moment(day, 12)).number


def test_what_a_complaint_proposed_is_let_into_the_flow_by_the_clock(unit):
    from registry import dishonesty as register

    entry = register.propose(
        unit,
        cause="misuse_of_name",
        facts="冒用扶贫产品名义销售，情况属实。",
        basis="投诉举报 TS202000001",
        source="投诉举报 TS202000001",
        by=holder(COMPLAINT_OFFICER),
        at=moment(MONDAY),
    )
    assert open_task(entry, "send_notice") is None
    clock.tick(moment(MONDAY, 11))
    clock.tick(moment(MONDAY, 12))
    assert open_task(entry, "send_notice").process.pk == entry.process.pk


def test_a_step_that_the_office_lets_lie_is_told(unit):
    entry = proposed(unit, at=moment(MONDAY))
    assert overdue(moment(date(2020, 6, 8)))["dishonesty"] == []
    assert overdue(moment(date(2020, 6, 9)))["dishonesty"] == [entry.number]
    assert list(dishonesty.waiting_for(holder(CLERK))) == [entry]
    assert list(dishonesty.waiting_for(holder(HEAD))) == []
    entry = dishonesty.send_notice(entry, by=holder(CLERK), at=moment(date(2020, 6, 9)))
    assert list(dishonesty.waiting_for(holder(CLERK))) == []
    clock.tick(entry.defence_ends_at)
    assert list(dishonesty.waiting_for(User.objects.get(pk=holder(HEAD).pk))) == [entry]


def test_the_unit_s_first_look_at_a_letter_is_kept(unit):
    entry = noticed(unit, at=moment(MONDAY))
    stranger, by = agent(fiction.applicant(4).pk), agent(unit.pk)
    dishonesty.read_letters(entry, by=stranger, at=moment(MONDAY, 12))
    assert entry.letters.get().read_at is None
    dishonesty.read_letters(entry, by=by, at=moment(MONDAY, 13))
    dishonesty.read_letters(entry, by=by, at=moment(MONDAY, 14))
    assert entry.letters.get().read_at == moment(MONDAY, 13)
