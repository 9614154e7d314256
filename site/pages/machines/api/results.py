"""What follows a notice, as JSON: its result, and the removals from the catalogue."""

from datetime import date
from typing import Annotated, Literal

from ninja import FilterLookup, Query, Router

from pages.models import RemovalPage, ResultPage
from publicity.states import EntryState, entry_pairs
from rules.periods import local_day
from rules.vocabulary import CERTIFICATE_REASONS

from .kinds import CrumbOut, Kind, PageOut
from .listing import Choice, Filters, LocalTime, PublicText, asked_at, at_path, listed, one, whole
from .notices import EntryOut, RulesOut, entry_rows
from .problems import answers, list_answers
from .references import PageRef, page_ref, set_crumbs

router = Router(tags=["公示"])
removals_router = Router(tags=["公示"])
RULES, EVENT = "notice.publicity.ruleset", "event.certificate"


class ResultOut(PageOut):
    type: Literal["result"] = "result"
    number: str = at_path("notice.publicity.number")
    published_at: LocalTime = at_path("go_live_at")
    first_day: date = at_path("notice.publicity.first_day")
    last_day: date = at_path("notice.publicity.last_day")
    notice: PageRef

    @staticmethod
    def resolve_notice(page, context):
        return page_ref(page.notice, context["request"])


class ResultDetail(ResultOut):
    entries: list[EntryOut]
    passed: int
    accepting_unit: str
    rules: RulesOut = at_path(RULES)
    signed_on: date
    breadcrumbs: list[CrumbOut] = at_path("crumbs")

    @staticmethod
    def resolve_entries(page):
        return entry_rows(page.entry_states)

    @staticmethod
    def resolve_passed(page):
        return sum(entry.ending == EntryState.PASSED for entry, _ in page.entry_states)

    @staticmethod
    def resolve_signed_on(page):
        return local_day(page.go_live_at)


class RemovalOut(PageOut):
    type: Literal["removal"] = "removal"
    published_at: LocalTime = at_path("go_live_at")
    certificate_no: str = at_path(f"{EVENT}.number")
    product: PublicText = at_path("event.product_version.name")
    applicant: PublicText = at_path(f"{EVENT}.applicant.name")
    reason: Literal[tuple(word for word, _ in CERTIFICATE_REASONS)] = at_path("event.reason")
    reason_label: str = at_path("event.get_reason_display")
    decision_no: PublicText = at_path("event.basis_doc_no")
    ruled_on: date
    removed_on: date

    @staticmethod
    def resolve_removed_on(page):
        return local_day(page.event.effective_at)


class RemovalDetail(RemovalOut):
    issuing_unit: str
    rules: RulesOut = at_path(f"{EVENT}.ruleset")
    breadcrumbs: list[CrumbOut] = at_path("crumbs")


def prepare(pages, request, *, is_whole):
    """Crumbs; of a result also its table as it stood when it was announced."""
    if not is_whole:
        return
    for page in pages:
        if isinstance(page, ResultPage):
            page.entry_states = entry_pairs(page.notice.publicity, page.go_live_at)
    set_crumbs(pages, request)


def result_rows(at):
    return ResultPage.objects.visible(at).with_facts().newest()


def removal_rows(at):
    return RemovalPage.objects.visible(at).with_facts().newest()


RESULT = Kind(
    "result", "公示结果", ResultPage, ResultOut, ResultDetail, rows=result_rows, prepare=prepare
)
REMOVAL = Kind(
    "removal",
    "清理公告",
    RemovalPage,
    RemovalOut,
    RemovalDetail,
    rows=removal_rows,
    prepare=prepare,
)


class ResultFilters(Filters):
    number: Annotated[str | None, FilterLookup("notice__publicity__number")] = None


class RemovalFilters(Filters):
    certificate_no: Annotated[str | None, FilterLookup("event__certificate__number")] = None


@router.get("", response=list_answers(ResultOut), summary="公示结果列表，新的在前")
def results(request, filters: Query[ResultFilters], choice: Query[Choice]):
    return listed(request, RESULT, filters.narrow(request, result_rows(asked_at(request))), choice)


@router.get("/{slug}", response=answers(ResultDetail), summary="一份公示结果及其各产品")
def result(request, slug: str):
    return _one(request, RESULT, slug)


@removals_router.get("", response=list_answers(RemovalOut), summary="清理公告列表，新的在前")
def removals(request, filters: Query[RemovalFilters], choice: Query[Choice]):
    rows = filters.narrow(request, removal_rows(asked_at(request)))
    return listed(request, REMOVAL, rows, choice)


@removals_router.get("/{slug}", response=answers(RemovalDetail), summary="一份清理公告")
def removal(request, slug: str):
    return _one(request, REMOVAL, slug)


def _one(request, kind, slug):
    return whole(request, kind, one(kind.rows(asked_at(request)), slug, kind.title))
