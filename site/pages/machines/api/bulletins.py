"""Quarterly bulletins as JSON: their words with the figures in place, and what was corrected."""

from datetime import date
from typing import Annotated, Literal

from ninja import FilterLookup, Query, Router, Schema

from ledger.bulletins import parts
from ledger.models import Bulletin
from rules.periods import local_day

from ...models import BulletinPage
from .kinds import CrumbOut, Kind, PageOut
from .listing import Choice, Filters, LocalTime, asked_at, at_path, listed, one, whole
from .problems import answers, list_answers
from .references import PageRef, address, page_ref, set_crumbs

router = Router(tags=["通报"])


class QuarterlyOut(PageOut):
    type: Literal["bulletin"] = "bulletin"
    number: str = at_path("bulletin.number")
    quarter: str = at_path("bulletin.close.quarter")
    kind: Literal[tuple(Bulletin.Kind.values)] = at_path("bulletin.kind")
    kind_label: str = at_path("bulletin.get_kind_display")
    issuing_unit: str = at_path("bulletin.unit.official_name")
    published_at: LocalTime = at_path("go_live_at")


class AmountOut(Schema):
    label: str
    amount_fen: int
    amount: str


class ParagraphOut(Schema):
    """A paragraph (``text``), or a table of amounts (``title`` and ``rows``)."""

    text: str
    title: str
    rows: list[AmountOut]

    @staticmethod
    def resolve_rows(part):
        return [
            {"label": label, "amount_fen": fen, "amount": amount}
            for label, fen, amount in part.rows
        ]


class QuarterlyDetail(QuarterlyOut):
    parts: list[ParagraphOut]
    praised: list[str]
    urged: list[str]
    frozen_on: date
    lines_sha256: str = at_path("bulletin.close.lines_sha256")
    issued_on: date | None
    is_superseded: bool = at_path("bulletin.is_superseded")
    corrects: str | None
    correction_reason: str = at_path("bulletin.correction_reason")
    corrected_by: str | None
    correction: PageRef | None
    pdf_url: str
    word_url: str
    breadcrumbs: list[CrumbOut] = at_path("crumbs")

    @staticmethod
    def resolve_parts(page):
        return list(parts(page.bulletin, is_public=True))

    @staticmethod
    def resolve_praised(page):
        return page.bulletin.lists.get("praise", [])

    @staticmethod
    def resolve_urged(page):
        return page.bulletin.lists.get("urge", [])

    @staticmethod
    def resolve_frozen_on(page):
        return local_day(page.bulletin.close.frozen_at)

    @staticmethod
    def resolve_issued_on(page):
        return page.bulletin.issued_at and local_day(page.bulletin.issued_at)

    @staticmethod
    def resolve_corrects(page):
        return page.bulletin.corrects and page.bulletin.corrects.number

    @staticmethod
    def resolve_corrected_by(page):
        return page.correcting and page.correcting.number

    @staticmethod
    def resolve_correction(page, context):
        correction = getattr(page.correcting, "page", None)
        is_public = correction is not None and correction.live
        return page_ref(correction, context["request"]) if is_public else None

    @staticmethod
    def resolve_pdf_url(page, context):
        return f"{address(page, context['request'])}document.pdf"

    @staticmethod
    def resolve_word_url(page, context):
        return f"{address(page, context['request'])}document.docx"


def prepare(pages, request, *, is_whole):
    """Crumbs, and the bulletin that corrects each; everything else came with the rows."""
    if not is_whole:
        return
    set_crumbs(pages, request)
    issued = Bulletin.objects.issued().select_related("page")
    corrections = issued.filter(corrects__in=[page.bulletin_id for page in pages])
    by_corrected = {each.corrects_id: each for each in corrections}
    for page in pages:
        page.correcting = by_corrected.get(page.bulletin_id)


def rows(at):
    related = ("unit", "close", "corrects")
    pages = BulletinPage.objects.visible(at).newest()
    return pages.select_related(*(f"bulletin__{name}" for name in related))


KIND = Kind(
    "bulletin", "工作通报", BulletinPage, QuarterlyOut, QuarterlyDetail, rows=rows, prepare=prepare
)


class BulletinFilters(Filters):
    quarter: Annotated[str | None, FilterLookup("bulletin__close__quarter")] = None
    kind: Annotated[Literal[tuple(Bulletin.Kind.values)] | None, FilterLookup("bulletin__kind")] = (
        None
    )


@router.get("", response=list_answers(QuarterlyOut), summary="季度工作通报列表，新的在前")
def bulletins(request, filters: Query[BulletinFilters], choice: Query[Choice]):
    return listed(request, KIND, filters.narrow(request, rows(asked_at(request))), choice)


@router.get("/{slug}", response=answers(QuarterlyDetail), summary="一份季度工作通报")
def bulletin(request, slug: str):
    return whole(request, KIND, one(rows(asked_at(request)), slug, "通报"))
