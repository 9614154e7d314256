"""Publicity notices as JSON."""

from datetime import date
from typing import Annotated, Literal

from django.db.models import Q
from django.utils import timezone
from ninja import Field, FilterLookup, Query, Router, Schema
from ninja.pagination import paginate

from pages.models import NoticePage
from publicity.states import EntryState, State
from registry.calendars import calendar
from rules.periods import ONE_DAY, local_day

from .listing import Filters, LocalTime, Paging, PublicText, address, at_path, one

router = Router(tags=["公示"])


RUNS_UNTIL = "最后一个产品的公示末日，至24时止；有产品因异议核查中止时为空，恢复后才能确定"
LAST_DAY = "该产品的公示末日，至24时止；中止期间和未满期即退出的为空"


class NoticeOut(Schema):
    slug: str
    number: str = at_path("publicity.number")
    title: str
    url: str
    state: Literal["running", "held", "ended"]
    state_label: str
    published_at: LocalTime = at_path("publicity.published_at")
    first_day: date = at_path("publicity.first_day")
    last_day: date = at_path("publicity.last_day")
    working_days: int = at_path("publicity.working_days")
    runs_until: date | None = Field(description=RUNS_UNTIL)
    days_left: int | None = Field(description="仍在公示的产品还剩的工作日，含当日；没有的为空")
    entry_count: int
    held_count: int = Field(description="因异议核查中止的产品数")
    result_url: str | None

    @staticmethod
    def resolve_url(notice, context):
        return address(notice, context)

    @staticmethod
    def resolve_result_url(notice, context):
        result = getattr(notice, "result", None)
        return result and address(result, context)

    @staticmethod
    def resolve_runs_until(notice):
        return None if notice.held_count else local_day(notice.runs_until) - ONE_DAY

    @staticmethod
    def resolve_days_left(notice, context):
        return notice.days_left(timezone.now(), _calendar(context["request"]))

    @staticmethod
    def resolve_state(notice):
        return notice.state(timezone.now())

    @staticmethod
    def resolve_state_label(notice):
        return notice.state(timezone.now()).label


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


class NoticeDetail(NoticeOut):
    accepting_unit: str
    contact_phone: str = at_path("publicity.ruleset.contact_phone")
    hotline: str = at_path("publicity.ruleset.hotline")
    address: str = at_path("publicity.ruleset.address")
    table_url: str
    entries: list[EntryOut]

    @staticmethod
    def resolve_table_url(notice, context):
        return f"{address(notice, context)}table/"

    @staticmethod
    def resolve_accepting_unit(notice):
        return notice.accepting_unit

    @staticmethod
    def resolve_entries(notice):
        pairs = notice.entries_at(timezone.now())
        for entry, state in pairs:
            entry.state, entry.state_label = state, state.label
        return [entry for entry, _ in pairs]


class NoticeFilters(Filters):
    state: Literal["running", "held", "ended"] | None = None
    since: Annotated[date | None, FilterLookup("publicity__first_day__gte")] = None
    until: Annotated[date | None, FilterLookup("publicity__first_day__lte")] = None

    def filter_state(self, value):
        return Q()

    def narrow(self, request, rows):
        rows = super().narrow(request, rows)
        return rows.in_state(State(self.state), timezone.now()) if self.state else rows


def _calendar(request):
    """The calendar, read once for all notices of an answer."""
    if not hasattr(request, "working_days"):
        request.working_days = calendar()
    return request.working_days


@router.get("", response=list[NoticeOut], summary="公示列表，新的在前")
@paginate(Paging)
def notices(request, filters: Query[NoticeFilters]):
    return filters.narrow(request, _visible().newest())


@router.get("/{slug}", response=NoticeDetail, summary="一份公示及其各产品")
def notice(request, slug: str):
    return one(_visible(), slug, "公示")


def _visible():
    at = timezone.now()
    return NoticePage.objects.visible(at).with_end(at).with_results(at)


def _calendar(request):
    """The working days, read once for all notices of an answer."""
    if not hasattr(request, "working_days"):
        request.working_days = calendar()
    return request.working_days
