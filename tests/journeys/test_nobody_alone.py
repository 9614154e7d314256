"""In a browser, too, nobody gets words before the public alone: each role tries every way."""

import re
from contextvars import ContextVar

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from tests.pages.hands import appoint
from tests.pages.test_three_hands import public
from wagtail.models import Page, PagePermissionTester

from demo.acts import agent
from pages import public_change
from pages.documents.moderation import CHECKING, DRAFTING, SIGNING
from pages.models import DocumentPage
from pages.models.hands import HandsTester
from pages.notices.services import publish_due
from registry.models import Membership, User

from .attempting import EDIT_FORM, Person, click_all
from .attempts import WAYS
from .people import sign_in
from .unsigned_papers import UNSIGNED, Papers, watched_writes

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(900),
    pytest.mark.django_db(transaction=True),
]
#: Each button counts once, wherever a list leads to it again.
FEWEST_WAYS, FEWEST_PRESSES = 25, 8
#: Who tries it, and at which door they sign in.
OFFICERS = ("station_officer", "fpb_clerk", "manager", "complaint_officer", "auditor")
EDITING = (("editor", "checker"), ("chief", "boss", "root"))


@pytest.fixture
def papers(site, office, clock, at):
    clock(at)
    appoint(User)
    boss, _ = User.objects.get_or_create(username="boss")
    boss.groups.add(*Group.objects.filter(name__in=(DRAFTING, CHECKING, SIGNING)))
    with watched_writes() as writes:
        yield Papers(User.objects.get(username="editor"), at, writes)


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


def try_everything(people, papers, at):
    """``{login: ways}`` by which something became public, at once or by the clock."""
    broken = {login: walk(person, papers) for login, person in people.items()}
    publish_due(at)
    assert read_by_all() == []
    return {login: ways for login, ways in broken.items() if ways}


def walk(person, papers):
    before, broken = public(), []
    for name, attempt in WAYS.items():
        attempt(person, papers)
        new = public() - before
        unsigned = {row for row in new if _is_unsigned(row)}
        before |= new - unsigned
        if unsigned:
            broken.append(name)
    return broken


def _is_unsigned(row):
    """Whether a row of :func:`public` is a wording that no service of the tests has signed."""
    page = Page.objects.get(pk=row[0]).specific
    return UNSIGNED in page.title or not page.versions.exists()


def at_the_desk(someone, users):
    return {user.username: Person(sign_in(someone(), user, "admin")) for user in users}


@pytest.mark.parametrize("logins", EDITING, ids=["who writes and checks", "who signs"])
def test_nobody_of_the_editing_groups_publishes_alone(logins, someone, papers, at):
    people = at_the_desk(someone, User.objects.filter(username__in=logins))
    assert len(people) == len(logins)
    assert len(WAYS) >= FEWEST_WAYS
    assert try_everything(people, papers, at) == {}
    for person in people.values():
        assert person.pressed >= FEWEST_PRESSES
        assert person.sent >= FEWEST_WAYS


def test_pressing_what_is_drawn_with_the_mouse_publishes_nothing(someone, papers, at):
    """As the scripts of the page send it."""
    page = sign_in(someone(), User.objects.get(username="boss"), "admin")
    page.on("dialog", lambda dialog: dialog.accept())
    before = public()
    draft, review = papers.draft(), papers.in_review()
    buttons = f"{EDIT_FORM} button[name^=action-]"
    assert click_all(page, edit_url(draft), buttons) >= 1
    assert click_all(page, edit_url(review), "button[name=workflow-action-name]") >= 1
    assert public() == before


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_a_door_that_stands_open_would_be_found(someone, papers, at, monkeypatch):
    """The walk itself is tried: with both guards away, pressing is publishing."""
    monkeypatch.setattr(HandsTester, "can_publish", PagePermissionTester.can_publish)
    monkeypatch.setattr(public_change, "_because", ContextVar("test", default="test"))
    name = "publish_a_draft_in_its_own_form"
    monkeypatch.setitem(globals(), "WAYS", {name: WAYS[name]})
    person = Person(sign_in(someone(), User.objects.get(username="boss"), "admin"))
    draft = papers.draft()
    assert walk(person, papers) == [name]
    assert papers.draft() != draft, "what the server writes is noticed"


def test_a_paper_that_somebody_wrote_on_is_not_given_again(papers):
    draft, review = papers.draft(), papers.in_review()
    assert (papers.draft(), papers.in_review()) == (draft, review)
    review.current_workflow_task_state.reject(user=papers.editor)
    assert papers.in_review() != review
    draft = papers.draft()
    draft.save_revision(user=papers.editor)
    assert papers.draft() != draft


def test_a_try_is_repeated_only_while_it_changes_something(papers):
    tries = [DocumentPage.objects.count() for _ in papers.rounds(3)]
    assert len(tries) == 1
    tries = [papers.draft().save_revision() for _ in papers.rounds(3)]
    assert len(tries) == 3


def test_no_officer_of_the_desk_publishes_anything(someone, papers, at):
    duties = [Membership.objects.filter(role=role).earliest("pk") for role in OFFICERS]
    people = at_the_desk(someone, [duty.user for duty in duties])
    assert len(people) == len(OFFICERS)
    assert try_everything(people, papers, at) == {}


def test_neither_an_applicant_nor_a_reader_publishes_anything(someone, draft, papers, at):
    application, reader = draft(1), someone()
    reader.goto("/")
    applicant = sign_in(someone(), agent(application.applicant_id), "portal")
    people = {"applicant": Person(applicant), "reader": Person(reader)}
    assert try_everything(people, papers, at) == {}
