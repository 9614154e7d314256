"""What administrators change of rights, folders, sites and moderation leaves its rows."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from tests.support.forms import filled
from tests.support.trail import acts
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Site, Workflow

from pages.documents.moderation import ensure_moderation
from pages.models import HomePage, SiteSettings
from registry.models import User

pytestmark = pytest.mark.django_db


# Rights


def test_a_group_its_permissions_and_its_pages_leave_rows(administrator, new_acts):
    right = Permission.objects.get(codename="access_admin")
    home = HomePage.objects.get()
    add = reverse("wagtailusers_groups:add")
    page = filled(administrator.get(add))
    pages = {
        "page_permissions-TOTAL_FORMS": "1",
        "page_permissions-0-page": home.pk,
        "page_permissions-0-permissions": ["publish_page", "change_page"],
    }
    answer = administrator.post(add, {**page, "name": "示例组", "permissions": [right.pk], **pages})
    assert answer.status_code == 302, answer.context["form"].errors
    rows = new_acts()
    group = Group.objects.get(name="示例组")
    assert (
        acts(rows)
        == ["registry.add_group", "registry.change_group"] + ["pages.add_grouppagepermission"] * 2
    )
    assert {row.subject_id for row in rows} == {str(group.pk)}
    assert str(right) in rows[1].data["fields"]["permissions"][1][0]
    edit = reverse("wagtailusers_groups:edit", args=[group.pk])
    answer = administrator.post(edit, {**filled(administrator.get(add)), "name": "示例组"})
    assert acts(new_acts()) == ["registry.change_group"] + ["pages.delete_grouppagepermission"] * 2
    User.objects.get(username="clerk").groups.add(group)
    new_acts()
    administrator.post(reverse("wagtailusers_groups:delete", args=[group.pk]))
    (row,) = new_acts()
    assert row.action == "registry.delete_group"
    assert len(row.data["fields"]["user_set"][0]) == 1, "who lost the rights is told"


# The site


def test_folders_their_limits_and_moves_leave_rows(administrator, new_acts):
    root = Collection.get_first_root_node()
    for name in ("甲", "乙"):
        administrator.post(
            reverse("wagtailadmin_collections:add"), {"name": name, "parent": root.pk}
        )
    assert acts(new_acts()) == ["pages.add_collection"] * 2
    one, other = Collection.objects.get(name="甲"), Collection.objects.get(name="乙")
    edit = reverse("wagtailadmin_collections:edit", args=[one.pk])
    administrator.post(edit, {"name": "甲", "parent": other.pk})
    (moved,) = new_acts()
    assert moved.data["fields"] == {"parent": [root.name, "乙"]}
    privacy = reverse("wagtailadmin_collections:set_privacy", args=[one.pk])
    assert administrator.post(privacy, {"restriction_type": "login"}).status_code == 404
    assert not one.get_view_restrictions().exists(), "what is signed is public in any folder"
    assert new_acts() == []
    administrator.post(reverse("wagtailadmin_collections:delete", args=[one.pk]))
    assert acts(new_acts()) == ["pages.delete_collection"]


def test_sites_redirects_and_settings_leave_rows(administrator, new_acts):
    home = HomePage.objects.get()
    data = {"hostname": "other.example", "port": 80, "root_page": home.pk}
    administrator.post(reverse("wagtailsites:add"), data)
    site = Site.objects.get(hostname="other.example")
    administrator.post(reverse("wagtailsites:edit", args=[site.pk]), {**data, "port": 8080})
    administrator.post(reverse("wagtailsites:delete", args=[site.pk]))
    assert acts(new_acts()) == ["pages.add_site", "pages.change_site", "pages.delete_site"]
    moved = {"old_path": "/old/", "redirect_link": "https://example.com/"}
    administrator.post(reverse("wagtailredirects:add"), moved)
    redirect = Redirect.objects.get()
    edit = reverse("wagtailredirects:edit", args=[redirect.pk])
    administrator.post(edit, {**moved, "is_permanent": "on"})
    administrator.post(reverse("wagtailredirects:delete", args=[redirect.pk]))
    verbs = ("add", "change", "delete")
    assert acts(new_acts()) == [f"pages.{verb}_redirect" for verb in verbs]
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    new_acts()
    edit = reverse("wagtailsettings:edit", args=["pages", "sitesettings", settings.site_id])
    column = {
        "columns-TOTAL_FORMS": "1",
        "columns-0-page": home.pk,
        "columns-0-column_type": "概况信息",
        "columns-0-ORDER": "1",
    }
    administrator.post(edit, filled(administrator.get(edit), organiser="示例单位", **column))
    rows = new_acts()
    assert acts(rows) == ["pages.change_sitesettings", "pages.add_columnsettings"]
    assert rows[0].data["fields"] == {"organiser": [None, "示例单位"]}
    assert {row.subject_type for row in rows} == {"pages.sitesettings"}


def test_the_ways_of_moderation_leave_rows(administrator, new_acts):
    ensure_moderation(HomePage.objects.get())
    workflow = Workflow.objects.get(name="文稿审签")
    task = workflow.workflow_tasks.first().task.specific
    new_acts()
    edit = reverse("wagtailadmin_workflows:edit_task", args=[task.pk])
    groups = [Group.objects.get(name="签发人员").pk]
    administrator.post(edit, {"name": "核稿", "groups": groups})
    assert acts(new_acts()) == ["pages.change_reviewstep"] * 2
    administrator.post(reverse("wagtailadmin_workflows:disable_task", args=[task.pk]))
    assert acts(new_acts()) == ["pages.change_task"]
    administrator.post(reverse("wagtailadmin_workflows:disable", args=[workflow.pk]))
    assert "pages.change_workflow" in acts(new_acts())
    administrator.post(reverse("wagtailadmin_workflows:enable", args=[workflow.pk]))
    assert acts(new_acts()) == ["pages.change_workflow"]
