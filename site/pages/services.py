"""Putting things before the public: notices, catalogue pages, documents; each once, each in time.

A page is created inside the caller's transaction, so the act and its publication land together.
What the public sees at a moment is decided by ``visible(at)`` of the page types alone.
"""

from django.db import transaction

from catalog.models import Certificate
from registry.audit import record
from rules.periods import day_ends, day_starts
from rules.refusal import refuse_if
from supervision.models import Publicity

from .models import (
    CatalogIndexPage,
    DocumentIndexPage,
    DocumentPage,
    NoticeIndexPage,
    NoticePage,
    ProductPage,
    ResultPage,
)
from .models.notices import notice_title
from .models.results import awaiting_result, result_title
from .richtext import paragraphs_html
from .site_tree import SiteTreeMissing, column, ensure_site_tree
from .timed import approve, publish_due

__all__ = [
    "SiteTreeMissing",
    "announce_results",
    "ensure_site_tree",
    "open_district_notice",
    "open_product_page",
    "publish_document",
    "publish_due",
]


@transaction.atomic
def open_district_notice(publicity, *, by, at):
    """The notice page of a district publicity, timed to its hour of publication (办法二（四）).

    Idempotent. Raises :class:`SiteTreeMissing` when the site has no notice column.
    """
    publicity = Publicity.objects.select_for_update().get(pk=publicity.pk)
    national = publicity.level != Publicity.Level.DISTRICT
    refuse_if(["全国公示由全国平台发布，不在本站公示"] if national else [])
    existing = NoticePage.objects.filter(publicity=publicity).first()
    return existing or _create(
        NoticeIndexPage,
        NoticePage(
            title=notice_title(publicity),
            slug=publicity.number.lower(),
            publicity=publicity,
            go_live_at=publicity.published_at,
        ),
        by=by,
        at=at,
    )


def announce_results(at):
    """Announce the result of every notice that has ended; how many were announced here (§5.5)."""
    announced = [_announce(notice, at=at) for notice in awaiting_result(at)]
    return sum(announced)


@transaction.atomic
def _announce(notice, *, at):
    """One result, under the lock of its publicity; False when another clock was quicker."""
    Publicity.objects.select_for_update().get(pk=notice.publicity_id)
    if ResultPage.objects.filter(notice=notice).exists():
        return False
    result = ResultPage(
        title=result_title(notice),
        slug=f"{notice.slug}-result",
        notice=notice,
        go_live_at=at,
    )
    _create(NoticeIndexPage, result, by=None, at=at)
    return True


@transaction.atomic
def open_product_page(certificate, *, by, at):
    """The catalogue page of a certificate, timed to its validity (办法二（六）, 四（二）).

    Idempotent. Raises :class:`SiteTreeMissing` when the site has no catalogue column.
    """
    certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    existing = ProductPage.objects.filter(certificate=certificate).first()
    return existing or _create(
        CatalogIndexPage,
        ProductPage(
            title=certificate.version.name,
            slug=certificate.number.lower(),
            certificate=certificate,
            go_live_at=day_starts(certificate.valid_from),
            expire_at=day_ends(certificate.valid_until),
        ),
        by=by,
        at=at,
    )


@transaction.atomic
def publish_document(*, index_no, paragraphs, published_at, by, at, **fields):
    """Create or correct the document ``index_no``; returns ``(page, whether anything changed)``.

    ``paragraphs`` are plain texts. ``fields`` are those of :class:`DocumentPage`, with ``keywords``
    as a list, ``interprets`` as an index number and ``repeals`` as a list of index numbers; these
    must exist (``DocumentPage.DoesNotExist``). A later call never moves the day of publication.
    Raises ``ValidationError`` with the reasons by field, among them personal numbers in the text.
    """
    column(DocumentIndexPage)
    page = DocumentPage.objects.select_for_update().filter(index_no=index_no).first()
    wanted = _document_values(fields, paragraphs)
    repeals = [DocumentPage.objects.get(index_no=each) for each in fields.get("repeals") or ()]
    if page is None:
        page = DocumentPage(index_no=index_no, slug=_slug(index_no), go_live_at=published_at)
    elif not _differs(page, wanted, repeals):
        return page, False
    for name, value in wanted.items():
        setattr(page, name, value)
    page.draft_title = page.title
    page.repeals = repeals
    if page.pk is None:
        return _create(DocumentIndexPage, page, by=by, at=at), True
    return _publish(page, by=by, at=at), True


def _document_values(fields, paragraphs):
    values = {name: value for name, value in fields.items() if name != "repeals"}
    interpreted = values.pop("interprets", None)
    return {
        **values,
        "keywords": "、".join(values.get("keywords") or ()),
        "body": paragraphs_html(paragraphs),
        "interprets": DocumentPage.objects.get(index_no=interpreted) if interpreted else None,
    }


def _differs(page, wanted, repeals):
    changed = any(getattr(page, name) != value for name, value in wanted.items())
    return changed or set(page.repeals.all()) != set(repeals)


def _slug(index_no):
    return index_no.lower().replace("/", "-")


def _create(column_type, page, *, by, at):
    page.live = False
    page.locale = column(column_type).locale
    page.full_clean(exclude=["path", "depth", "url_path", "slug"])
    column(column_type).add_child(instance=page)
    return _publish(page, by=by, at=at)


def _publish(page, *, by, at):
    page = approve(page, by=by, at=at)
    record("pages.publish", page, by=by, at=at, url_path=page.url_path)
    return page
