"""Publicity notices as JSON."""

from datetime import date
from typing import Annotated, Literal

from django.db.models import F, Q
from django.urls import reverse
from ninja import Field, FilterLookup, Query, Router, Schema

from pages.models import NoticePage, ProductPage
from publicity.states import OPEN_TO_OBJECTION, EntryState, State, entry_pairs
from records.prepared import KEYS, MOMENT, Prepared, among
from records.prepared import listed as listed_keys
from rules.periods import ONE_DAY, local_day

from ...models.notices import days_left, results, set_results
from .kinds import CrumbOut, Kind, PageOut
from .listing import (
    Choice,
    Day,
    Filters,
    LocalTime,
    PublicText,
    asked_at,
    at_path,
    by_slug,
    is_of_all,
    listed,
    part_of_all,
    there,
    whole,
)
from .problems import answers, list_answers
from .references import PageRef, address, page_ref, set_crumbs

router = Router(tags=["公示"])


RUNS_UNTIL = "最后一个产品的公示末日，至24时止；有产品因异议核查中止时为空，恢复后才能确定"
LAST_DAY = "该产品的公示末日，至24时止；中止期间和未满期即退出的为空"
StateWord = Literal["running", "held", "ended"]


class NoticeOut(PageOut):
    type: Literal["notice"] = "notice"
    number: str = at_path("publicity.number")
    state: StateWord
    state_label: str
    published_at: LocalTime = at_path("publicity.published_at")
    first_day: date = at_path("publicity.first_day")
    last_day: date = at_path("publicity.last_day")
    working_days: int = at_path("publicity.working_days")
    runs_until: date | None = Field(description=RUNS_UNTIL)
    days_left: int | None = Field(description="仍在公示的产品还剩的工作日，含当日；没有的为空")
    entry_count: int
    held_count: int = Field(description="因异议核查中止的产品数")
    rest_least: int | None = Field(description="中止的产品恢复后至少再公示的工作日")
    rest_most: int | None = Field(description="中止的产品恢复后至多再公示的工作日")
    result_url: str | None

    @staticmethod
    def resolve_result_url(notice, context):
        result = notice.announced
        return result and address(result, context["request"])

    @staticmethod
    def resolve_runs_until(notice):
        return None if notice.held_count else local_day(notice.runs_until) - ONE_DAY

    @staticmethod
    def resolve_days_left(notice, context):
        request = context["request"]
        return days_left(notice, asked_at(request), request)

    @staticmethod
    def resolve_state(notice, context):
        return notice.state(asked_at(context["request"]))

    @staticmethod
    def resolve_state_label(notice, context):
        return notice.state(asked_at(context["request"])).label


class EntryOut(Schema):
    applicant: PublicText = at_path("applicant_name")
    product: PublicText = at_path("product_name")
    category: PublicText
    origin: PublicText
    households: int
    persons: int
    mechanisms: str
    state: Literal[tuple(EntryState.values)]
    state_label: str
    last_day: date | None = Field(alias="own_last_day", description=LAST_DAY)
    remaining_days: int | None = Field(description="中止的产品恢复后再公示的工作日")
    may_object: bool = Field(description="此刻可以对该产品提出异议")


class OutcomeOut(Schema):
    state: Literal[tuple(EntryState.values)]
    label: str
    count: int


class RulesOut(Schema):
    """根据哪个办法，由谁受理: what every notice, result and announcement states."""

    name: str
    document_no: str
    product_term: str
    station_term: str
    contact_phone: str
    hotline: str
    second_hotline: str
    address: str


