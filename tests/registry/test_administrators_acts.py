"""What administrators do to people and basic data leaves its rows: each way, who and what."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from tests.support.forms import filled
from tests.support.holiday_paper import posted
from tests.support.trail import acts
from wagtail.snippets.models import get_snippet_models

from records.audited import AUDITED
from records.models import AuditEvent
from registry.models import Organisation, RuleSet, User

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-test-password"


# Each snippet: add, change, delete one, delete many


def snippets():
    """Fields of a new row of each snippet, and what is changed of it."""
    admin = User.objects.get(username="admin")
    fpb = Organisation.objects.get(code="fpb")
    terms = RuleSet.objects.get()
    soon = f"{timezone.localdate() + timedelta(days=100)}"
    rules = {
        field.name: getattr(terms, field.attname)
        for field in RuleSet._meta.fields[1:]
        if field.editable and getattr(terms, field.attname) not in (None, False)
    }
    return {
        "registry.ruleset": (
            {**rules, "name": "新办法", "effective_from": "2031-01-01"},
            {"hotline": "12318"},
        ),
        "registry.organisation": (
            {"code": "x1", "name": "示例单位", "kind": "department", "level": "district"},
            {"full_name": "示例单位全称"},
        ),
        "registry.township": (
            {"gb_code": "360702999", "name": "示例镇", "kind": "town", "administered_by": "区"},
            {"name": "示例新镇"},
        ),
        "registry.membership": (
            {"user": admin.pk, "organisation": fpb.pk, "role": "auditor"},
            {"role": "manager"},
        ),
        "registry.holidaypaper": (
            {**posted(), "is_unusual": "on", "issued_on": "2026-11-04"},
            {"title": "示例二（虚构）", "is_seen": "on", "is_unusual": "on"},
        ),
        "registry.localoverride": (
            {"first_day": soon, "last_day": soon, "basis": "示例文件（虚构）"},
            {"basis": "示例文件二（虚构）"},
        ),
        "pages.vocabularyterm": (
            {"vocabulary": "keyword", "word": "示例词", "place": "7"},
            {"word": "示例词二"},
        ),
        "pages.documentseries": ({"agency": "示扶办字"}, {"issuer": "示例机关（虚构）"}),
        "pages.recipientgroup": (
            {"name": "示例组", "members": Organisation.objects.first().name},
            {"name": "示例组二"},
        ),
        "pages.searchword": ({"word": "奇异果", "means": "猕猴桃"}, {"means": "猕猴桃、果"}),
        "workflow.opiniontemplate": (
            {
                "step": "benefit",
                "result": "pass",
                "title": "示例",
                "text": "同意。",
                "is_active": "on",
            },
            {"title": "示例二"},
        ),
    }


@pytest.mark.parametrize("label", sorted(model._meta.label_lower for model in get_snippet_models()))
def test_a_snippet_leaves_a_row_however_it_is_written(administrator, new_acts, label):
    model = apps.get_model(label)
    audited, (new, changed) = AUDITED[label], snippets()[label]
    name = model.snippet_viewset.get_url_name

    def add():
        page = administrator.get(reverse(name("add")))
        answer = administrator.post(reverse(name("add")), filled(page, **new))
        assert answer.status_code == 302, answer.context["form"].errors
        rows = [row for row in new_acts() if row.action == audited.act("add")]
        assert [row.actor for row in rows] == ["admin"], label
        return model.objects.get(pk=rows[0].subject_id), rows[0]

    row, event = add()
    told = event.data["fields"]
    assert {field: both[0] for field, both in told.items()} == dict.fromkeys(told)
    edit = reverse(name("edit"), args=[row.pk])
    administrator.post(edit, filled(administrator.get(edit), **changed))
    (event,) = new_acts()
    assert (event.action, event.subject_type) == (audited.act("change"), label)
    for field, value in changed.items():
        if not field.startswith("is_"):
            assert event.data["fields"][field] == [new.get(field), value]
    administrator.post(edit, filled(administrator.get(edit)))
    assert new_acts() == [], "a form saved as it was says nothing"
    administrator.post(reverse(name("delete"), args=[row.pk]))
    assert audited.act("delete") in acts(new_acts())
    row, _event = add()
    bulk = reverse("wagtail_bulk_action", args=[*label.split("."), "delete"])
    administrator.post(f"{bulk}?id={row.pk}")
    assert audited.act("delete") in acts(new_acts())
    assert not model.objects.filter(pk=row.pk).exists()


# People


def person_form(administrator, address, **changed):
    page = administrator.get(address)
    return filled(page, **changed)


def new_person(administrator, **changed):
    data = {
        "username": "rev2",
        "first_name": "二号",
        "last_name": "审核",
        "email": "rev2@example.com",
        "password1": PASSWORD,
        "password2": PASSWORD,
        **changed,
    }
    answer = administrator.post(reverse("wagtailusers_users:add"), data)
    assert answer.status_code == 302, answer.context["form"].errors
    return User.objects.get(username=data["username"])


def test_a_new_user_his_groups_and_his_password_leave_rows_without_secrets(administrator, new_acts):
    staff = Group.objects.get(name="经办人员")
    user = new_person(administrator, groups=[staff.pk])
    added, *rest = new_acts()
    grouped = next(row for row in rest if "groups" in row.data.get("fields", {}))
    assert (added.action, added.actor, added.subject) == ("registry.add_user", "admin", "审核二号")
    assert added.data["fields"]["username"] == [None, "rev2"]
    assert added.data["fields"]["password"] == [None, "（不记录内容）"]
    assert grouped.data["fields"]["groups"] == [[], [f"经办人员（{staff.pk}）"]]
    edit = reverse("wagtailusers_users:edit", args=[user.pk])
    again = {"password1": PASSWORD + "x", "password2": PASSWORD + "x"}
    administrator.post(edit, person_form(administrator, edit, groups=[staff.pk], **again))
    (reset,) = new_acts()
    assert (reset.action, reset.subject_id) == ("registry.set_password", str(user.pk))
    administrator.post(
        edit, person_form(administrator, edit, groups=[], is_superuser="on", email="o@example.com")
    )
    acts = [row for row in new_acts() if row.action == "registry.change_user"]
    changed, left = acts
    assert changed.data["fields"]["is_superuser"] == [False, True]
    assert changed.data["fields"]["email"] == ["r****@example.com", "o****@example.com"]
    assert left.data["fields"]["groups"] == [[f"经办人员（{staff.pk}）"], []]
    user.refresh_from_db()
    kept = str(list(AuditEvent.objects.values()))
    assert user.password not in kept
    assert "rev2@example.com" not in kept


def test_the_bulk_actions_on_users_leave_a_row_for_each(administrator, new_acts):
    users = [User.objects.get(username=name) for name in ("clerk", "recorder")]
    ids = "&".join(f"id={user.pk}" for user in users)
    kind = ["registry", "user"]
    state = reverse("wagtail_bulk_action", args=[*kind, "set_active_state"])
    administrator.post(f"{state}?{ids}", {"mark_as_active": "False"})
    rows = new_acts()
    assert [row.action for row in rows] == ["registry.change_user"] * 2
    assert {row.subject_id for row in rows} == {str(user.pk) for user in users}
    assert all(row.data["fields"] == {"is_active": [True, False]} for row in rows)
    group = Group.objects.create(name="示例组")
    new_acts()
    role = reverse("wagtail_bulk_action", args=[*kind, "assign_role"])
    administrator.post(f"{role}?{ids}", {"role": group.pk})
    rows = new_acts()
    assert {row.subject_id for row in rows} == {str(user.pk) for user in users}
    for row in rows:
        before, after = row.data["fields"]["groups"]
        assert set(after) - set(before) == {f"示例组（{group.pk}）"}


def test_no_person_is_deleted_by_any_page(administrator):
    user = new_person(administrator)
    one = reverse("wagtailusers_users:delete", args=[user.pk])
    bulk = reverse("wagtail_bulk_action", args=["registry", "user", "delete"])
    for address in (one, f"{bulk}?id={user.pk}"):
        answer = administrator.post(address, follow=True)
        assert "用户不得删除" in answer.content.decode()
        assert User.objects.filter(pk=user.pk).exists()


def test_ones_own_name_in_the_account_page_leaves_a_row(administrator, new_acts):
    page = administrator.get(reverse("wagtailadmin_account"))
    name = {"name_email-first_name": "改名", "name_email-last_name": "示例"}
    administrator.post(reverse("wagtailadmin_account"), filled(page, **name))
    (row,) = new_acts()
    assert (row.action, row.actor) == ("registry.change_user", "admin")
    assert row.data["fields"]["first_name"] == ["示例管理", "改名"]
