"""Publicity notices as JSON."""

from datetime import date
from typing import Annotated, Literal

from django.db.models import Q
from django.utils import timezone
from ninja import FilterLookup, Query, Router, Schema
from ninja.pagination import paginate

from ...models import NoticePage
from ...models.notices import EntryState
from .listing import (
    Filters,
    LocalTime,
    Paging,
    PublicText,
    address,
    at_path,
    one,
)

router = Router(tags=["公示"])


class NoticeOut(Schema):
    slug: str
    number: str = at_path("publicity.number")
    title: str
    url: str
    state: str
    state_label: str
    published_at: LocalTime = at_path("publicity.published_at")
    first_day: date = at_path("publicity.first_day")
    last_day: date = at_path("publicity.last_day")
    working_days: int = at_path("publicity.working_days")
    entry_count: int
    result_url: str | None

    @staticmethod
    def resolve_url(notice, context):
        return address(notice, context)

    @staticmethod
    def resolve_result_url(notice, context):
        result = getattr(notice, "result", None)
        return result and address(result, context)

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
    state: str
    state_label: str
    last_day: date | None

    @staticmethod
    def resolve_last_day(entry):
        """None while held: its days stand still, and the end follows from the resumption."""
        return None if entry.state == EntryState.HELD else entry.last_day


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
    state: Literal["running", "ended"] | None = None
    since: Annotated[date | None, FilterLookup("publicity__first_day__gte")] = None
    until: Annotated[date | None, FilterLookup("publicity__first_day__lte")] = None

    def filter_state(self, value):
        return _window(value, timezone.now())


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


def _window(state, at):
    lookups = {"running": Q(runs_until__gt=at), "ended": Q(runs_until__lte=at)}
    return lookups.get(state, Q())
