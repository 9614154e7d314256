"""Nothing is listed, renewed, left or ended past an open case (F6)."""

import pytest
from tests.conftest import schedule
from tests.support.listed import listed

from applications.services import drafts
from applications.services.discarding import discard_draft
from catalog.services import leave
from demo.acts import agent, perform
from demo.preparing import submit
from demo.timetables import moment
from demo.walking import end_windows, walk
from registry import unit_accounts
from registry.models import User
from rules.refusal import Refused
from supervision.models import CaseProposal, Complaint
from supervision.services import complaints
from workflow.invariants import violations
from workflow.services import case_notes, changes, findings

from .cases import CLERK, FINDING, INVESTIGATOR, MENDED, REVIEWER, RULED, SENT, case, entry, fresh

pytestmark = pytest.mark.django_db
__all__ = ["case", "entry"]


def walked_to_listing(entry):
    """The renewal of ``entry``, passed by all and waiting to be listed."""
    by, at = agent(entry.applicant_id), moment(entry.renewal_opens_on)
    draft = drafts.start(entry.applicant, by=by, at=at, renewal_of=[entry])
    days = schedule(entry.renewal_opens_on)
    [item] = walk(list(draft.items.all()), days, until="national")
    end_windows([item])
    return item, days["list"]


def confirm_on(entry, day, by, **finding):
    words = {**FINDING, "found_on": day, **finding}
    [change, *_] = findings.confirm_finding(entry, by=by, at=moment(day), **words)
    return change


def test_a_suspension_is_not_laundered_by_a_renewal(entry, user):
    """F6: the renewal waits for the case, and the ruling meets the entry that it is about."""
    item, day = walked_to_listing(entry)
    change = confirm_on(entry, day, user(INVESTIGATOR), asks_removal=False)
    with pytest.raises(Refused, match=f"案件{change}在办理"):
        perform(item, "list_item", at=moment(day, 16))
    assert fresh(entry).status == "suspended"
    number = "章测扶办报〔2021〕40号"
    changes.send_up(
        change, report_no=number, reported_up_on=day, by=user(CLERK), at=moment(day, 17)
    )
    case_notes.recheck(
        change,
        conclusion="resume",
        text=MENDED["text"],
        rechecked_on=day,
        by=user(REVIEWER),
        at=moment(day, 18),
    )
    perform(item, "list_item", at=moment(day, 19))
    assert fresh(item).certificate.renewal_of == entry
    assert violations() == []


@pytest.fixture
def complained(entry):
    """``(renewal, its day, complaint)``: about the entry whose renewal may be listed."""
    item, day = walked_to_listing(entry)
    complaint = complaints.receive(
        source="visit",
        certificate=entry,
        subject_kind="product",
        about_text="示例产品",
        category="quality",
        content="买到的产品有腐坏，销售点不处理。",
        at=moment(day, 10),
    )
    return item, day, complaint


def uphold_by_the_bureau(complaint, by, at):
    """Decided so that a proposal waits for the office: the bureau suspends nothing by itself."""
    unit = by.memberships.get().organisation
    complaint = complaints.accept(complaint, unit=unit, handler=by, by=by, at=at)
    complaint = complaints.investigate(complaint, by=by, at=at)
    complaints.decide(
        complaint,
        findings="经核查，产品确有腐坏，情况属实。",
        action="suspend",
        cause="quality_safety",
        public_summary="经核查属实，要求整改。",
        by=by,
        at=at,
    )
    return CaseProposal.objects.waiting().get()


def test_a_complaint_about_the_entry_holds_its_renewal_too(complained, entry, user):
    """F6 by another road: decided after the renewal, it would meet an entry that has ended."""
    item, day, complaint = complained
    with pytest.raises(Refused, match=f"{complaint.number}尚未处理完毕"):
        perform(item, "list_item", at=moment(day, 11))
    proposal = uphold_by_the_bureau(complaint, user("agri_reviewer@nyncj"), moment(day, 12))
    with pytest.raises(Refused, match="处置建议尚未确认"):
        perform(item, "list_item", at=moment(day, 13))
    findings.confirm_proposal(proposal, by=user(INVESTIGATOR), at=moment(day, 14))
    with pytest.raises(Refused, match="在办理"):
        perform(item, "list_item", at=moment(day, 15))
    assert fresh(entry).status == "suspended"


