"""Change reports: registered, assessed, acted on at once, sent up within five working days."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from tests.support.listed import listed

from applications.models import Item
from demo.acts import agent, holder
from demo.local_days import declare
from demo.papers import pdf
from demo.timetables import moment
from exchange.contents import pieces
from exchange.services import export_catalog
from registry.models import User
from rules.refusal import Refused
from workflow import facts
from workflow.invariants import violations
from workflow.models import ChangeReport, Letter
from workflow.positions import open_change_task
from workflow.services import changes, clock, desk, findings, withdrawing
from workflow.services.overdue import overdue

pytestmark = pytest.mark.django_db

CLERK, REVIEWER = "fpb_clerk@fpb", "fpb_reviewer@fpb"
RECORDER, INVESTIGATOR = "upper_recorder@fpb", "complaint_officer@fpb"
WORDS = "经核查材料并走访，情况属实。"
MONDAY = date(2020, 6, 1)


@pytest.fixture
def held(office):
    """An entry in force since May 2020."""
    return listed()


@pytest.fixture
def report(held):
    """``report(**changes)``: the holder reports a higher price on Monday, June 1st."""

    def make(**changed):
        said = {
            "kinds": ["price"],
            "after": {"reference_price_fen": 4500},
            "text": "原料和包装成本上涨，价格相应调整。",
            "changed_on": date(2020, 5, 28),
            "by": agent(held.applicant_id),
            "at": moment(MONDAY),
            **changed,
        }
        return changes.report_change(held, **said)

    return make


@pytest.fixture
def step(user):
    """``step(change, until, decision="adjust")``: the office walks a report up to a step."""

    def walk(change, until, decision="adjust"):
        day = moment(MONDAY, 10)
        changes.register_change(change, is_accepted=True, by=user(CLERK), at=day)
        if until == "register":
            return fresh(change)
        act = {"decision": decision, "assessment": WORDS}
        changes.assess_change(change, by=user(REVIEWER), at=day + timedelta(hours=1), **act)
        if until == "assess":
            return fresh(change)
        send(change, user(CLERK))
        return fresh(change)

    return walk


def send(change, by):
    changes.send_up(
        change,
        report_no="章测扶办报〔2020〕40号",
        reported_up_on=date(2020, 6, 3),
        by=by,
        at=moment(date(2020, 6, 3)),
    )


def rule(change, by, ruling="remove", on=date(2020, 6, 20)):
    return changes.record_ruling(
        change, ruling=ruling, ruling_no="省测扶办字〔2020〕9号", ruled_on=on, by=by, at=moment(on)
    )


def fresh(change):
    return ChangeReport.objects.get(pk=change.pk)


def test_an_adjusted_entry_has_new_facts_a_new_event_and_goes_up(report, step, held):
    change = step(report(), "send")
    held.refresh_from_db()
    assert change.state_text == "已办结：调整目录"
    assert held.version.reference_price_fen == 4500
    event = held.events.last()
    assert (event.op, event.reason, event.status) == ("update", "change_report", "active")
    assert (change.before, change.after) == (
        {"reference_price_fen": 3000},
        {"reference_price_fen": 4500},
    )
    assert change.due_on == date(2020, 6, 8)
    assert Letter.objects.filter(item=held.item, kind="change").count() == 1
    assert violations() == []


def test_only_what_differs_is_a_change_and_every_reason_is_told(report, held, user):
    with pytest.raises(Refused) as refused:
        report(kinds=[], text="短", changed_on=date(2020, 6, 2), by=user(CLERK))
    assert {"kinds", "text", "changed_on", ""} <= set(refused.value.fields)
    with pytest.raises(Refused, match="与目录现有内容相同"):
        report(after={"reference_price_fen": 3000})
    with pytest.raises(Refused, match="带动人数不得少于带动户数"):
        report(kinds=["benefit"], after={"persons": 0})
    with pytest.raises(Refused) as unchanged:
        report(kinds=["stop", "price", "benefit"], after={"persons": held.version.persons})
    assert set(unchanged.value.fields) == {"reference_price_fen", "mechanisms"}
    assert report(kinds=["stop"], after={}).after == {}


def test_the_holders_particulars_change_only_here_and_in_all_its_entries(report, step, held):
    after = {"holder_name": "章贡区模拟更名有限公司（虚构）"}
    with pytest.raises(Refused, match="请上传变更登记通知书或者变更后的营业执照"):
        report(kinds=["registration"], after=after)
    change = report(kinds=["registration"], after=after, evidence=[("通知书.pdf", pdf("通知书"))])
    assert change.evidence.get().name == "通知书.pdf"
    assert held.applicant.name != after["holder_name"]
    step(change, "assess")
    held.applicant.refresh_from_db()
    assert held.applicant.name == after["holder_name"]
    batch = export_catalog(at=moment(date(2020, 6, 2)))
    assert after["holder_name"] in b"".join(pieces(batch, "data/catalog.json")).decode()


def test_a_holder_takes_its_report_back_until_the_office_has_registered_it(report, step, held):
    change = report()
    with pytest.raises(Refused, match="只有持证单位"):
        withdrawing.withdraw_change(
            change, by=agent(listed(serial=2).applicant_id), at=moment(MONDAY)
        )
    withdrawing.withdraw_change(change, by=agent(held.applicant_id), at=moment(MONDAY, 9, 30))
    change = fresh(change)
    assert (change.state_text, open_change_task(change)) == ("已撤回", None)
    assert not ChangeReport.objects.open().exists()
    with pytest.raises(Refused, match="已撤回"):
        withdrawing.withdraw_change(change, by=agent(held.applicant_id), at=moment(MONDAY, 10))
    with pytest.raises(Refused, match="已由他人办理"):
        step(change, "register")
    again = step(report(), "register")
    with pytest.raises(Refused, match="已办理登记，不能撤回"):
        withdrawing.withdraw_change(again, by=agent(held.applicant_id), at=moment(MONDAY, 11))
    assert violations() == []


def test_what_was_registered_cannot_be_withdrawn_in_the_database(report, step):
    change = step(report(), "register")
    row = ChangeReport.objects.filter(pk=change.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(
            withdrawn_at=moment(MONDAY, 12),
            withdrawn_by=change.reported_by,
            closed_at=moment(MONDAY, 12),
        )


def test_a_figure_that_moved_less_than_must_be_told_is_taken_and_marked_so(report):
    less = report(after={"reference_price_fen": 3500})
    assert facts.rows(less)[0][3] == "+16.7%（未达应当报告的幅度）"
    assert facts.rows(report(after={"reference_price_fen": 3600}))[0][3] == "+20.0%"
    other_unit = {"annual_output": "7", "output_unit": "公斤"}
    rows = facts.rows(report(kinds=["output_supply"], after=other_unit))
    assert [row[3] for row in rows] == ["", ""]


def test_a_renamed_product_stays_the_same_product(report, step, held):
    product = held.product
    step(report(kinds=["product"], after={"name": "示例脐橙甲"}), "assess")
    product.refresh_from_db()
    held.refresh_from_db()
    assert (product.name, held.product_id, held.version.name) == (
        "示例脐橙甲",
        product.pk,
        "示例脐橙甲",
    )


def test_a_report_that_is_no_change_is_rejected_with_reasons(report, user):
    change = report()
    with pytest.raises(Refused, match="理由"):
        changes.register_change(change, is_accepted=False, by=user(CLERK), at=moment(MONDAY))
    changes.register_change(
        change,
        is_accepted=False,
        reason="所报内容不属于变更事项",
        by=user(CLERK),
        at=moment(MONDAY),
    )
    assert fresh(change).state_text == "已办结：不予登记"
    assert "不属于变更事项" in Letter.objects.get(kind="change").text


def test_registering_assessing_and_recording_are_the_duties_of_different_people(
    report, step, user, held
):
    change = report()
    with pytest.raises(Refused, match="没有办理该环节的权限"):
        changes.register_change(change, is_accepted=True, by=user(REVIEWER), at=moment(MONDAY))
    change = step(change, "register")
    both = user(CLERK)
    reviewer = User.objects.get(username="reviewer")
    reviewer.memberships.update(user=both)
    with pytest.raises(Refused, match="不得登记又核查"):
        changes.assess_change(
            change,
            decision="record",
            assessment=WORDS,
            by=User.objects.get(pk=both.pk),
            at=moment(MONDAY, 11),
        )
    with pytest.raises(IntegrityError, match="change_assessor_is_another"), transaction.atomic():
        ChangeReport.objects.filter(pk=change.pk).update(
            assessed_by=both, assessed_at=moment(MONDAY), decision="record", assessment=WORDS
        )


def test_suspended_at_once_reported_and_removed_on_the_provinces_decision(report, step, held, user):
    change = step(report(kinds=["safety"], after={}), "assess", decision="remove")
    held.refresh_from_db()
    assert (held.status, held.events.last().reason) == ("suspended", "change_report")
    send(change, user(CLERK))
    assert fresh(change).state_text == "待省级决定"
    with pytest.raises(Refused, match="发文字号"):
        changes.record_ruling(
            fresh(change),
            ruling="remove",
            ruling_no="",
            ruled_on=date(2020, 6, 5),
            by=user(RECORDER),
            at=moment(date(2020, 6, 5)),
        )
    rule(fresh(change), user(RECORDER))
    held.refresh_from_db()
    last = held.events.last()
    assert (held.status, last.op, last.basis_doc_no) == (
        "removed",
        "remove",
        "省测扶办字〔2020〕9号",
    )
    batch = export_catalog(at=moment(date(2020, 6, 21)))
    assert '"op":"remove"' in b"".join(pieces(batch, "data/catalog.json")).decode()
    assert Letter.objects.filter(item=held.item, kind="removed").exists()


def test_an_entry_that_the_province_keeps_is_in_force_again(report, step, held, user):
    change = step(report(kinds=["safety"], after={}), "send", decision="remove")
    rule(change, user(RECORDER), ruling="keep")
    held.refresh_from_db()
    assert held.status == "active"
    assert "不予清理" in Letter.objects.get(kind="reinstated").text


def test_a_confirmed_finding_suspends_the_same_moment(held, user):
    finding = {
        "reason_code": "quality_safety",
        "text": "抽检不合格，已通知持证单位停止销售。",
        "found_on": MONDAY,
        "at": moment(MONDAY),
    }
    with pytest.raises(Refused, match="权限"):
        findings.confirm_finding(held, by=user(CLERK), **finding)
    [change] = findings.confirm_finding(held, by=user(INVESTIGATOR), **finding)
    held.refresh_from_db()
    assert (held.status, held.events.last().reason) == ("suspended", "quality_safety")
    assert open_change_task(change).flow_task.name == "report_upward"
    assert fresh(change).due_on == date(2020, 6, 8)
    send(fresh(change), user(CLERK))
    rule(fresh(change), user(RECORDER))
    held.refresh_from_db()
    assert held.events.last().reason == "quality_safety"


def test_the_clerks_are_reminded_once_and_then_it_is_on_the_overdue_list(report, step, held, user):
    clerk = user(CLERK)
    clerk.email = "clerk@example.com"
    clerk.save()
    change = step(report(), "assess")
    clock.tick(moment(date(2020, 6, 5)))
    assert fresh(change).reminded_at is None
    clock.tick(moment(date(2020, 6, 7), 9))
    clock.tick(moment(date(2020, 6, 7), 10))
    assert fresh(change).reminded_at is not None
    assert open_change_task(change).flow_task.name == "report_upward"
    assert overdue(moment(date(2020, 6, 8)))["changes"] == []
    assert overdue(moment(date(2020, 6, 9)))["changes"] == [change.number]
    send(change, clerk)
    assert overdue(moment(date(2020, 6, 9)))["changes"] == []
    assert violations() == []


def test_the_reminder_goes_out_by_mail_without_a_word_about_anybody(
    report, step, user, django_capture_on_commit_callbacks
):
    clerk = user(CLERK)
    clerk.email = "clerk@example.com"
    clerk.save()
    change = step(report(), "register")
    with django_capture_on_commit_callbacks(execute=True):
        clock.tick(moment(date(2020, 6, 7), 9))
    [sent] = mail.outbox
    assert (sent.to, change.number in sent.subject) == (["clerk@example.com"], True)


def test_a_waiting_report_is_in_the_inbox_and_is_claimed_and_put_back(report, user, held):
    from desk import queries

    change = report()
    [turn] = queries.queue(user(CLERK))
    assert (turn.item, turn.due_on) == (held.item, date(2020, 6, 3))
    desk.claim(turn.task, by=user(CLERK), at=moment(MONDAY, 10))
    assert open_change_task(change).owner == user(CLERK)
    desk.release(turn.task, by=user(CLERK), at=moment(MONDAY, 11))
    assert open_change_task(change).owner is None
    assert Item.objects.get(pk=held.item.pk).is_ended


def test_a_head_hands_a_waiting_report_to_a_colleague_although_its_product_is_listed(
    report, user, client
):
    change, clerk, head = report(), user(CLERK), user("manager@fpb")
    task = open_change_task(change)
    client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    said = {"tasks": task.pk, "do": "assign", "to": clerk.pk}
    told = client.post(reverse("desk:bulk"), said, follow=True).content.decode()
    assert "办理（1项）" in told
    assert open_change_task(change).owner == clerk


def test_the_flow_draws_itself_in_chinese(capsys):
    call_command("flow_bpmn", "change_report")
    drawn = capsys.readouterr().out
    assert "变更情况上报" in drawn
    assert "boundaryEvent" in drawn


def test_a_holiday_declared_meanwhile_postpones_the_report_and_its_reminder(report, step):
    change = step(report(), "assess")
    assert change.due_on == date(2020, 6, 8)
    at = moment(MONDAY, 12)
    declare(date(2020, 6, 4), date(2020, 6, 5), at=at)
    clock.tick(at + timedelta(minutes=1))
    assert fresh(change).due_on == date(2020, 6, 10)
    turn = open_change_task(change, "report_upward").turn
    assert turn.due_on == date(2020, 6, 10)
    clock.tick(moment(date(2020, 6, 8), 9))
    assert fresh(change).reminded_at is None
    clock.tick(moment(date(2020, 6, 9), 9))
    assert fresh(change).reminded_at is not None


@pytest.fixture
def raised(report, held, user):
    """More households reported than the station verified, taken down by the office."""
    claim = {"households": held.version.households + 40, "persons": held.version.persons + 120}
    change = report(kinds=["benefit"], after=claim, text="今年新带动一批农户，户数人数均有增加。")
    changes.register_change(change, is_accepted=True, by=user(CLERK), at=moment(MONDAY, 10))
    return fresh(change)


def station_of(change):
    return holder(open_change_task(change).owner_permission)


def test_figures_reported_as_higher_go_to_the_station_before_the_office_decides(raised, held, user):
    claim = dict(raised.after)
    at = moment(MONDAY, 11)
    assert open_change_task(raised).flow_task.name == "check_figures"
    assert raised.state_text == "待工作站核实"
    with pytest.raises(Refused, match="尚未到达"):
        changes.assess_change(raised, decision="adjust", assessment=WORDS, by=user(REVIEWER), at=at)
    station = station_of(raised)
    with pytest.raises(Refused) as refused:
        changes.check_figures(raised, figures={}, text="短", by=station, at=at)
    assert set(refused.value.fields) == {"households", "persons", "text"}
    verified = {"households": held.version.households + 1, "persons": held.version.persons + 2}
    crooked = {"households": verified["persons"] + 9, "persons": verified["persons"]}
    with pytest.raises(Refused, match="人数"):
        changes.check_figures(raised, figures=crooked, text=WORDS, by=station, at=at)
    changes.check_figures(raised, figures=verified, text=WORDS, by=station, at=at)
    changes.assess_change(
        fresh(raised), decision="adjust", assessment=WORDS, by=user(REVIEWER), at=at
    )
    held.refresh_from_db()
    assert (held.version.households, held.version.persons) == (
        verified["households"],
        verified["persons"],
    )
    assert fresh(raised).after == claim, "the claim stays on the report"
    assert violations() == []


def test_figures_reported_as_lower_need_no_station(report, held, user):
    after = {"households": held.version.households - 1}
    change = report(kinds=["benefit"], after=after, text="有农户外出务工，带动户数减少。")
    changes.register_change(change, is_accepted=True, by=user(CLERK), at=moment(MONDAY, 10))
    assert open_change_task(change).flow_task.name == "assess_change"


def test_the_station_finds_the_raised_figures_at_its_own_door(raised, client, held):
    with time_machine.travel(moment(MONDAY, 12), tick=False):
        client.force_login(station_of(raised), backend="django.contrib.auth.backends.ModelBackend")
        url = reverse("desk:change", args=[raised.pk])
        html = client.get(url).content.decode()
        assert "核实户数" in html
        assert "核实户均年增收" not in html, "only what the report changes is asked for"
        answer = {
            "step": "check_figures",
            "households": held.version.households,
            "persons": held.version.persons,
            "text": WORDS,
        }
        assert client.post(url, answer).status_code == 302
        page_html = client.get(url).content.decode()
    assert f"申报{held.version.households + 40}" in page_html
    assert f"核实{held.version.households}" in page_html
