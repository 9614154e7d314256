"""Nothing stands in a menu that refuses the one who sees it; who can mend a thing is told of it."""

import re
from datetime import date
from html import unescape

import pytest
from django.contrib.auth.models import Group
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from tests.support.desk import page
from tests.support.desk_doors import EVERY_OFFICER, OFFICE
from wagtail.admin.menu import SubmenuMenuItem, admin_menu
from wagtail.admin.telepath import JSContext
from wagtail.admin.ui.sidebar import LinkMenuItem

from pages.documents.moderation import CHECKING, DRAFTING, SIGNING
from registry import ruleset_changes
from registry.models import Membership, Organisation, RuleSet, User
from workflow.services import closings

pytestmark = pytest.mark.django_db
#: What is in the sidebar as JSON.
SIDEBAR = re.compile(r'"url": "(/[^"]*)"')


def person(role):
    if role in ("admin", "editor"):
        return User.objects.get(username=role)
    who = User.objects.create(username=f"one-{role}", last_name="示例")
    who.groups.set(User.objects.get(username="clerk").groups.all())
    where = Organisation.objects.get(code=OFFICE[role])
    Membership.objects.create(user=who, organisation=where, role=role)
    return who


def browser(who):
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


def shown(menu, request):
    """The addresses of every leaf of the menu that this person sees."""
    leaves = set()
    for item in menu.menu_items_for_request(request):
        is_group = isinstance(item, SubmenuMenuItem)
        leaves |= shown(item.menu, request) if is_group else {f"{item.url}"}
    return leaves


def drawn(client):
    """The addresses of all that the sidebar holds: the menu, and what is drawn beside it."""
    home = client.get("/admin/")
    assert home.status_code == 200
    addresses = {unescape(each) for each in SIDEBAR.findall(home.content.decode())}
    return {each for each in addresses if "logout" not in each}


def refused(client, addresses, leaves=()):
    """Those that do not open: refused, sent home, missing or broken. A leaf opens by itself."""
    wrong = {}
    for address in sorted(addresses):
        answer = client.get(address)
        is_leaf, leads_to = address in leaves, getattr(answer, "url", "")
        if is_leaf and leads_to.startswith(address):
            answer = client.get(leads_to)  # as Wagtail leads to the one site's settings
        is_open = answer.status_code == 200 or (answer.status_code == 302 and not is_leaf)
        if leads_to in ("/admin/", "/admin/login/") or not is_open:
            wrong[address] = (answer.status_code, leads_to)
    return wrong


QUICK = ("station_officer", "admin")


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    "role",
    [
        pytest.param(role, marks=() if role in QUICK else pytest.mark.walk)
        for role in sorted({*EVERY_OFFICER, "admin", "editor"})
    ],
)
def test_every_line_of_the_menu_lets_in_who_sees_it(office, role):
    """And so does whatever else the sidebar holds; an address that is in both is asked for once."""
    who = person(role)
    client, request = browser(who), RequestFactory().get("/admin/")
    request.user = who
    leaves, items = shown(admin_menu, request), drawn(client)
    assert len(leaves) > 2, leaves
    assert len(items) > (30 if role == "admin" else 3), "a menu is there"
    assert refused(client, items | leaves, leaves) == {}


def test_the_page_alone_names_the_script_of_the_sidebar(administrator):
    lines = JSContext()
    lines.pack([LinkMenuItem("inbox", "待办", "/admin/desk/inbox/")])
    assert f"{lines.media}" == ""
    assert administrator.get("/admin/").content.decode().count("js/sidebar.js") == 1


@pytest.mark.walk
@pytest.mark.parametrize("hands", [(DRAFTING,), (CHECKING,), (SIGNING,)])
def test_every_item_of_the_menu_opens_for_the_hands_of_words(office, hands):
    editor = User.objects.create(username="menu-editor", first_name="示例")
    editor.groups.set(Group.objects.filter(name__in=hands))
    client = browser(editor)
    assert refused(client, drawn(client)) == {}


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
