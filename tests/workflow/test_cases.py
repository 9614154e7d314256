"""Cases: the one road to suspend, resume and remove an entry, whoever proposed it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.support.listed import listed
from tests.support.stored import stored

from catalog.services import remove
from demo.timetables import moment
from registry.models import User
from rules.refusal import Refused
from workflow.invariants import violations
from workflow.models import ChangeReport
from workflow.positions import open_change_task
from workflow.services import case_notes, changes, findings, publications

from .cases import (
    CLERK,
    FINDING,
    INVESTIGATOR,
    MENDED,
    MONDAY,
    RECORDER,
    REVIEWER,
    RULED,
    SENT,
    case,
    entry,
    fresh,
    recheck,
    rule,
)

pytestmark = pytest.mark.django_db
__all__ = ["case", "entry"]


def with_role(person, other):
    """``person`` with the duties of ``other`` as well."""
    for each in other.memberships.all():
        each.pk, each.user = None, person
        each.save()
    return User.objects.get(pk=person.pk)


# The province's decision


def test_neither_who_found_it_nor_who_sent_it_records_the_ruling(case, user):
    """F9: three roles in one hand are not three people."""
    change, recorder = case(), user(RECORDER)
    finder = with_role(user(INVESTIGATOR), recorder)
    with pytest.raises(Refused, match="同一人不得查实又登记省级决定"):
        rule(change, finder)
    clerk = with_role(user(CLERK), recorder)
    with pytest.raises(Refused, match="同一人不得上报又登记省级决定"):
        rule(change, clerk)
    for one in (finder, clerk):
        with pytest.raises(IntegrityError), transaction.atomic():
            ChangeReport.objects.filter(pk=change.pk).update(
                recorded_by=one,
                recorded_at=moment(RULED),
                ruled_on=RULED,
                ruling="keep",
                ruling_no="x",
            )


@pytest.mark.parametrize("number", ["随便写的", "待补", "", "省测扶办字2020年9号"])
def test_no_words_but_a_document_number_remove_an_entry(case, entry, user, number):
    """F1: what the exchange format cannot carry never becomes an event."""
    change = case()
    with pytest.raises(Refused) as refused:
        rule(change, user(RECORDER), ruling_no=number)
    assert "ruling_no" in refused.value.fields
    assert fresh(entry).status == "suspended"


def test_a_ruling_without_its_day_is_refused(case, user):
    with pytest.raises(Refused, match="决定日期"):
        changes.record_ruling(
            case(),
            ruling="remove",
            ruling_no="省测扶办字〔2020〕9号",
            ruled_on=None,
            by=user(RECORDER),
            at=moment(RULED),
        )


def test_the_number_of_a_removal_is_written_one_way(case, entry, user):
    rule(case(), user(RECORDER), ruling_no=" 省测扶办字[2020]9号 ")
    assert entry.events.last().basis_doc_no == "省测扶办字〔2020〕9号"
    assert violations() == []


@pytest.mark.parametrize("number", ["待补", "", "省测扶办字2020年9号"])
def test_the_catalogue_itself_takes_no_removal_without_a_document_number(entry, number):
    with pytest.raises(Refused, match="省级决定文号"):
        remove(
            entry,
            by=None,
            at=moment(RULED),
            because="虚构",
            reason="quality_safety",
            basis_doc_no=number,
        )
    assert fresh(entry).status == "active"


def test_nothing_went_up_before_it_was_registered(entry, user):
    """F4: a wrong year in the date of the report is refused."""
    [change] = findings.confirm_finding(entry, by=user(INVESTIGATOR), at=moment(MONDAY), **FINDING)
    with pytest.raises(Refused, match="不得早于登记日期2020-06-01"):
        changes.send_up(
            change,
            report_no="章测扶办报〔2020〕40号",
            reported_up_on=date(2019, 6, 3),
            by=user(CLERK),
            at=moment(SENT),
        )


# Scope (A24)


def test_an_unlawful_act_of_the_holder_takes_out_all_its_entries(entry, user):
    second, stranger = listed(row=1), listed(serial=2)
    cases = findings.confirm_finding(
        entry, by=user(INVESTIGATOR), at=moment(MONDAY), **{**FINDING, "reason_code": "illegal_act"}
    )
    assert [each.certificate for each in cases] == [entry, second]
    assert [fresh(each).status for each in (entry, second, stranger)] == [
        "suspended",
        "suspended",
        "active",
    ]
    assert second.item.letters.filter(kind="suspended").exists()


@pytest.mark.parametrize("cause", ["quality_safety", "no_longer_qualified", "complaint_upheld"])
def test_any_other_cause_takes_out_the_entry_alone(entry, user, cause):
    second = listed(row=1)
    findings.confirm_finding(
        entry, by=user(INVESTIGATOR), at=moment(MONDAY), **{**FINDING, "reason_code": cause}
    )
    assert [fresh(entry).status, fresh(second).status] == ["suspended", "active"]


def test_a_superior_office_is_named_by_its_document_and_the_media_by_their_report(entry, user):
    who = {"by": user(INVESTIGATOR), "at": moment(MONDAY)}
    for origin, basis in (("superior", "电话通知"), ("media", ""), ("holder", "")):
        with pytest.raises(Refused):
            findings.confirm_finding(entry, origin=origin, basis=basis, **FINDING, **who)
    [change] = findings.confirm_finding(
        entry, origin="superior", basis="省测扶办字[2020]7号", **FINDING, **who
    )
    assert change.basis == entry.events.last().basis_doc_no == "省测扶办字〔2020〕7号"


# A second finding, an expired entry


def test_a_second_finding_is_refused_and_named_its_case(case, entry, user):
    change = case()
    with pytest.raises(Refused, match=f"案件{change}"):
        findings.confirm_finding(entry, by=user(INVESTIGATOR), at=moment(RULED), **FINDING)
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeReport.objects.create(
            number="ZGBG-2020-999999",
            certificate=entry,
            decision="remove",
            text="x",
            changed_on=MONDAY,
            reported_at=moment(MONDAY),
            reported_by=user(INVESTIGATOR),
        )


def test_an_expired_entry_is_not_suspended_but_can_be_removed(entry, user):
    late = date(2021, 6, 1)
    who = {"by": user(INVESTIGATOR), "at": moment(late)}
    finding = {**FINDING, "found_on": date(2021, 5, 10)}
    with pytest.raises(Refused, match="只能报请清理"):
        findings.confirm_finding(entry, asks_removal=False, **finding, **who)
    [change] = findings.confirm_finding(entry, **finding, **who)
    assert "证书已到期" in entry.item.letters.get(kind="suspended").text
    number = "章测扶办报〔2021〕40号"
    changes.send_up(change, report_no=number, reported_up_on=late, by=user(CLERK), at=moment(late))
    changes.record_ruling(
        change,
        ruling="remove",
        ruling_no="省测扶办字〔2021〕9号",
        ruled_on=late,
        by=user(RECORDER),
        at=moment(late),
    )
    assert fresh(entry).status == "removed"
    with pytest.raises(Refused, match="已清理"):
        findings.confirm_finding(entry, **finding, **who)


# Resuming after a re-check


def test_what_was_only_suspended_waits_for_another_to_re_check_it(case, entry, user):
    """F2: every suspension has a way back, with a letter, and never by who found it."""
    change = case(asks_removal=False)
    assert change.state_text == "待复核整改"
    assert open_change_task(change).flow_task.name == "recheck"
    assert "经复核后恢复" in entry.item.letters.get(kind="suspended").text
    with pytest.raises(Refused, match="没有办理该环节的权限"):
        recheck(change, user(CLERK))
    finder = with_role(user(INVESTIGATOR), user(REVIEWER))
    with pytest.raises(Refused, match="应由他人复核"):
        recheck(change, finder)
    other = user(REVIEWER)
    with pytest.raises(Refused) as refused:
        recheck(change, other, conclusion="", text="短", rechecked_on=date(2020, 6, 2))
    assert set(refused.value.fields) == {"conclusion", "text", "rechecked_on"}
    recheck(change, other)
    last = fresh(entry).events.last()
    assert (last.op, last.status, fresh(change).state_text) == (
        "resume",
        "active",
        "已办结：整改到位，恢复",
    )
    assert "已经复核" in entry.item.letters.get(kind="reinstated").text
    with pytest.raises(Refused):
        recheck(change, other)
    assert violations() == []


def test_what_was_not_mended_stays_suspended_and_goes_up_as_a_case_of_its_own(case, entry, user):
    change = case(asks_removal=False)
    removal = recheck(change, user(REVIEWER), conclusion="remove")
    assert (fresh(change).closed_at is None, removal.basis) == (False, change.number)
    assert (fresh(entry).status, removal.state_text) == ("suspended", "待上报")
    assert removal.due_on > MENDED["rechecked_on"]
    assert "继续暂停" in entry.item.letters.filter(kind="suspended").first().text
    send_later = date(2020, 6, 11)
    changes.send_up(
        removal,
        report_no="章测扶办报〔2020〕60号",
        reported_up_on=send_later,
        by=user(CLERK),
        at=moment(send_later),
    )
    rule(removal, user(RECORDER))
    assert fresh(entry).status == "removed"
    assert violations() == []


def test_an_entry_that_ran_out_while_suspended_is_not_in_force_again(case, entry, user):
    change = case(asks_removal=False)
    late = entry.valid_until + timedelta(days=3)
    case_notes.recheck(
        change,
        conclusion="resume",
        text=MENDED["text"],
        rechecked_on=late,
        by=user(REVIEWER),
        at=moment(late),
    )
    assert fresh(entry).status == "suspended"
    assert fresh(entry).events.last().op == "suspend"
    assert "已到期，不再恢复" in entry.item.letters.get(kind="reinstated").text


# Handing over (R23), publishing a removal (R71)


def test_a_case_is_handed_to_an_authority_with_receiver_number_and_day(case, user):
    change, officer = case(), user(INVESTIGATOR)
    who = {"by": officer, "at": moment(SENT)}
    wrong = {"receiver": "局", "document_no": "一", "sent_on": date(2020, 5, 1)}
    with pytest.raises(Refused) as refused:
        case_notes.transfer_case(change, **wrong, **who)
    assert set(refused.value.fields) == {"receiver", "document_no", "sent_on"}
    right = {"receiver": "区市场监督管理局", "document_no": "章测移[2020]1号", "sent_on": SENT}
    with pytest.raises(Refused, match="权限"):
        case_notes.transfer_case(change, **right, by=user(CLERK), at=moment(SENT))
    transfer = case_notes.transfer_case(change, **right, **who)
    assert f"{transfer}" == "章测移〔2020〕1号 区市场监督管理局"
    with pytest.raises(Refused, match="已登记"):
        case_notes.transfer_case(change, **right, **who)


def test_the_national_publication_of_a_removal_is_recorded_once_it_is_removed(case, user):
    change, recorder = case(), user(RECORDER)
    words = {
        "address": "https://example.com/1",
        "last_day": None,
        "evidence": stored(moment(RULED)),
        "by": recorder,
        "at": moment(RULED),
    }
    entry = change.certificate
    with pytest.raises(Refused, match="没有清理"):
        publications.record_publication(entry, "removal", first_day=RULED, **words)
    rule(change, recorder)
    with pytest.raises(Refused, match="不得早于"):
        publications.record_publication(entry, "removal", first_day=SENT, **words)
    publications.record_publication(entry, "removal", first_day=RULED, **words)
    assert entry.publications.get().first_day == RULED


# Nothing passes an open case by
