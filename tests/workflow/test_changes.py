"""Change reports: registered, assessed, acted on at once, sent up within five working days."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.support.change_reports import (
    CLERK,
    INVESTIGATOR,
    MONDAY,
    RECORDER,
    REVIEWER,
    WORDS,
    fresh,
    rule,
    send,
)
from tests.support.listed import listed

from demo.acts import agent
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
from workflow.services import changes, findings, withdrawing

pytestmark = pytest.mark.django_db


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
