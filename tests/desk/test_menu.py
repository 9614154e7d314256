"""Nothing stands in a menu that refuses the one who sees it; who can mend a thing is told of it."""

from datetime import date

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from tests.support.desk import page
from tests.support.desk_doors import EVERY_OFFICER, OFFICE
from wagtail.admin.menu import SubmenuMenuItem, admin_menu

from registry import ruleset_changes
from registry.models import Membership, Organisation, RuleSet, User
from workflow.services import closings

pytestmark = pytest.mark.django_db


def person(role):
    if role in ("admin", "editor"):
        return User.objects.get(username=role)
    who = User.objects.create(username=f"one-{role}", last_name="示例")
    who.groups.set(User.objects.get(username="clerk").groups.all())
    where = Organisation.objects.get(code=OFFICE[role])
    Membership.objects.create(user=who, organisation=where, role=role)
    return who


def shown(menu, request):
    """``{address: label}`` of every leaf of the menu that this person sees."""
    leaves = {}
    for item in menu.menu_items_for_request(request):
        is_group = isinstance(item, SubmenuMenuItem)
        leaves |= shown(item.menu, request) if is_group else {f"{item.url}": f"{item.label}"}
    return leaves


QUICK = ("station_officer", "admin")


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "role",
    [
        pytest.param(role, marks=() if role in QUICK else pytest.mark.walk)
        for role in sorted({*EVERY_OFFICER, "admin", "editor"})
    ],
)
def test_every_line_of_the_menu_lets_in_who_sees_it(office, role):
    who = person(role)
    client, request = Client(), RequestFactory().get("/admin/")
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    request.user = who
    leaves = shown(admin_menu, request)
    assert len(leaves) > 2, leaves
    refused = {}
    for address, label in leaves.items():
        answer = client.get(address)
        if answer.status_code == 302 and answer.url.startswith(address):
            answer = client.get(answer.url)  # as Wagtail leads to the one site's settings
        if answer.status_code != 200:
            refused[label] = (answer.status_code, getattr(answer, "url", ""))
    assert refused == {}


def test_who_can_enter_the_missing_holidays_reads_so_on_the_first_page(signed_in, on_day, office):
    on_day(date(2026, 11, 20))
    admin = signed_in(User.objects.get(username="admin"))
    home = admin.get("/admin/").content.decode()
    assert "2027年节假日安排尚未录入，请录入" in home
    assert "/admin/snippets/registry/holidaypaper/" in home
    manager = signed_in("manager@fpb")
    assert "请录入" not in manager.get("/admin/").content.decode()
    assert "请系统管理员" in manager.get(page("operations")).content.decode()


def test_a_year_that_is_complete_asks_for_nothing(signed_in, on_day, office):
    on_day(date(2020, 4, 2))
    home = signed_in(User.objects.get(username="admin")).get("/admin/").content.decode()
    assert "没有等待办理的事项" in home


def test_what_waits_for_a_second_person_is_told_with_its_form(signed_in, on_day, office):
    on_day(date(2020, 4, 2))
    admin, rules = User.objects.get(username="admin"), RuleSet.objects.get()
    old, new = Organisation.objects.filter(kind="work_station").order_by("pk")[:2]
    at = timezone.now()
    closings.propose(old, successor=new, last_day=date(2020, 4, 2), by=admin, at=at)
    ruleset_changes.propose(rules, {"hotline": "12399"}, by=admin, at=at)
    home = signed_in(admin).get("/admin/").content.decode()
    for thing, words in (
        (old, f"{old}的撤销等待另一人批准"),
        (rules, f"{rules}的变更等待另一人批准"),
    ):
        form = reverse(f"wagtailsnippets_registry_{thing._meta.model_name}:edit", args=[thing.pk])
        assert f'<a href="{form}">{words}</a>' in home
