"""What the public watches: draws for inspection, how complaints were handled, the working days."""

from datetime import date, timedelta
from typing import Annotated

from django.urls import reverse
from ninja import Query, Router, Schema
from ninja.errors import HttpError

from publicity.states import EntryState, State
from registry.calendars import calendar
from registry.listed_words import categories
from rules import vocabulary
from rules.lifecycle import CertificateStatus, ComplaintState
from rules.working_days import CalendarMissing
from supervision.models import InspectionDraw
from supervision.views import complaint_figures

from ...catalogue.standing import Standing
from ...models import BulletinFigure, DocumentPart, ProductPage
from ...models.document_words import Disclosure, Form, Kind, Section, Validity
from ...models.product_queries import counted
from .listing import Choice, Counted, LocalTime, asked_at, json, keyed, represent
from .problems import answers, list_answers

router = Router(tags=["监督"])
ENUMS = {
    "document_kind": Kind.choices,
    "section": Section.choices,
    "validity": Validity.choices,
    "disclosure": Disclosure.choices,
    "interpretation_form": Form.choices,
    "part_role": DocumentPart.Role.choices,
    "figure_group": BulletinFigure.Group.choices,
    "notice_state": [(each.value, each.label) for each in State],
    "entry_state": EntryState.choices,
    "certificate_status": [(each.value, each.label) for each in CertificateStatus],
    "standing": [(each.value, each.label) for each in Standing],
    "certificate_reason": vocabulary.CERTIFICATE_REASONS,
    "category": categories,
    "entity_type": vocabulary.ENTITY_TYPES,
    "product_tag": vocabulary.PRODUCT_TAGS,
    "input_source": vocabulary.INPUT_SOURCES,
    "certification": vocabulary.CERTIFICATIONS,
    "mechanism": vocabulary.MECHANISMS,
    "month": [(str(month), label) for month, label in vocabulary.MONTHS],
    "complaint_state": [(each.value, each.label) for each in ComplaintState],
    "complaint_category": vocabulary.COMPLAINT_CATEGORIES,
    "dishonesty_cause": vocabulary.DISHONESTY_CAUSES,
}


class DrawOut(Schema):
    """A random draw: ``chosen`` follows from ``seed`` and ``population``, as anybody can check."""

    number: str
    title: str
    url: str
    seed_source: str
    count: int
    population_count: int
    population_digest: str
    fixed_at: LocalTime
    seed: str
    drawn_at: LocalTime | None
    chosen: list[str]

    @staticmethod
    def resolve_population_count(draw):
        return len(draw.population)

    @staticmethod
    def resolve_url(draw, context):
        return context["request"].build_absolute_uri(reverse("public:draw", args=[draw.number]))


class DrawDetail(DrawOut):
    population: list[str]


class WordOut(Schema):
    value: str
    label: str


class ComplaintFiguresOut(Schema):
    year: int
    total: int
    states: list[Counted]
    categories: list[Counted]


class StatisticsOut(Schema):
    product_count: int
    suspended_count: int
    categories: list[Counted]
    complaints: ComplaintFiguresOut


class DayOut(Schema):
    day: date
    is_working_day: bool


class WorkingDaysOut(Schema):
    year: int
    working_days: int
    days: list[DayOut]


@router.get("/draws", response=list_answers(DrawOut), summary="随机抽查，新的在前")
def draws(request, choice: Query[Choice]):
    rows = InspectionDraw.objects.filter(fixed_at__lte=asked_at(request))
    request.list_count = rows.count()
    part = rows[choice.offset : choice.offset + choice.limit]
    items = [represent(DrawOut, each, request) for each in part]
    return keyed(json({"items": items, "count": request.list_count}), "draw")


@router.get("/draws/{number}", response=answers(DrawDetail), summary="一次随机抽查及其完整名单")
def draw(request, number: str):
    rows = InspectionDraw.objects.filter(fixed_at__lte=asked_at(request))
    fixed = rows.filter(number=number).first() if "\x00" not in number else None
    if fixed is None:
        raise HttpError(404, "没有此随机抽查")
    return keyed(json(represent(DrawDetail, fixed, request)), f"draw-{fixed.number}")


@router.get("/statistics", response=answers(StatisticsOut), summary="公开的统计数")
def statistics(request):
    return json(statistics_data(request))


def statistics_data(request):
    """What :class:`StatisticsOut` holds."""
    categories, suspended = counted(ProductPage.objects.visible(asked_at(request)).counts())
    return {
        "product_count": sum(count for *_, count in categories),
        "suspended_count": suspended,
        "categories": _counted(categories),
        "complaints": _complaints(request),
    }


@router.get(
    "/complaint-figures", response=answers(ComplaintFiguresOut), summary="本年投诉举报办理情况"
)
def figures(request):
    return json(_complaints(request))


def _complaints(request):
    numbers = complaint_figures(asked_at(request))
    return {
        "year": numbers["year"],
        "total": numbers["total"],
        "states": _counted(numbers["states"]),
        "categories": _counted(numbers["categories"]),
    }


def _counted(rows):
    return [{"value": word, "label": label, "count": count} for word, label, count in rows]


@router.get(
    "/working-days", response=answers(WorkingDaysOut), summary="一年中各日是工作日还是休息日"
)
def working_days(request, year: Annotated[int, Query(ge=2007, le=2100, examples=[2026])]):
    days, first, days_of_office = [], date(year, 1, 1), calendar()
    try:
        while first.year == year:
            days.append((first, days_of_office.is_working_day(first)))
            first += timedelta(days=1)
    except CalendarMissing:
        raise HttpError(404, f"{year}年的节假日安排还没有公布") from None
    rows = [{"day": day.isoformat(), "is_working_day": works} for day, works in days]
    return json({"year": year, "working_days": sum(works for _, works in days), "days": rows})


@router.get("/enums", response=answers(dict[str, list[WordOut]]), summary="各种代码的中文名称")
def enums(request):
    return json(
        {
            name: [{"value": word, "label": str(label)} for word, label in _listed(choices)]
            for name, choices in ENUMS.items()
        }
    )


def _listed(choices):
    """A list that people keep is asked for anew each time."""
    return choices() if callable(choices) else choices
