"""Basic data in the back office: entered by one, checked by another; terms in force stay."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from tests.support.forms import filled

from demo.timetables import moment
from records.models import AuditEvent
from registry import ruleset_changes, rulesets
from registry.models import LocalOverride, Membership, RuleSet, RuleSetChange, Tie, User
from registry.ties import declare
from rules.refusal import Refused
from workflow.invariants import violations

pytestmark = pytest.mark.django_db
NOW = moment(date(2026, 12, 1))
OVERRIDE = {
    "first_day": "2026-12-30",
    "last_day": "2026-12-31",
    "is_working_day": "",
    "basis": "示例文件（虚构）",
}


@pytest.fixture
def admin(office):
    return User.objects.get(username="admin")


@pytest.fixture
def deputy(office):
    return User.objects.create(username="deputy", last_name="示", is_superuser=True, is_staff=True)


def signed_in(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def save(user, viewname, data, *args):
    return signed_in(user).post(reverse(f"wagtailsnippets_registry_{viewname}", args=args), data)


def test_an_override_holds_once_another_has_checked_it(admin, deputy):
    save(admin, "localoverride:add", OVERRIDE)
    entered = LocalOverride.objects.get()
    assert (entered.entered_by, entered.checked_by) == (admin, None)
    save(deputy, "localoverride:edit", {**OVERRIDE, "is_checked": "on"}, entered.pk)
    entered.refresh_from_db()
    assert (entered.entered_by, entered.checked_by) == (admin, deputy)


def test_nobody_checks_their_own_entry(admin):
    save(admin, "localoverride:add", OVERRIDE)
    entered = LocalOverride.objects.get()
    answer = save(admin, "localoverride:edit", {**OVERRIDE, "is_checked": "on"}, entered.pk)
    assert "录入人与复核人不得为同一人" in answer.content.decode()
    entered.refresh_from_db()
    assert entered.checked_by is None


def test_a_draft_that_another_changes_must_be_checked_by_a_third(admin, deputy):
    save(admin, "localoverride:add", OVERRIDE)
    entered = LocalOverride.objects.get()
    changed = {**OVERRIDE, "basis": "另一份文件（虚构）", "is_checked": "on"}
    answer = save(deputy, "localoverride:edit", changed, entered.pk)
    assert "录入人与复核人不得为同一人" in answer.content.decode()
    entered.refresh_from_db()
    assert (entered.entered_by, entered.checked_by) == (admin, None)


def test_what_is_in_force_is_neither_changed_nor_deleted(admin, deputy):
    save(admin, "localoverride:add", OVERRIDE)
    entered = LocalOverride.objects.get()
    save(deputy, "localoverride:edit", {**OVERRIDE, "is_checked": "on"}, entered.pk)
    answer = save(deputy, "localoverride:edit", {**OVERRIDE, "basis": "另一份"}, entered.pk)
    assert "已经生效，不能修改" in answer.content.decode()
    save(deputy, "localoverride:delete", {}, entered.pk)
    entered.refresh_from_db()
    assert (entered.basis, entered.checked_by) == (OVERRIDE["basis"], deputy)


def test_terms_in_force_are_closed_by_two_and_never_rewritten(admin, deputy):
    ruleset = RuleSet.objects.get()
    data = {
        field.name: getattr(ruleset, field.attname)
        for field in RuleSet._meta.fields
        if getattr(ruleset, field.attname) not in (None, False)
    }
    answer = save(admin, "ruleset:edit", {**data, "publicity_days": 1}, ruleset.pk)
    assert "该规则版本已施行，条款不能修改" in answer.content.decode()
    ruleset.refresh_from_db()
    assert ruleset.publicity_days == 5
    closed = {**data, "effective_until": "2030-12-31"}
    answer = save(admin, "ruleset:edit", closed, ruleset.pk)
    assert answer.context["form"].errors["effective_until"] == ["2031-01-01起没有规则版本"]
    save(admin, "ruleset:edit", {**closed, "is_interrupted": "on"}, ruleset.pk)
    ruleset.refresh_from_db()
    assert ruleset.effective_until is None, "nobody ends the rules alone"
    page = reverse("wagtailsnippets_registry_ruleset:edit", args=[ruleset.pk])
    html = signed_in(deputy).get(page).content.decode()
    assert "废止日期（含当日）改为“2030-12-31”" in html
    agreed = {**data, "answer": f"approve-{RuleSetChange.objects.get().pk}"}
    answer = save(admin, "ruleset:edit", agreed, ruleset.pk)
    assert answer.context["form"].errors["answer"] == ["录入人与批准人不得为同一人"]
    again = save(deputy, "ruleset:edit", {**data, "hotline": "12345"}, ruleset.pk)
    assert again.context["form"].errors["answer"] == ["已有待批准的修改，请先处理"]
    save(deputy, "ruleset:edit", agreed, ruleset.pk)
    ruleset.refresh_from_db()
    assert ruleset.effective_until == date(2030, 12, 31)
    change = RuleSetChange.objects.get()
    assert (change.entered_by, change.decided_by, change.is_approved) == (admin, deputy, True)
    actions = AuditEvent.objects.values_list("action", flat=True)
    expected = {f"registry.{verb}_rulesetchange" for verb in ("add", "change")}
    assert expected | {"registry.change_ruleset"} <= set(actions)


def test_a_change_of_approved_rules_that_is_dropped_changes_nothing(admin, deputy):
    ruleset = RuleSet.objects.get()
    change = ruleset_changes.propose(ruleset, {"hotline": "12399"}, by=admin, at=NOW)
    ruleset_changes.decide(change, is_approved=False, by=admin, at=NOW)
    with pytest.raises(Refused, match="已经决定"):
        ruleset_changes.decide(change, is_approved=True, by=deputy, at=NOW)
    ruleset.refresh_from_db()
    assert ruleset.hotline == "12317"


def test_the_database_takes_no_change_of_rules_that_one_person_enters_and_approves(admin):
    ruleset = RuleSet.objects.get()
    change = ruleset_changes.propose(ruleset, {"hotline": "12399"}, by=admin, at=NOW)
    with pytest.raises(Refused, match="不得为同一人"):
        ruleset_changes.decide(change, is_approved=True, by=admin, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleSetChange.objects.update(is_approved=True, decided_by=admin, decided_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleSetChange.objects.create(ruleset=ruleset, changes={}, entered_by=admin, entered_at=NOW)


def test_what_was_possible_when_it_was_entered_is_asked_again_when_it_is_approved(
    admin, deputy, version
):
    ruleset = RuleSet.objects.get()
    values = {"effective_until": date(2032, 12, 31)}
    change = ruleset_changes.propose(ruleset, values, is_interrupted=True, by=admin, at=NOW)
    version("2031-01-01")
    with pytest.raises(Refused, match="重叠"):
        ruleset_changes.decide(change, is_approved=True, by=deputy, at=NOW)
    change.refresh_from_db()
    assert change.decided_at is None


@pytest.fixture
def version(admin, deputy):
    """``version(first, last="", **more)``: enters a version, which another person approves.

    The answer is that of the first form that is refused, or of the approval.
    """
    ruleset = RuleSet.objects.get()
    terms = {
        field.name: getattr(ruleset, field.attname)
        for field in RuleSet._meta.fields[1:]
        if field.editable and getattr(ruleset, field.attname) not in (None, False)
    }

    def enter(first, last="", **more):
        span = {"effective_from": first, "effective_until": last}
        data = {**terms, "name": f"新办法{first}", **span, **more}
        answer = save(admin, "ruleset:add", data)
        draft = RuleSet.objects.filter(effective_from=first, approved_at=None).first()
        if draft is None:
            return answer
        return save(deputy, "ruleset:edit", {**data, "is_approved": "on"}, draft.pk)

    return enter


def spans():
    days = RuleSet.objects.order_by("effective_from")
    return [
        tuple(day and day.isoformat() for day in span)
        for span in days.values_list("effective_from", "effective_until")
    ]


def test_a_new_version_closes_the_one_before_it(version, admin):
    version("2031-01-01")
    version("2032-01-01")
    assert spans()[0][1] == "2030-12-31"
    assert spans()[1:] == [("2031-01-01", "2031-12-31"), ("2032-01-01", None)]
    changes = AuditEvent.objects.filter(action="registry.change_ruleset")
    closed = {"effective_until": [None, "2031-12-31"]}
    assert closed in [change.data["fields"] for change in changes]
    assert rulesets.faults() == []


def test_versions_neither_overlap_nor_leave_a_day_uncovered(version):
    version("2031-01-01", "2031-12-31", is_interrupted="on")
    before = spans()
    for first, last, field, reason in (
        ("2031-06-01", "", "effective_from", "重叠：2031-06-01至2031-12-31"),
        ("2031-01-01", "", "effective_from", "重叠：2031-01-01至2031-12-31"),
        ("2020-05-01", "", "effective_from", "重叠"),
        ("2032-02-01", "", "effective_from", "2032-01-01至2032-01-31没有规则版本"),
        ("2032-01-01", "2032-06-30", "effective_until", "2032-07-01起没有规则版本"),
    ):
        errors = version(first, last).context["form"].errors
        reasons = [*errors.get(field, ()), *errors.get("__all__", ())]
        assert any(reason in each for each in reasons), (first, errors)
    assert spans() == before
    version("2032-01-01")
    assert spans()[1:] == [("2031-01-01", "2031-12-31"), ("2032-01-01", None)]


def test_a_version_begins_tomorrow_at_the_earliest(version):
    errors = version("2021-01-01").context["form"].errors
    assert "新版本须自明天或以后施行，前一版本至施行前一日废止" in errors["effective_from"]


def test_a_version_that_moves_or_goes_takes_the_one_before_it_along(version, admin, deputy):
    version("2031-01-01")
    new = RuleSet.objects.get(effective_from="2031-01-01")
    edit = reverse("wagtailsnippets_registry_ruleset:edit", args=[new.pk])

    def enter(person, **changes):
        browser = signed_in(person)
        return browser.post(edit, filled(browser.get(edit), **changes))

    enter(admin, effective_from="2031-03-01")
    assert spans()[0][1] == "2030-12-31", "nobody moves approved rules alone"
    enter(deputy, answer=f"approve-{RuleSetChange.objects.latest('pk').pk}")
    assert spans()[0][1] == "2031-02-28"
    save(admin, "ruleset:delete", {}, new.pk)
    assert RuleSet.objects.filter(pk=new.pk).exists(), "nor deletes them"
    enter(admin, is_withdrawn="on")
    enter(deputy, answer=f"approve-{RuleSetChange.objects.latest('pk').pk}")
    new.refresh_from_db()
    assert (new.is_approved, spans()[0][1]) == (False, None)
    save(admin, "ruleset:delete", {}, new.pk)
    assert [until for _first, until in spans()] == [None]


def test_terms_that_have_been_in_force_are_never_deleted(admin):
    ruleset = RuleSet.objects.get()
    save(admin, "ruleset:delete", {}, ruleset.pk)
    bulk = reverse("wagtail_bulk_action", args=["registry", "ruleset", "delete"])
    answer = signed_in(admin).post(f"{bulk}?id={ruleset.pk}", follow=True)
    assert "已施行的规则版本不得删除" in answer.content.decode()
    assert RuleSet.objects.filter(pk=ruleset.pk).exists()


def test_the_database_refuses_two_approved_versions_for_a_day(office):
    ruleset = RuleSet.objects.get()
    ruleset.pk, ruleset.effective_from = None, date(2021, 1, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        ruleset.save()
    ruleset.approved_at, ruleset.ground = None, ""
    ruleset.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleSet.objects.filter(pk=ruleset.pk).update(approved_at=moment(date(2021, 1, 1)))


def test_stored_versions_that_leave_a_day_uncovered_are_reported(office):
    RuleSet.objects.update(effective_until=date(2020, 12, 31))
    ruleset = RuleSet.objects.get()
    ruleset.pk, ruleset.effective_from, ruleset.effective_until = None, date(2021, 1, 2), None
    ruleset.save()
    assert rulesets.faults() == ["2021-01-01至2021-01-01没有规则版本"]
    assert "2021-01-01至2021-01-01没有规则版本" in violations()


def test_a_draft_of_the_rules_is_used_nowhere_and_approved_by_another(version, admin, deputy):
    data = version("2031-01-01", publicity_days=7).wsgi_request.POST.dict()
    RuleSet.objects.get(effective_from="2031-01-01").delete()
    save(admin, "ruleset:add", data)  # with the tick of the approval: refused to who enters it
    assert RuleSet.objects.count() == 1
    save(admin, "ruleset:add", {**data, "is_approved": ""})
    draft = RuleSet.objects.get(approved_at=None)
    assert spans()[0][1] is None, "the version before it is not closed"
    assert rulesets.in_force(date(2031, 1, 2)).publicity_days == 5
    answer = save(admin, "ruleset:edit", data, draft.pk)
    assert answer.context["form"].errors["is_approved"] == ["录入人与批准人不得为同一人"]
    changed = save(deputy, "ruleset:edit", {**data, "publicity_days": 6}, draft.pk)
    assert changed.context["form"].errors["is_approved"] == ["录入人与批准人不得为同一人"]
    save(deputy, "ruleset:edit", data, draft.pk)
    draft.refresh_from_db()
    assert (draft.entered_by, draft.approved_by) == (admin, deputy)
    assert rulesets.in_force(date(2031, 1, 2)).publicity_days == 7
    assert rulesets.faults() == []


def test_basic_data_is_for_who_may_edit_it(office):
    clerk = signed_in(User.objects.get(username="clerk"))
    for name in ("ruleset", "township", "membership", "organisation", "holidaypaper"):
        answer = clerk.get(reverse(f"wagtailsnippets_registry_{name}:list"))
        assert answer.status_code == 302, name


def test_a_role_is_given_by_the_day(admin):
    office = RuleSet.objects.get().office
    clerk = User.objects.get(username="clerk")
    data = {"user": clerk.pk, "organisation": office.pk, "role": "manager"}
    save(admin, "membership:add", {**data, "valid_from": "2020-04-01"})
    assert Membership.objects.filter(user=clerk, role="manager").exists()


def test_a_tie_is_declared_once(draft, at):
    clerk = User.objects.get(username="clerk")
    applicant = draft().applicant
    assert declare(clerk, applicant, at=at) == declare(clerk, applicant, at=at)
    assert Tie.objects.count() == 1
    assert AuditEvent.objects.filter(action="registry.add_tie").count() == 1
