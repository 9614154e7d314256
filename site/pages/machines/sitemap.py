"""``/sitemap.xml``: one list while it is short, else an index of parts (sitemaps.org).

A protocol's list may hold 50,000 addresses; ours are shorter, so that making one stays a matter of
a second and a crawler reads anew only what has changed.
"""

from django.db.models import Max
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from wagtail.models import Site

from .signposts import public_pages
from .unchanged import answer_once

#: Addresses in one part.
PART = 5_000
SINCE = Coalesce("last_published_at", "go_live_at")


def sitemap(request):
    """What is visible now and when each was last published, or where the parts of that are."""
    at = timezone.now()
    pages = public_pages(Site.find_for_request(request), at)
    count = number_of_parts(pages)
    if count <= 1:
        return _written(
            request, "pages/sitemap.xml", _addresses(pages.order_by("path"), request), at
        )
    parts = ((number, _part(pages, number)) for number in range(1, count + 1))
    rows = [(request.build_absolute_uri(part_address(n)), _newest(part)) for n, part in parts]
    return _written(request, "pages/sitemap_index.xml", rows, at)


def sitemap_part(request, number):
    """Part ``number``, from 1; 404 beyond the last."""
    at = timezone.now()
    pages = public_pages(Site.find_for_request(request), at)
    if not 1 <= number <= number_of_parts(pages):
        raise Http404
    return _written(request, "pages/sitemap.xml", _addresses(_part(pages, number), request), at)


def part_addresses(at):
    """The addresses of the parts; none while one list is enough."""
    count = number_of_parts(public_pages(Site.objects.get(is_default_site=True), at))
    return [part_address(number) for number in range(1, count + 1)] if count > 1 else []


def part_address(number):
    return reverse("public:sitemap_part", args=[number])


def number_of_parts(pages):
    return -(-pages.count() // PART)


def _part(pages, number):
    """In the order of their keys: what is new comes at the end, and earlier parts stay as read."""
    return pages.order_by("pk")[(number - 1) * PART : number * PART]


def _newest(part):
    return _day(part.aggregate(newest=Max(SINCE))["newest"])


def _addresses(pages, request):
    return [
        (
            request.build_absolute_uri(page.get_url(request)),
            _day(page.last_published_at or page.go_live_at),
        )
        for page in pages
    ]


def _written(request, template, rows, at):
    response = render(request, template, {"rows": rows}, content_type="application/xml")
    return answer_once(request, response, at=at)


def _day(moment):
    return localtime(moment).date().isoformat() if moment else ""
