"""Feeds of documents, notices and changes of the catalogue: RSS, Atom and JSON Feed.

One list of entries for all three forms, visible at the moment of asking, with no personal data: an
entry of the catalogue names the product and its producer, never a person.
"""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.timezone import localtime
from wagtail.models import Site

from catalog.models import CertificateEvent
from records.models import TreeHead
from rules.plain_text import plain

from ..catalogue.public_text import masked
from ..models import BulletinPage, DocumentPage, NoticePage, ProductPage, RemovalPage, ResultPage
from .feeding import FORMS, TITLES
from .metadata import article

MOST = 30
EPOCH = datetime.fromisoformat("2020-01-01T00:00:00+08:00")


@dataclass(frozen=True)
class Entry:
    """One entry: a lasting id, an absolute address, words, and when it first stood there."""

    key: str
    url: str
    title: str
    summary: str
    at: datetime


def entries(name, request, *, at):
    """The newest entries of feed ``name``, newest first."""
    build = {
        "documents": _documents,
        "notices": _notices,
        "catalogue": _changes,
        "bulletins": _bulletins,
        "evidence": _heads,
    }[name]
    rows = sorted(build(request, at), key=lambda each: (each.at, each.key), reverse=True)
    return [_plain(row) for row in rows[:MOST]]


def _plain(entry):
    """One character that XML refuses would take the whole feed down."""
    return replace(entry, title=plain(entry.title), summary=plain(entry.summary))


def _documents(request, at):
    return [_page(each, request, at) for each in DocumentPage.objects.visible(at).newest()[:MOST]]


def _notices(request, at):
    rows = NoticePage.objects.visible(at).with_end(at).newest()[:MOST]
    results = ResultPage.objects.visible(at).with_facts().newest()[:MOST]
    removals = RemovalPage.objects.visible(at).with_facts().newest()[:MOST]
    return [_page(each, request, at) for each in (*rows, *results, *removals)]


def _bulletins(request, at):
    rows = BulletinPage.objects.visible(at).select_related("bulletin__unit", "bulletin__close")
    return [_page(each, request, at) for each in rows.newest()[:MOST]]


def _page(page, request, at):
    facts = article(page, at)
    url = request.build_absolute_uri(page.get_url(request))
    return Entry(url, url, facts.title, facts.description, facts.published_at or EPOCH)


def _changes(request, at):
    """Events of certificates whose page still answers; what ended is told, too."""
    events = CertificateEvent.objects.filter(effective_at__lte=at).select_related(
        "certificate__version", "certificate__applicant", "product_version"
    )
    newest = list(events.order_by("-effective_at", "-pk")[:MOST])
    pages = ProductPage.objects.filter(certificate__in=[each.certificate_id for each in newest])
    pages_by_certificate = {page.certificate_id: page for page in pages}
    return [
        _change(each, pages_by_certificate[each.certificate_id], request)
        for each in newest
        if each.certificate_id in pages_by_certificate
    ]


def _change(event, page, request):
    certificate = event.certificate
    url = request.build_absolute_uri(page.get_url(request))
    product = masked(event.product_version.name)
    return Entry(
        key=f"{url}#{event.version}",
        url=url,
        title=f"{event.get_op_display()}：{product}（{certificate.number}）",
        summary=(
            f"{masked(certificate.applicant.name)}的{product}{event.get_op_display()}，"
            f"原因：{event.get_reason_display()}，有效期至{certificate.valid_until:%Y-%m-%d}"
        ),
        at=event.effective_at,
    )


def _heads(request, at):
    """The heads of the evidence log: whoever subscribes keeps them where we cannot reach."""
    url = request.build_absolute_uri(reverse("public:evidence"))
    return [
        Entry(
            key=f"{url}#d{head.day}",
            url=f"{url}#d{head.day}",
            title=f"{head.day}公开凭证根摘要",
            summary=head.statement,
            at=head.made_at,
        )
        for head in TreeHead.objects.filter(made_at__lte=at).order_by("-day")[:MOST]
    ]


def feed(request, name, form):
    """``/feeds/<name>.<form>``, answered with 304 to whoever has it already."""
    if name not in TITLES or form not in FORMS:
        raise Http404
    rows = entries(name, request, at=timezone.now())
    body = _written(request, name, form, rows)
    etag = quote_etag(hashlib.sha256(body.encode()).hexdigest()[:32])
    newest = int(max((row.at for row in rows), default=EPOCH).timestamp())
    response = HttpResponse(body, content_type=f"{FORMS[form][1]}; charset=utf-8")
    response["ETag"], response["Last-Modified"] = etag, http_date(newest)
    return get_conditional_response(request, etag, newest, response)


def _written(request, name, form, rows):
    site = Site.find_for_request(request)
    title = plain(f"{site.site_name} {TITLES[name]}")
    home = request.build_absolute_uri(reverse("wagtail_serve", args=[""]))
    here = request.build_absolute_uri(reverse("public:feed", args=[name, form]))
    if form == "json":
        return _json(title, home, here, rows)
    written = FORMS[form][0](
        title=title, link=home, description=title, language="zh-cn", feed_url=here
    )
    for row in rows:
        written.add_item(
            title=row.title,
            link=row.url,
            description=row.summary,
            pubdate=row.at,
            updateddate=row.at,
            unique_id=row.key,
            unique_id_is_permalink=row.key == row.url,
        )
    written.latest_post_date = lambda: max((row.at for row in rows), default=EPOCH)
    return written.writeString("utf-8")


def _json(title, home, here, rows):
    items = [
        {
            "id": row.key,
            "url": row.url,
            "title": row.title,
            "content_text": row.summary,
            "date_published": localtime(row.at).isoformat(),
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
    return render(request, "pages/feeds.html", {"rows": rows})
