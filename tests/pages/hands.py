"""Editors, checkers and chiefs at Wagtail's doors, for tests of who may do what to a page."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from tests.support.forms import filled, paragraph
from wagtail.models import TaskState

from pages.documents.moderation import CHECKING, DRAFTING, SIGNING, ensure_moderation
from pages.models import DocumentIndexPage, DocumentPage, HomePage
from pages.models.document_words import Section
from pages.privacy.confirming import confirm

EVERYBODY = ("editor", "checker", "chief", "root")
GROUPS = {"editor": DRAFTING, "checker": CHECKING, "chief": SIGNING}


def appoint(people):
    """The moderation of the site, and a member for each of its groups; administrators apart."""
    ensure_moderation(HomePage.objects.get())
    for login, group in GROUPS.items():
        user, _ = people.objects.get_or_create(username=login)
        user.groups.add(Group.objects.get(name=group))
    people.objects.get_or_create(username="root", is_superuser=True)


def add_url(section=Section.GUIDE):
    """Where a new document of a column is written."""
    column = DocumentIndexPage.objects.get(section=section)
    return reverse("wagtailadmin_pages:add", args=["pages", "documentpage", column.pk])


def write(client, action="submit", **fields):
    """A new guide, written and sent by whoever is signed in; the page.

    The empty form is asked for where the client has not brought it (``hands``).
    """
    url = add_url()
    blank = getattr(client, "blank_guide", None) or filled(client.get(url))
    given = {
        "title": "示例指南",
        "slug": f"guide-{DocumentPage.objects.count()}",
        "kind": "guide",
        "issuer": "章贡区扶贫办",
        "written_on": "2020-04-30",
        "topic": "扶贫",
        f"action-{action}": "1",
        **paragraph("正文"),
    }
    client.post(url, {**blank, **given, **fields})
    return DocumentPage.objects.order_by("pk").last()


def edit(client, page, *, follow=False, **fields):
    """Send the edit form of ``page`` with ``fields`` changed; the answer, or what it leads to."""
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    given = filled(client.get(url), **{**paragraph("正文"), **fields})
    return client.post(url, given, follow=follow)


def act(client, page, action="approve", comment="同意", *, follow=False):
    """Take a step of the review on the page of the review; the answer, or what it leads to."""
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    given = {"action-workflow-action": "true", "workflow-action-name": action, "comment": comment}
    return client.post(url, given, follow=follow)


def sign(people):
    """Checker and chief approve whatever waits for them."""
    for login in ("checker", "chief"):
        for state in TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS):
            person = people.objects.get(username=login)
            state.task.specific.on_action(state, person, "approve")


def look_at(thing):
    """Somebody has looked at a scan or a picture; ``thing`` itself."""
    looker, _ = get_user_model().objects.get_or_create(username="looker")
    confirm(thing, note="已查看原件", by=looker, at=timezone.now())
    return thing


def fresh(page):
    return DocumentPage.objects.get(pk=page.pk)
