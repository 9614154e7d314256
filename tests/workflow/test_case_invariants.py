"""What the invariants say where somebody went around the case."""

from datetime import date

import pytest
from tests.support.listed import listed

from catalog import services as catalog
from demo.acts import agent
from demo.timetables import moment
from pages.models import RemovalPage
from supervision.models import CaseProposal
from workflow.invariants import violations
from workflow.models import ChangeReport, Letter
from workflow.services import findings
from workflow.services.overdue import overdue

from .cases import CLERK, INVESTIGATOR, MONDAY, RECORDER, REVIEWER, RULED, recheck, rule, send

pytestmark = pytest.mark.django_db
ACT = {"by": None, "because": "虚构", "reason": "quality_safety"}


@pytest.fixture
def held(office):
    return listed()


@pytest.fixture
def case(held, user):
    def make(**finding):
        [change] = findings.confirm_finding(
            held,
            reason_code="quality_safety",
            text="抽检不合格，已通知持证单位停止销售。",
            found_on=MONDAY,
            by=user(INVESTIGATOR),
            at=moment(MONDAY),
            **finding,
        )
        send(change, user(CLERK))
        return change

    return make


def test_a_removal_and_a_suspension_around_the_case_are_told(held):
    catalog.suspend(held, at=moment(MONDAY), **ACT)
    assert violations() == [f"{held} 暂停中却没有办理中的案件"]
    catalog.remove(held, at=moment(RULED), basis_doc_no="省测扶办字〔2020〕9号", **ACT)
    assert violations() == [f"{held} 没有省级决定却已清理", f"{held} 已清理却没有清理公告"]


def test_a_removal_that_was_not_announced_here_is_told(case, held, user):
    rule(case(), user(RECORDER))
    assert violations() == []
    RemovalPage.objects.get().delete()
    assert violations() == [f"{held} 已清理却没有清理公告"]


@pytest.mark.parametrize("kind", ["suspended", "reinstated"])
def test_a_case_without_its_letter_is_told(case, held, user, kind):
    change = case(asks_removal=False)
    recheck(change, user(REVIEWER))
    assert violations() == []
    Letter.objects.filter(item=held.item, kind=kind).delete()
    assert violations() == [f"{change} 没有{Letter.Kind(kind).label}"]


def test_a_removal_without_its_letter_is_told(case, held, user):
    change = case()
    rule(change, user(RECORDER))
    assert violations() == []
    Letter.objects.filter(item=held.item, kind=Letter.Kind.REMOVED).delete()
    assert violations() == [f"{change} 没有{Letter.Kind.REMOVED.label}"]


def test_an_exit_past_an_open_case_is_told(case, held, user):
    change = case(asks_removal=False)
    recheck(change, user(REVIEWER))
    held.refresh_from_db()
    left_at = moment(date(2020, 7, 1))
    catalog.leave(held, by=agent(held.applicant_id), at=left_at, because="不再生产")
    assert violations() == []
    ChangeReport.objects.filter(pk=change.pk).update(closed_at=moment(date(2020, 8, 1)))
    assert f"{held} 在案件{change}办结前自愿退出" in violations()


def test_a_proposal_that_nobody_answered_by_the_next_day_is_overdue(held, user):
    from tests.desk.test_changes import uphold

    uphold(held, user("agri_reviewer@nyncj"))
    assert CaseProposal.objects.waiting().count() == 1
    assert overdue(moment(MONDAY, 18))["proposals"] == []
    assert overdue(moment(date(2020, 6, 2), 8))["proposals"] == [held.number]
