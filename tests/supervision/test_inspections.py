"""Inspections and ties: who is tied to the holder has nothing to do with a check of its entry."""

import pytest
from django.test import Client
from django.urls import reverse

from registry import ties
from registry.models import Tie
from rules.refusal import Refused
from supervision.models import Inspection
from supervision.services import inspections
from workflow.invariants import violations

pytestmark = pytest.mark.django_db
RESULT = {
    "results": {"quality": "problem", "price": "sound", "benefit": "sound"},
    "conclusion": "failed",
    "findings": "抽检的一批产品标签不完整。",
}


@pytest.fixture
def inspector(user):
    return user("agri_reviewer@nyncj")


@pytest.fixture
def planned(certificate, head, now):
    owner = certificate.ruleset.bureau
    return inspections.plan(certificate, owner=owner, planned_on=now.date(), by=head, at=now)


@pytest.fixture
def desk(inspector):
    browser = Client()
    browser.force_login(inspector, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def page(name, check):
    return reverse(f"desk:{name}", args=[check.pk])


def test_no_act_on_a_check_is_open_to_who_is_tied(planned, certificate, inspector, head, now):
    ties.declare(inspector, certificate.applicant, at=now)
    who = {"by": inspector, "at": now}
    with pytest.raises(Refused, match="回避"):
        inspections.plan(certificate, owner=planned.owner, planned_on=now.date(), **who)
    with pytest.raises(Refused, match="回避"):
        inspections.conclude(planned, done_on=now.date(), **RESULT, **who)
    inspections.conclude(planned, done_on=now.date(), **RESULT, by=head, at=now)
    ties.declare(head, certificate.applicant, at=now)
    with pytest.raises(Refused, match="回避"):
        inspections.follow_up(planned, text="责令整改", suspends=True, by=head, at=now)
    planned.refresh_from_db()
    assert planned.closed_on is None


def test_a_failed_check_is_a_case_whose_finder_is_who_checked(
    planned, certificate, inspector, head, now
):
    """R19: the head has it suspended at once, with a letter; a third person records the ruling."""
    inspections.conclude(planned, done_on=now.date(), **RESULT, by=inspector, at=now)
    inspections.follow_up(planned, text="责令整改并暂停", suspends=True, by=head, at=now)
    certificate.refresh_from_db()
    [case] = certificate.changes.all()
    assert (certificate.status, case.origin, case.reason_code) == (
        "suspended",
        "inspection",
        "quality_safety",
    )
    assert (case.reported_by, case.registered_by, case.decision) == (inspector, head, "suspend")
    assert "标签不完整" in certificate.item.letters.get(kind="suspended").text
    with pytest.raises(Refused, match="没有待处理的问题"):
        inspections.follow_up(planned, text="责令整改并暂停", suspends=True, by=head, at=now)
    assert violations() == []


def test_who_may_not_confirm_a_finding_only_proposes_it(planned, certificate, inspector, now):
    """F9: the bureau suspends nothing by itself, at whatever door."""
    inspections.conclude(planned, done_on=now.date(), **RESULT, by=inspector, at=now)
    inspections.follow_up(planned, text="建议暂停，限期整改", suspends=True, by=inspector, at=now)
    certificate.refresh_from_db()
    assert (certificate.status, planned.proposal.answered_at) == ("active", None)


def test_a_tie_is_declared_from_the_page_and_the_planned_check_is_gone(
    planned, certificate, desk, inspector
):
    shown = desk.get(page("inspection", planned)).content.decode()
    assert certificate.applicant.name in shown
    assert page("inspection_tie", planned) in shown
    said = desk.post(page("inspection_tie", planned), follow=True).content.decode()
    assert "已申报利害关系" in said
    assert certificate.number not in said
    assert Tie.objects.filter(user=inspector, applicant=certificate.applicant).exists()
    assert desk.get(page("inspection", planned)).status_code == 404
    result = {"done_on": "2020-11-17", "quality": "sound", "price": "sound", "benefit": "sound"}
    assert desk.post(page("inspection", planned), result).status_code == 404
    plan = {
        "certificate": certificate.number,
        "owner": planned.owner_id,
        "planned_on": "2030-01-01",
    }
    assert desk.post(reverse("desk:inspections"), plan).status_code == 422
    assert Inspection.objects.count() == 1


def test_a_tie_declared_while_the_form_was_open_still_counts(
    planned, certificate, desk, inspector, now, monkeypatch
):
    """The page was let through before; the service asks again under the row's lock."""
    monkeypatch.setattr(
        "supervision.models.inspections.InspectionQuerySet.scope", lambda known, user: known
    )
    ties.declare(inspector, certificate.applicant, at=now)
    result = {
        "done_on": f"{now:%Y-%m-%d}",
        "quality": "problem",
        "price": "sound",
        "benefit": "sound",
        "findings": RESULT["findings"],
        "conclusion": "failed",
    }
    answer = desk.post(page("inspection", planned), result)
    assert answer.status_code == 422
    assert "回避" in answer.content.decode()
    planned.refresh_from_db()
    assert planned.done_on is None


def test_a_done_check_is_read_by_all_and_followed_up_by_the_head_alone(
    planned, certificate, desk, inspector, now
):
    inspections.conclude(planned, done_on=now.date(), **RESULT, by=inspector, at=now)
    greyed = desk.get(page("inspection", planned)).content.decode()
    assert "后续处理由区扶贫办负责人决定" in greyed
    assert violations() == []


def test_what_got_past_every_guard_is_found(planned, certificate, inspector, now):
    ties.declare(inspector, certificate.applicant, at=now.replace(year=2019))
    Inspection.objects.filter(pk=planned.pk).update(
        done_on=now.date(), done_by=inspector, conclusion="passed", findings="写入数据库"
    )
    assert violations() == [f"{planned} 由应当回避的人员登记"]
