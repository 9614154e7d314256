"""Basic data in the back office: entered by one, checked by another; terms in force stay."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from registry.models import AuditEvent, LocalOverride, Membership, RuleSet, Tie, User
from registry.ties import declare

pytestmark = pytest.mark.django_db
OVERRIDE = {"day": "2026-12-31", "is_working_day": "", "basis": "示例文件（虚构）"}


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


def test_a_changed_entry_must_be_checked_again(admin, deputy):
    save(admin, "localoverride:add", OVERRIDE)
    entered = LocalOverride.objects.get()
    save(deputy, "localoverride:edit", {**OVERRIDE, "is_checked": "on"}, entered.pk)
    save(deputy, "localoverride:edit", {**OVERRIDE, "basis": "另一份文件（虚构）"}, entered.pk)
    entered.refresh_from_db()
    assert (entered.entered_by, entered.checked_by) == (deputy, None)


def test_a_paper_that_cannot_be_read_is_refused(admin):
    data = {"year": 2027, "title": "示例（虚构）", "paper": '{"year": 2027}'}
    answer = save(admin, "holidaypaper:add", data)
    assert "不能识别的节假日数据" in answer.content.decode()


def test_terms_in_force_are_closed_and_never_rewritten(admin):
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
    save(admin, "ruleset:edit", {**data, "effective_until": "2030-12-31"}, ruleset.pk)
    ruleset.refresh_from_db()
    assert ruleset.effective_until == date(2030, 12, 31)


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