class NoticeDetail(NoticeOut):
    accepting_unit: str
    contact_phone: str = at_path("publicity.ruleset.contact_phone")
    hotline: str = at_path("publicity.ruleset.hotline")
    address: str = at_path("publicity.ruleset.address")
    rules: RulesOut = at_path("publicity.ruleset")
    table_url: str
    objection_url: str | None = Field(description="网上提出异议的地址；此刻不能提出的为空")
    signed_on: date
    entries: list[EntryOut]
    outcomes: list[OutcomeOut] = Field(description="已结束的公示：各种结果各有几个产品")
    result: PageRef | None
    evidence_url: str = Field(description="公开凭证：公示期间由独立程序观测的记录汇入此处")
    products: list[PageRef] = Field(description="公示过、已经列入目录的产品")
    breadcrumbs: list[CrumbOut] = at_path("crumbs")

    @staticmethod
    def resolve_table_url(notice, context):
        return f"{address(notice, context['request'])}table/"

    @staticmethod
    def resolve_objection_url(notice, context):
        may = any(state in OPEN_TO_OBJECTION for _, state in notice.entry_states)
        return f"{address(notice, context['request'])}objection/" if may else None

    @staticmethod
    def resolve_evidence_url(notice, context):
        return context["request"].build_absolute_uri(reverse("public:evidence"))

    @staticmethod
    def resolve_signed_on(notice):
        return local_day(notice.publicity.published_at)

    @staticmethod
    def resolve_entries(notice):
        return entry_rows(notice.entry_states)

    @staticmethod
    def resolve_outcomes(notice, context):
        if notice.state(asked_at(context["request"])) is not State.ENDED:
            return []
        return [
            {"state": state, "label": state.label, "count": count}
            for state, count in results(notice.entry_states)
        ]

    @staticmethod
    def resolve_result(notice, context):
        result = notice.announced
        return result and page_ref(result, context["request"])


def entry_rows(pairs):
    """The entries of ``(entry, state)`` pairs, each with the words of its state."""
    for entry, state in pairs:
        entry.state, entry.state_label = state, state.label
        entry.may_object = state in OPEN_TO_OBJECTION
    return [entry for entry, _ in pairs]


class NoticeFilters(Filters):
    state: StateWord | None = None
    since: Annotated[
        Day | None, FilterLookup("publicity__first_day__gte"), Query(description="公示首日不早于")
    ] = None
    until: Annotated[
        Day | None, FilterLookup("publicity__first_day__lte"), Query(description="公示首日不晚于")
    ] = None
    sort: Literal["newest", "oldest"] = "newest"

    def filter_state(self, value):
        return Q()

    filter_sort = filter_state

    def narrow(self, request, rows):
        rows = super().narrow(request, rows)
        rows = rows.reverse() if self.sort == "oldest" else rows
        return rows.in_state(State(self.state), asked_at(request)) if self.state else rows


def prepare(pages, request, *, is_whole):
    """The table of each notice, and the catalogue pages of what stood in it."""
    at = asked_at(request)
    set_results(pages, at)
    if not is_whole:
        return
    products = _products([page.publicity_id for page in pages], at, request)
    for page in pages:
        page.entry_states = entry_pairs(page.publicity, at)
        page.products = products.get(page.publicity_id, [])
    set_crumbs(pages, request)


def _products(publicities, at, request):
    """``{publicity: [reference]}`` of what has been certified since."""
    references = {}
    for page in PRODUCTS(at, listed_keys(sorted(publicities))):
        references.setdefault(page.stood, []).append(page_ref(page, request))
    return references


def _certified(at, keys):
    way = "certificate__item__publicity_entries__publicity"
    pages = ProductPage.objects.visible(at).filter(**{f"{way}__in": among(keys)})
    return pages.annotate(stood=F(way)).order_by("pk").distinct()


def rows(at):
    """Visible notices with their end and their table."""
    visible = NoticePage.objects.visible(at).with_end(at)
    return visible.prefetch_related("publicity__entries").newest()


PRODUCTS = Prepared(_certified, MOMENT, KEYS)
#: A notice by its slug.
ONE = by_slug(rows)
KIND = Kind("notice", "公示", NoticePage, NoticeOut, NoticeDetail, rows=rows, prepare=prepare)


@router.get("", response=list_answers(NoticeOut), summary="公示列表，新的在前")
def notices(request, filters: Query[NoticeFilters], choice: Query[Choice]):
    if is_of_all(request):
        return part_of_all(request, KIND, choice)
    return listed(request, KIND, filters.narrow(request, rows(asked_at(request))), choice)


@router.get("/{slug}", response=answers(NoticeDetail), summary="一份公示及其各产品")
def notice(request, slug: str):
    return whole(request, KIND, there(ONE(asked_at(request), slug), "公示"))
