"""What a preview address shows: a page in memory, its files, and the reasons against showing it."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import get_script_prefix
from wagtail.documents import get_document_model
from wagtail.images.models import Rendition
from wagtail.models import Page

from rules.periods import local_day

from ..documents.named_files import named_by
from ..models import (
    CatalogIndexPage,
    DocumentIndexPage,
    DocumentPage,
    FeaturePage,
    HomePage,
    NoticeIndexPage,
)
from ..models.gated import Gated
from ..privacy.gate import reasons_against_words
from ..visible import is_public

#: Page types whose words are drafted by people and shown by themselves.
DRAFTED = (
    DocumentPage,
    FeaturePage,
    HomePage,
    DocumentIndexPage,
    NoticeIndexPage,
    CatalogIndexPage,
)
NOT_THEN = "到该时点，此页面不在公开期内"


def may_have_draft(page):
    return isinstance(page, DRAFTED)


@dataclass(frozen=True)
class Content:
    """A page (of its own type) as of ``at``; with words of its own where its row has others."""

    page: Page
    at: datetime
    has_own_words: bool


def content_of(address, at):
    """The :class:`Content` of ``address`` opened at ``at``; None where nothing is public then.

    A draft is shown as if it became public at ``at``; a page of a moment in the words that are
    approved for it.
    """
    if address.moment is None:
        page = _as_published(address.revision.as_object(), at)
        return Content(page, at, has_own_words=True)
    page = address.page.specific
    if not is_public(page, address.moment):
        return None
    due = page.revisions.filter(approved_go_live_at__lte=address.moment).order_by("pk").last()
    words = due.as_object() if due else page
    return Content(words, max(at, address.moment), has_own_words=due is not None)


def reasons_against_showing(what):
    """Why nobody outside may read a :class:`Content`; what the gate finds goes nowhere."""
    if what is None:
        return [NOT_THEN]
    return reasons_against_words(what.page) if isinstance(what.page, Gated) else []


def with_own_files(text, page, token):
    """``text`` with the files and pictures that ``page`` names at doors of this address.

    Their own doors are shut until a public page names them.
    """
    prefix, named = f"{get_script_prefix()}preview/{token}/", named_by(page)
    for file in get_document_model().objects.filter(pk__in=named.files):
        text = text.replace(file.url, f"{prefix}documents/{file.pk}/{file.filename}")
    for picture in Rendition.objects.filter(image__in=named.pictures):
        path = picture.url.removeprefix(f"{settings.MEDIA_URL}images/")
        text = text.replace(picture.url, f"{prefix}images/{path}")
    return text


def _as_published(page, at):
    """A draft that was never public gets the moment as its days, in memory only."""
    if isinstance(page, DocumentPage) and page.written_on is None:
        page.written_on = local_day(at)
    if not (page.first_published_at or page.go_live_at):
        page.go_live_at = at
    return page
