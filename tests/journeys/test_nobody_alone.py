"""In a browser, too, nobody gets words before the public alone: each role tries every way."""

import re
from contextvars import ContextVar

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from tests.pages.hands import appoint
from tests.pages.test_three_hands import public
from wagtail.models import Page, PagePermissionTester

from demo.acts import agent
from pages import public_change
from pages.documents.moderation import CHECKING, DRAFTING, SIGNING
from pages.models.hands import HandsTester
from pages.notices.services import publish_due
from registry.models import Membership, User

from .attempts import UNSIGNED, WAYS, Papers, Person
from .people import sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(1800),
    pytest.mark.django_db(transaction=True),
]
FEWEST_WAYS = 25
#: Who tries it, and at which door they sign in.
OFFICERS = ("station_officer", "fpb_clerk", "manager", "complaint_officer", "auditor")
EDITING = ("editor", "checker", "chief", "boss", "root")


@pytest.fixture
def papers(site, office, clock, at):
    clock(at)
    appoint(User)
    boss, _ = User.objects.get_or_create(username="boss")
    boss.groups.add(*Group.objects.filter(name__in=(DRAFTING, CHECKING, SIGNING)))
    return Papers(User.objects.get(username="editor"), at)


def read_by_all():
    """What an anonymous reader finds of the unsigned words, at the pages' own addresses."""
    reader = Client()
    pages = [page.url for page in Page.objects.filter(depth__gt=2) if page.url]
    urls = ["/", "/sitemap.xml", f"/search/?q={UNSIGNED[:4]}", "/led/", *pages]
    answers = ((url, reader.get(url)) for url in urls)
    return [url for url, answer in answers if _says(answer)]


def _says(answer):
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    # what a search found is marked within
    return UNSIGNED in re.sub("<[^>]+>", "", text.decode(errors="ignore"))


def try_everything(person, papers, at):
    """The names of the ways by which something became public, at once or by the clock."""
    broken = walk(person, papers)
    publish_due(at)
    assert read_by_all() == []
    return broken


def walk(person, papers):
    before, broken = public(), []
    for name, attempt in WAYS.items():
        before |= {row for row in public() if row not in before and not _is_unsigned(row)}
        attempt(person, papers)
        if any(_is_unsigned(row) for row in public() - before):
            broken.append(name)
    return broken


def _is_unsigned(row):
    """Whether a row of :func:`public` is a wording that no service of the tests has signed."""
    page = Page.objects.get(pk=row[0]).specific
    return UNSIGNED in page.title or not page.versions.exists()


@pytest.mark.parametrize("login", EDITING)
def test_nobody_of_the_editing_groups_publishes_alone(login, someone, papers, at):
    person = Person(sign_in(someone(), User.objects.get(username=login), "admin"))
    assert len(WAYS) >= FEWEST_WAYS
    assert try_everything(person, papers, at) == []
    assert person.pressed >= 10
    assert person.sent >= FEWEST_WAYS


def test_a_door_that_stands_open_would_be_found(someone, papers, at, monkeypatch):
    """The walk itself is tried: with both guards away, pressing is publishing."""
    monkeypatch.setattr(HandsTester, "can_publish", PagePermissionTester.can_publish)
    monkeypatch.setattr(public_change, "_because", ContextVar("test", default="test"))
    name = "publish_a_draft_in_its_own_form"
    monkeypatch.setitem(globals(), "WAYS", {name: WAYS[name]})
    person = Person(sign_in(someone(), User.objects.get(username="boss"), "admin"))
    assert walk(person, papers) == [name]


@pytest.mark.parametrize("role", OFFICERS)
def test_no_officer_of_the_desk_publishes_anything(role, someone, papers, at):
    officer = Membership.objects.filter(role=role).earliest("pk").user
    assert try_everything(Person(sign_in(someone(), officer, "admin")), papers, at) == []


def test_no_applicant_publishes_anything(someone, draft, papers, at):
    application = draft(1)
    person = Person(sign_in(someone(), agent(application.applicant_id), "portal"))
    assert try_everything(person, papers, at) == []


def test_a_reader_without_an_account_publishes_nothing(someone, papers, at):
    assert try_everything(Person(someone()), papers, at) == []
