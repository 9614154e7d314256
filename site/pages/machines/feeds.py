"""Feeds of documents, notices and changes of the catalogue: RSS, Atom and JSON Feed.

One list of entries (``feed_entries``) for all three forms. A feed can be narrowed by what its
address asks (``?township=``), and whoever has it already is answered 304.
"""

import json
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from wagtail.models import Site

from rules.plain_text import plain

from ..models import CatalogIndexPage
from .feed_entries import EPOCH, chosen_of, entries
from .feeding import FORMS, TITLES
from .unchanged import answer_once


def feed(request, name, form):
    """``/feeds/<name>.<form>``, answered with 304 to whoever has it already."""
    if name not in TITLES or form not in FORMS:
        raise Http404
    at = timezone.now()
    chosen = chosen_of(name, request.GET)
    rows = entries(name, request, at=at, chosen=chosen)
    body = _written(request, name, form, rows, chosen)
    response = HttpResponse(body, content_type=f"{FORMS[form][1]}; charset=utf-8")
    return answer_once(request, response, at=at, is_remembered=not chosen)


def _written(request, name, form, rows, chosen):
    site = Site.find_for_request(request)
    narrowed = "（部分）" if chosen else ""
    title = plain(f"{site.site_name} {TITLES[name]}{narrowed}")
    home = request.build_absolute_uri(reverse("wagtail_serve", args=[""]))
    here = request.build_absolute_uri(feed_address(name, form, chosen))
    if form == "json":
        return _json(title, home, here, rows)
    written = FORMS[form][0](
        title=title,
        link=home,
        description=title,
        language="zh-cn",
        feed_url=here,
        feed_guid=here,  # each feed is one of its own (RFC 4287, 4.1.1)
        author_name=plain(site.site_name),
    )
    for row in rows:
        written.add_item(
            title=row.title,
            link=row.url,
            description=row.summary,
            author_name=row.source or None,
            pubdate=row.at,
            updateddate=row.updated_at,
            unique_id=row.key,
            unique_id_is_permalink=row.key == row.url,
        )
    written.latest_post_date = lambda: max((row.updated_at for row in rows), default=EPOCH)
    return written.writeString("utf-8")


def feed_address(name, form, chosen=None):
    """The address of a feed, narrowed by ``chosen``."""
    address = reverse("public:feed", args=[name, form])
    return f"{address}?{urlencode(chosen)}" if chosen else address


def _json(title, home, here, rows):
    items = [
        {
            "id": row.key,
            "url": row.url,
            "title": row.title,
            "content_text": row.summary,
            "date_published": localtime(row.at).isoformat(),
            "date_modified": localtime(row.updated_at).isoformat(),
            **({"authors": [{"name": row.source}]} if row.source else {}),
        }
        for row in rows
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": home,
        "feed_url": here,
        "language": "zh-CN",
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)


def overview(request):
    """``/feeds/``: what can be subscribed to, and how."""
    rows = [
        (title, [(form.upper(), reverse("public:feed", args=[name, form])) for form in FORMS])
        for name, title in TITLES.items()
    ]
    catalogue = CatalogIndexPage.objects.live().first()
    context = {"rows": rows, "catalogue_url": catalogue and catalogue.get_url(request)}
    return render(request, "pages/feeds.html", context)
