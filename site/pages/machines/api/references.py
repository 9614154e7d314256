"""How one answer of the API names another: references to pages, crumbs, absolute addresses."""

import re

from django.urls import get_script_prefix
from ninja import Schema
from wagtail.models import Page

from ...catalogue.public_text import masked
from ...models import (
    BulletinPage,
    CatalogIndexPage,
    DocumentIndexPage,
    DocumentPage,
    FeaturePage,
    HomePage,
    NoticeIndexPage,
    NoticePage,
    ProductPage,
    RemovalPage,
    ResultPage,
)
from ...of_generation import remembered

#: Page type → its word in the API; the list of a kind lies at its plural.
TYPES = {
    HomePage: "home",
    DocumentIndexPage: "column",
    NoticeIndexPage: "column",
    CatalogIndexPage: "column",
    DocumentPage: "document",
    FeaturePage: "feature",
    NoticePage: "notice",
    ResultPage: "result",
    RemovalPage: "removal",
    ProductPage: "product",
    BulletinPage: "bulletin",
}
OWN_LINK = re.compile(r'\b(href|src)="(/[^"/][^"]*|/)"')


class PageRef(Schema):
    """A page as another one names it; ``id`` never changes, ``slug`` and ``url`` may."""

    id: int
    type: str
    slug: str
    title: str
    url: str
    api_url: str


def page_ref(page, request):
    """What :class:`PageRef` holds of ``page``, which is of its own type."""
    return {
        "id": page.pk,
        "type": TYPES[type(page)],
        "slug": page.slug,
        "title": masked(page.title),
        "url": address(page, request),
        "api_url": api_address(page, request),
    }


def set_crumbs(pages, request):
    """Give each page its ``crumbs``: the pages above it, the home page first.

    One query for those that no reader of this generation has asked for.
    """
    above = remembered(request, ("crumbs", request.scheme, request.get_host()), dict)
    ways = {page.pk: _ways(page) for page in pages}
    if unread := set().union(*ways.values()) - set(above):
        rows = {each.path: each for each in Page.objects.filter(path__in=unread)}
        above.update({path: _crumb(rows.get(path), request) for path in unread})
    for page in pages:
        page.crumbs = [above[path] for path in ways[page.pk] if above[path]]


def _ways(page):
    """The paths of the pages above ``page``, the home page first."""
    step = Page.steplen
    return [page.path[:end] for end in range(2 * step, len(page.path), step)]


def _crumb(page, request):
    return page and {"title": page.title, "url": address(page, request)}


def address(page, request):
    """The absolute address of a page."""
    return request.build_absolute_uri(page.get_url(request))


def api_address(page, request):
    """The absolute address of a page's JSON."""
    word = TYPES[type(page)]
    below = word if word == "home" else f"{word}s/{page.slug}"
    return api_path(below, request)


def api_path(below, request):
    """The absolute address of ``below`` in this version of the API."""
    return request.build_absolute_uri(f"{get_script_prefix()}api/v1/{below}")


def with_absolute_links(html, request):
    """``html`` with the links and pictures of this site at their absolute addresses."""
    return OWN_LINK.sub(
        lambda link: f'{link[1]}="{request.build_absolute_uri(link[2])}"', str(html)
    )
