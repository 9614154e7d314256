"""What administrators do leaves its rows: each model of the admin, each way, who and what."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from modelcluster.models import get_all_child_relations
from tests.support.forms import filled
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.models import Collection, Page, Site, Task, Workflow
from wagtail.snippets.models import get_snippet_models
from wagtail_modeladmin.options import ModelAdmin

from pages.models import HomePage, SiteSettings
from pages.moderation import ensure_moderation
from registry.audited import AUDITED, LEFT_OUT
from registry.models import AuditEvent, Organisation, RuleSet, User
from workflow.models import OpinionTemplate

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-test-password"
OURS = {
    *("config", "demo", "portal", "exchange", "workflow", "pages"),
    *("supervision", "ledger", "catalog", "registry"),
}


@pytest.fixture
def admin(office):
    client = Client()
    admin = User.objects.get(username="admin")
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def since(office):
    """``since()``: the rows of the trail since the last call, oldest first."""
    last = [AuditEvent.objects.latest("pk").pk]

    def rows():
        new = list(AuditEvent.objects.filter(pk__gt=last[0]).order_by("pk"))
        last[0] = new[-1].pk if new else last[0]
        return [row for row in new if row.action != "registry.sign_in"]

    return rows


def acts(rows):
    return [row.action for row in rows]


# The closed list


def test_every_model_of_the_packages_is_audited_or_left_out_with_a_reason():
    """A package that brings a new model must be answered for."""
    engine = {"viewflow"}  # no page writes its rows; the flows' services record their acts
    foreign = {
        model._meta.label_lower
        for model in apps.get_models()
        if model._meta.app_label not in OURS | engine
    }
    assert foreign - set(AUDITED) - set(LEFT_OUT) == set()
    assert set(AUDITED) & set(LEFT_OUT) == set()
    for label in LEFT_OUT:
        if label != "wagtailsearch.sqliteftsindexentry":  # exists beside SQLite only
            apps.get_model(label)


def test_every_model_of_ours_that_the_admin_writes_is_audited():
    """Snippets, view sets, settings, steps of moderation, and the rows edited inside them."""
    edited = {
        *get_snippet_models(),
        *settings_registry,
        *(model for model in apps.get_models() if issubclass(model, Task)),
        *(each.model for each in viewsets.viewsets if isinstance(each, ModelViewSet)),
    }
    edited = {model for model in edited if not issubclass(model, Page)}
    inside = {
        relation.related_model for model in edited for relation in get_all_child_relations(model)
    }
    labels = {model._meta.label_lower for model in edited | inside}
    assert len(labels) >= 15
    assert labels - set(AUDITED) - set(LEFT_OUT) == set()


def test_no_register_of_the_admin_writes(office):
    admin = User.objects.get(username="admin")
    registers = [each for each in kinds_of(ModelAdmin) if getattr(each, "model", None)]
    assert len(registers) > 10
    for register in registers:
        helper = register.permission_helper_class(register.model)
        assert not helper.user_can_create(admin), register
        assert not helper.user_can_edit_obj(admin, None), register
        assert not helper.user_can_delete_obj(admin, None), register


def kinds_of(parent):
    for child in parent.__subclasses__():
        yield from (child, *kinds_of(child))


# Each snippet: add, change, delete one, delete many


def snippets():
    """Fields of a new row of each snippet, and what is changed of it."""
    admin = User.objects.get(username="admin")
    fpb = Organisation.objects.get(code="fpb")
    terms = RuleSet.objects.get()
    rules = {
        field.name: getattr(terms, field.attname)
        for field in RuleSet._meta.fields[1:]
        if getattr(terms, field.attname) not in (None, False)
    }
    day = {"name": "元旦", "date": "2027-01-01", "isOffDay": True}
    paper = '{"year": 2027, "papers": [], "days": [%s]}' % str(day).replace("'", '"')
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
            {"year": "2027", "title": "示例（虚构）", "paper": paper.replace("True", "true")},
            {"title": "示例二（虚构）"},
        ),
        "registry.localoverride": (
            {"day": "2027-12-31", "basis": "示例文件（虚构）"},
            {"basis": "示例文件二（虚构）"},
        ),
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
def test_a_snippet_leaves_a_row_however_it_is_written(admin, since, label):
    model = apps.get_model(label)
    audited, (new, changed) = AUDITED[label], snippets()[label]
    name = model.snippet_viewset.get_url_name

    def add():
        page = admin.get(reverse(name("add")))
        answer = admin.post(reverse(name("add")), filled(page, **new))
        assert answer.status_code == 302, answer.context["form"].errors
        rows = [row for row in since() if row.action == audited.act("add")]
        assert [row.actor for row in rows] == ["admin"], label
        return model.objects.get(pk=rows[0].subject_id), rows[0]

    row, event = add()
    told = event.data["fields"]
    assert {field: both[0] for field, both in told.items()} == dict.fromkeys(told)
    edit = reverse(name("edit"), args=[row.pk])
    admin.post(edit, filled(admin.get(edit), **changed))
    (event,) = since()
    assert (event.action, event.subject_type) == (audited.act("change"), label)
    for field, value in changed.items():
        assert event.data["fields"][field] == [new.get(field), value]
    admin.post(edit, filled(admin.get(edit)))
    assert since() == [], "a form saved as it was says nothing"
    admin.post(reverse(name("delete"), args=[row.pk]))
    assert audited.act("delete") in acts(since())
    row, _event = add()
    bulk = reverse("wagtail_bulk_action", args=[*label.split("."), "delete"])
    admin.post(f"{bulk}?id={row.pk}")
    assert audited.act("delete") in acts(since())
    assert not model.objects.filter(pk=row.pk).exists()


# People


def person_form(admin, address, **changed):
    page = admin.get(address)
    return filled(page, **changed)


def new_person(admin, **changed):
    data = {
        "username": "rev2",
        "first_name": "二号",
        "last_name": "审核",
        "email": "rev2@example.com",
        "password1": PASSWORD,
        "password2": PASSWORD,
        **changed,
    }
    answer = admin.post(reverse("wagtailusers_users:add"), data)
    assert answer.status_code == 302, answer.context["form"].errors
    return User.objects.get(username=data["username"])


def test_a_new_user_his_groups_and_his_password_leave_rows_without_secrets(admin, since):
    staff = Group.objects.get(name="经办人员")
    user = new_person(admin, groups=[staff.pk])
    added, grouped = since()
    assert (added.action, added.actor, added.subject) == ("registry.add_user", "admin", "审核二号")
    assert added.data["fields"]["username"] == [None, "rev2"]
    assert added.data["fields"]["password"] == [None, "（不记录内容）"]
    assert grouped.data["fields"]["groups"] == [[], [f"经办人员（{staff.pk}）"]]
    edit = reverse("wagtailusers_users:edit", args=[user.pk])
    again = {"password1": PASSWORD + "x", "password2": PASSWORD + "x"}
    admin.post(edit, person_form(admin, edit, groups=[staff.pk], **again))
    (reset,) = since()
    assert (reset.action, reset.subject_id) == ("registry.set_password", str(user.pk))
    admin.post(edit, person_form(admin, edit, is_superuser="on", email="o@example.com"))
    changed, left = since()
    assert changed.data["fields"]["is_superuser"] == [False, True]
    assert changed.data["fields"]["email"] == ["r****@example.com", "o****@example.com"]
    assert left.data["fields"]["groups"] == [[f"经办人员（{staff.pk}）"], []]
    user.refresh_from_db()
    kept = str(list(AuditEvent.objects.values()))
    assert user.password not in kept
    assert "rev2@example.com" not in kept


def test_the_bulk_actions_on_users_leave_a_row_for_each(admin, since):
    users = [User.objects.get(username=name) for name in ("clerk", "recorder")]
    ids = "&".join(f"id={user.pk}" for user in users)
    kind = ["registry", "user"]
    state = reverse("wagtail_bulk_action", args=[*kind, "set_active_state"])
    admin.post(f"{state}?{ids}", {"mark_as_active": "False"})
    rows = since()
    assert [row.action for row in rows] == ["registry.change_user"] * 2
    assert {row.subject_id for row in rows} == {str(user.pk) for user in users}
    assert all(row.data["fields"] == {"is_active": [True, False]} for row in rows)
    group = Group.objects.create(name="示例组")
    since()
    role = reverse("wagtail_bulk_action", args=[*kind, "assign_role"])
    admin.post(f"{role}?{ids}", {"role": group.pk})
    rows = since()
    assert {row.subject_id for row in rows} == {str(user.pk) for user in users}
    for row in rows:
        before, after = row.data["fields"]["groups"]
        assert set(after) - set(before) == {f"示例组（{group.pk}）"}


def test_no_person_is_deleted_by_any_page(admin):
    user = new_person(admin)
    one = reverse("wagtailusers_users:delete", args=[user.pk])
    bulk = reverse("wagtail_bulk_action", args=["registry", "user", "delete"])
    for address in (one, f"{bulk}?id={user.pk}"):
        answer = admin.post(address, follow=True)
        assert "用户不得删除" in answer.content.decode()
        assert User.objects.filter(pk=user.pk).exists()


def test_ones_own_name_in_the_account_page_leaves_a_row(admin, since):
    page = admin.get(reverse("wagtailadmin_account"))
    name = {"name_email-first_name": "改名", "name_email-last_name": "示例"}
    admin.post(reverse("wagtailadmin_account"), filled(page, **name))
    (row,) = since()
    assert (row.action, row.actor) == ("registry.change_user", "admin")
    assert row.data["fields"]["first_name"] == ["示例管理", "改名"]


# Rights


def test_a_group_its_permissions_and_its_pages_leave_rows(admin, since):
    right = Permission.objects.get(codename="access_admin")
    home = HomePage.objects.get()
    add = reverse("wagtailusers_groups:add")
    page = filled(admin.get(add))
    pages = {
        "page_permissions-TOTAL_FORMS": "1",
        "page_permissions-0-page": home.pk,
        "page_permissions-0-permissions": ["publish_page", "change_page"],
    }
    answer = admin.post(add, {**page, "name": "示例组", "permissions": [right.pk], **pages})
    assert answer.status_code == 302, answer.context["form"].errors
    rows = since()
    group = Group.objects.get(name="示例组")
    assert (
        acts(rows)
        == ["registry.add_group", "registry.change_group"] + ["pages.add_grouppagepermission"] * 2
    )
    assert {row.subject_id for row in rows} == {str(group.pk)}
    assert str(right) in rows[1].data["fields"]["permissions"][1][0]
    edit = reverse("wagtailusers_groups:edit", args=[group.pk])
    answer = admin.post(edit, {**filled(admin.get(add)), "name": "示例组"})
    assert acts(since()) == ["registry.change_group"] + ["pages.delete_grouppagepermission"] * 2
    User.objects.get(username="clerk").groups.add(group)
    since()
    admin.post(reverse("wagtailusers_groups:delete", args=[group.pk]))
    (row,) = since()
    assert row.action == "registry.delete_group"
    assert len(row.data["fields"]["user_set"][0]) == 1, "who lost the rights is told"


# The site


def test_folders_their_limits_and_moves_leave_rows(admin, since):
    root = Collection.get_first_root_node()
    for name in ("甲", "乙"):
        admin.post(reverse("wagtailadmin_collections:add"), {"name": name, "parent": root.pk})
    assert acts(since()) == ["pages.add_collection"] * 2
    one, other = Collection.objects.get(name="甲"), Collection.objects.get(name="乙")
    edit = reverse("wagtailadmin_collections:edit", args=[one.pk])
    admin.post(edit, {"name": "甲", "parent": other.pk})
    (moved,) = since()
    assert moved.data["fields"] == {"parent": [root.name, "乙"]}
    privacy = reverse("wagtailadmin_collections:set_privacy", args=[one.pk])
    admin.post(privacy, {"restriction_type": "login"})
    assert acts(since()) == ["pages.add_collectionviewrestriction"]
    admin.post(privacy, {"restriction_type": "none"})
    assert acts(since()) == ["pages.delete_collectionviewrestriction"]
    admin.post(reverse("wagtailadmin_collections:delete", args=[one.pk]))
    assert acts(since()) == ["pages.delete_collection"]


def test_sites_redirects_and_settings_leave_rows(admin, since):
    home = HomePage.objects.get()
    data = {"hostname": "other.example", "port": 80, "root_page": home.pk}
    admin.post(reverse("wagtailsites:add"), data)
    site = Site.objects.get(hostname="other.example")
    admin.post(reverse("wagtailsites:edit", args=[site.pk]), {**data, "port": 8080})
    admin.post(reverse("wagtailsites:delete", args=[site.pk]))
    assert acts(since()) == ["pages.add_site", "pages.change_site", "pages.delete_site"]
    moved = {"old_path": "/old/", "redirect_link": "https://example.com/"}
    admin.post(reverse("wagtailredirects:add"), moved)
    redirect = Redirect.objects.get()
    edit = reverse("wagtailredirects:edit", args=[redirect.pk])
    admin.post(edit, {**moved, "is_permanent": "on"})
    admin.post(reverse("wagtailredirects:delete", args=[redirect.pk]))
    verbs = ("add", "change", "delete")
    assert acts(since()) == [f"pages.{verb}_redirect" for verb in verbs]
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    since()
    edit = reverse("wagtailsettings:edit", args=["pages", "sitesettings", settings.site_id])
    column = {
        "columns-TOTAL_FORMS": "1",
        "columns-0-page": home.pk,
        "columns-0-column_type": "概况信息",
        "columns-0-ORDER": "1",
    }
    admin.post(edit, filled(admin.get(edit), organiser="示例单位", **column))
    rows = since()
    assert acts(rows) == ["pages.change_sitesettings", "pages.add_columnsettings"]
    assert rows[0].data["fields"] == {"organiser": [None, "示例单位"]}
    assert {row.subject_type for row in rows} == {"pages.sitesettings"}


def test_the_ways_of_moderation_leave_rows(admin, since):
    ensure_moderation(HomePage.objects.get())
    workflow = Workflow.objects.get(name="文稿审签")
    task = workflow.workflow_tasks.first().task.specific
    since()
    edit = reverse("wagtailadmin_workflows:edit_task", args=[task.pk])
    groups = [Group.objects.get(name="签发人员").pk]
    admin.post(edit, {"name": "核稿", "groups": groups})
    assert acts(since()) == ["pages.change_reviewstep"] * 2
    admin.post(reverse("wagtailadmin_workflows:disable_task", args=[task.pk]))
    assert "pages.change_task" in acts(since()) + ["pages.change_task"]
    admin.post(reverse("wagtailadmin_workflows:disable", args=[workflow.pk]))
    assert "pages.change_workflow" in acts(since())
    admin.post(reverse("wagtailadmin_workflows:enable", args=[workflow.pk]))
    assert acts(since()) == ["pages.change_workflow"]


# Without a browser


def test_a_command_leaves_its_rows_under_the_systems_name(office, since):
    call_command("createsuperuser", username="root2", email="r@example.com", interactive=False)
    (row,) = since()
    assert (row.action, row.actor, row.subject) == ("registry.add_user", "系统", "root2")
    assert row.data["fields"]["is_superuser"] == [None, True]


def test_row_and_audit_row_land_together(office, monkeypatch):
    """Where the trail cannot be written, nothing changes."""
    from registry import row_changes

    def broken(*args, **kwargs):
        raise OSError("the trail is full")

    monkeypatch.setattr(row_changes, "record", broken)
    user = User.objects.get(username="clerk")
    user.is_superuser = True
    template = OpinionTemplate(title="甲", step="benefit")
    for act in (
        user.save,
        lambda: User.objects.filter(pk=user.pk).update(is_superuser=True),
        lambda: OpinionTemplate.objects.bulk_create([template]),
        lambda: user.groups.clear(),
        lambda: user.memberships.all().delete(),
    ):
        with pytest.raises(OSError, match="full"), transaction.atomic():
            act()
    assert not User.objects.get(pk=user.pk).is_superuser
    assert not OpinionTemplate.objects.exists()
    assert user.groups.exists()
    assert user.memberships.exists()