def test_a_complaint_that_comes_to_nothing_lets_the_renewal_go_on(complained, user):
    item, day, complaint = complained
    proposal = uphold_by_the_bureau(complaint, user("agri_reviewer@nyncj"), moment(day, 12))
    because = "已经复检合格，不予立案。"
    findings.decline_proposal(proposal, because=because, by=user(INVESTIGATOR), at=moment(day, 14))
    perform(item, "list_item", at=moment(day, 15))
    assert violations() == []


def test_a_listing_past_a_complaint_is_a_breach(complained):
    item, day, complaint = complained
    Complaint.objects.filter(pk=complaint.pk).update(received_at=moment(day, 20))
    Complaint.objects.filter(pk=complaint.pk).update(certificate=None)
    perform(item, "list_item", at=moment(day, 15))
    Complaint.objects.filter(pk=complaint.pk).update(
        received_at=moment(day, 10), certificate=fresh(item).renewal_of
    )
    assert violations() == [f"{item} 在投诉举报{complaint.number}处理前列入"]


def test_a_renewal_is_neither_begun_nor_submitted_while_a_case_is_open(entry, user):
    by, day = agent(entry.applicant_id), entry.renewal_opens_on
    draft = drafts.start(entry.applicant, by=by, at=moment(day), renewal_of=[entry])
    change = confirm_on(entry, day, user(INVESTIGATOR))
    with pytest.raises(Refused, match=f"案件{change}在办理，办结后才能提交"):
        submit(draft, by=by, at=moment(day, 16))
    discard_draft(draft, by=by, at=moment(day, 17))
    with pytest.raises(Refused, match=f"案件{change}在办理，办结后才能再次申请"):
        drafts.start(entry.applicant, by=by, at=moment(day, 18), renewal_of=[entry])


def test_nothing_of_a_holder_is_listed_while_its_unlawful_act_is_a_case(entry, user):
    item, day = walked_to_listing(listed(row=1))
    confirm_on(entry, day, user(INVESTIGATOR), reason_code="illegal_act")
    with pytest.raises(Refused, match="违法违规案件"):
        perform(item, "list_item", at=moment(day, 16))


def test_the_holder_does_not_leave_past_an_open_case(case, entry):
    change = case()
    with pytest.raises(Refused, match=f"案件{change}在办理，办结前不能退出"):
        leave(fresh(entry), by=agent(entry.applicant_id), at=moment(RULED), because="不再生产")
    assert fresh(entry).status == "suspended"


def test_the_last_account_of_a_holder_is_not_ended_past_an_open_case(case, entry, user):
    change, person, head = case(), agent(entry.applicant_id), user("manager@fpb")
    who = {"because": "人员已经离职", "by": head, "at": moment(RULED)}
    with pytest.raises(Refused, match=f"案件{change}在办理"):
        unit_accounts.end(person, **who)
    other = User.objects.create(username="colleague", applicant=entry.applicant)
    unit_accounts.end(person, **who)
    assert [each.is_active for each in (fresh(person), other)] == [False, True]


def test_a_report_of_the_holder_neither_suspends_nor_removes_beside_a_case(case, entry, user):
    """The paper has a way out all the same."""
    report = changes.report_change(
        entry,
        kinds=["stop"],
        after={},
        text="设备检修，停产一个月后恢复。",
        changed_on=SENT,
        by=agent(entry.applicant_id),
        at=moment(SENT),
    )
    change = case()
    changes.register_change(report, is_accepted=True, by=user(CLERK), at=moment(SENT))
    for decision in ("suspend", "remove"):
        with pytest.raises(Refused, match=f"案件{change}在办理"):
            assess(report, user(REVIEWER), decision)
    assess(report, user(REVIEWER), "record")
    assert fresh(report).state_text == "待上报"


def assess(report, by, decision):
    words = {"decision": decision, "assessment": "经核查材料并走访，情况属实。"}
    return changes.assess_change(report, by=by, at=moment(SENT, 15), **words)
