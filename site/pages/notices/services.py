"""Putting things before the public: notices, catalogue pages, documents; each once, each in time.

A page is created inside the caller's transaction, so the act and its publication land together.
What the public sees at a moment is decided by ``visible(at)`` of the page types alone.
"""

from django.db import transaction

from catalog.models import Certificate
from publicity.models import Publicity
from records.jobs import job
from records.prepared import NUMBER, Prepared
from rules.periods import day_ends, day_starts
from rules.refusal import refuse_if

from ..documents.publishing import publish_document
from ..documents.timed import publish_due
from ..models import (
    CatalogIndexPage,
    NoticeIndexPage,
    NoticePage,
    ProductPage,
    RemovalPage,
    ResultPage,
)
from ..models.notices import notice_title
from ..models.removals import removal_title
from ..models.results import awaiting_result, result_title
from ..publishing import create
from ..site_tree import SiteTreeMissing, column, ensure_site_tree

__all__ = [
    "SiteTreeMissing",
    "announce_results",
    "ensure_site_tree",
    "open_district_notice",
    "open_product_page",
    "open_removal_notice",
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
        about=["publicity"],
    )


@job("results", "公示结果", order=90)
def announce_results(at):
    """Announce the result of every notice that has ended; how many were announced here (§5.5)."""
    sweep = announce_results.each(
        awaiting_result(at), lambda notice: _announce(notice, at=at), at=at
    )
    return sum(sweep.done)


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
    certificate = _locked(certificate)
    existing = PAGE.first(certificate.pk)
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
        about=["certificate"],
    )


PAGE = Prepared(
    lambda certificate: ProductPage.objects.filter(certificate=certificate).order_by(), NUMBER
)
#: A certificate under its row lock, with the version whose name its page has.
CERTIFICATE = Prepared(
    lambda key: (
        Certificate.objects.select_for_update(of=("self",))
        .select_related("version", "applicant")
        .filter(pk=key)
        .order_by()
    ),
    NUMBER,
)


def _locked(certificate):
    current = CERTIFICATE.first(certificate.pk)
    if current is None:
        raise Certificate.DoesNotExist(certificate.pk)
    return current


def open_removal_notice(event, *, ruled_on, by, at):
    """The local announcement of a removal, in the transaction that removes (办法四（四）, R71).

    ``event`` is the certificate's event; ``ruled_on`` the day of the province's decision.
    """
    page = RemovalPage(
        title=removal_title(event),
        slug=f"{event.certificate.number.lower()}-removed",
        event=event,
        ruled_on=ruled_on,
        go_live_at=at,
    )
    return _create(NoticeIndexPage, page, by=by, at=at)


def _create(column_type, page, **act):
    return create(column(column_type), page, **act)
