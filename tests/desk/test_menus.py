"""No menu item refuses the one who sees it: each role, each item, as the sidebar shows them."""

import re
from html import unescape

import pytest
from django.test import Client
from tests.support.desk_doors import EVERY_OFFICER, OFFICE

from pages.documents.moderation import CHECKING, DRAFTING, SIGNING
from registry.models import Membership, Organisation, User

pytestmark = [pytest.mark.django_db, pytest.mark.walk, pytest.mark.timeout(900)]
#: What is in the sidebar as JSON, and what stands on the page itself.
MENU = re.compile(r'"url": "(/[^"]*)"')


def browser(person):
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def items(client):
    """The addresses of every item of every menu that the sidebar holds."""
    home = client.get("/admin/")
    assert home.status_code == 200
    found = {unescape(address) for address in MENU.findall(home.content.decode())}
    return sorted(each for each in found if "logout" not in each)


def refused(client):
    """Those of the items that do not open: refused, sent home, missing or broken."""
    wrong = []
    for address in items(client):
        answer = client.get(address)
        is_home = answer.status_code == 302 and answer.url in ("/admin/", "/admin/login/")
        if is_home or answer.status_code not in (200, 302):
            wrong.append((address, answer.status_code))
    return wrong


@pytest.mark.parametrize("role", sorted(EVERY_OFFICER))
def test_every_item_of_the_menu_opens_for_the_role_that_sees_it(office, role):
    person = User.objects.create(username=f"menu-{role}", first_name="示例")
    person.groups.set(User.objects.get(username="clerk").groups.all())
    where = Organisation.objects.get(code=OFFICE[role])
    Membership.objects.create(user=person, organisation=where, role=role)
    client = browser(person)
    assert len(items(client)) > 3, "a menu is there"
    assert refused(client) == []


@pytest.mark.parametrize("hands", [(DRAFTING,), (CHECKING,), (SIGNING,)])
def test_every_item_of_the_menu_opens_for_the_hands_of_words(office, hands):
    from django.contrib.auth.models import Group

    person = User.objects.create(username="menu-editor", first_name="示例")
    person.groups.set(Group.objects.filter(name__in=hands))
    assert refused(browser(person)) == []


def test_every_item_of_the_menu_opens_for_the_administrator(administrator):
    assert len(items(administrator)) > 30
    assert refused(administrator) == []
