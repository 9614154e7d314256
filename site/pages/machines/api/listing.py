"""What every list of the API shares: limits, cursors, chosen fields, refusing the unknown."""

import re
from datetime import date, datetime
from functools import cache
from typing import Annotated

from django.db.models import CharField, OuterRef, Subquery
from django.db.models.functions import Cast
from django.http import JsonResponse
from django.utils import timezone
from django.utils.http import http_date
from ninja import Field, FilterSchema, Query, Schema
from ninja.errors import HttpError
from ninja.pagination import LimitOffsetPagination
from pydantic import AfterValidator, BeforeValidator

from doors.filter_days import FIRST_YEAR, LAST_YEAR, OF_OUR_TIME
from records.prepared import MOMENT, NUMBER, TEXT, WORDS, Prepared, among_words
from records.prepared import listed as listed_words

from ...catalogue.public_text import masked
from ...models import PublicItem
from ...moment import asked_at
from ...of_generation import remembered
from .references import TYPES
from .references import address as address_of

__all__ = ["asked_at"]
PublicText = Annotated[str, BeforeValidator(masked)]
"""Words an applicant typed: any personal number in them is masked."""

LocalTime = Annotated[datetime, AfterValidator(timezone.localtime)]
"""A moment in China's time."""


def _as_written(day):
    """``day``, but nothing like a day for a number, which would be read as seconds since 1970."""
    is_number = isinstance(day, int | float)
    is_other = isinstance(day, str) and not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", day)
    return "—" if is_number or is_other else day


def _of_our_time(day):
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(OF_OUR_TIME)
    return day


Day = Annotated[date, BeforeValidator(_as_written), AfterValidator(_of_our_time)]
"""A day as somebody writes it: ``2020-09-28`` and nothing else, of a year that records have."""

CURSOR = "按编号由小到大逐页读取：首页填0，以后填上页的 next_cursor；读取期间有增减也不重不漏"
#: So many rows a list tells when nobody asks for another number.
DEFAULT_LIMIT = 20
INCLUDE = "列表另带详情的这些字段，用逗号分隔；all 为全部"


class Paging(LimitOffsetPagination):
    """``limit`` 1 to 100, ``offset`` 0 to 10,000."""

    class Input(LimitOffsetPagination.Input):
        limit: Annotated[int, Query(ge=1, le=100)] = DEFAULT_LIMIT
        offset: Annotated[int, Query(ge=0, le=10_000)] = 0

    def paginate_queryset(self, queryset, pagination, **params):
        """One page; the count is left on the request, for the links to its neighbours."""
        page = super().paginate_queryset(queryset, pagination, **params)
        if "request" in params:
            params["request"].list_count = page["count"]
        return page


class Choice(Paging.Input):
    """Which part of a list, and how much of each row."""

    cursor: Annotated[int | None, Query(ge=0, le=2**31, description=CURSOR)] = None
    fields: Annotated[str, Query(description="只要这些字段，用逗号分隔")] = ""
    include: Annotated[str, Query(description=INCLUDE)] = ""


class Filters(FilterSchema):
    """What a list can be narrowed by; a misspelt filter is refused (422), never ignored."""

    def narrow(self, request, rows):
        """``rows`` that fit. Ninja drops what it does not know before any schema sees it."""
        refuse_unknown(request, type(self))
        return self.filter(rows)


def refuse_unknown(request, filters, is_list=True):
    """422 for a parameter that ``filters`` (a schema) does not know, and for a NUL in any."""
    names = {*filters.model_fields, *(Choice.model_fields if is_list else ())}
    if unknown := sorted(set(request.GET) - names):
        raise HttpError(422, f"没有这样的查询条件：{'、'.join(unknown)}")
    if any("\x00" in value for value in request.GET.values()):
        raise HttpError(422, "查询条件含有不能使用的字符")


def listed(request, kind, rows, choice, match=None):
    """The answer of a list of ``kind`` (:class:`~.kinds.Kind`): ``items`` and ``count``.

    ``match``, where words were asked for: how ``rows`` hold them (``Match``). With a cursor the
    rows come by their ``id`` and ``next_cursor`` leads on, so that no row is told twice or left out
    while others come and go.
    """
    schema, names = chosen(kind, choice)
    answer = {"count": rows.count(), **({"match": match} if match else {})}
    rows = kind.brief(rows) if schema is kind.short else rows
    if choice.cursor is None:
        part = list(rows[choice.offset : choice.offset + choice.limit])
        request.list_count = answer["count"]
    else:
        walk = rows.filter(pk__gt=choice.cursor).order_by("pk")
        part, answer["next_cursor"] = _step(list(walk[: choice.limit + 1]), choice.limit)
    return _tell(request, kind, part, answer, schema, names)


def is_of_all(request):
    """Whether a list is asked for that nothing narrows or sorts: only which part of it."""
    return set(request.GET) <= set(Choice.model_fields)


def part_of_all(request, kind, choice):
    """The same of such a list, which most readers ask for, by statements that stand."""
    refuse_unknown(request, Choice)
    schema, names = chosen(kind, choice)
    at, is_brief = asked_at(request), schema is kind.short
    count = remembered(request, ("count", kind.name), lambda: kind.rows(at).count())
    answer = {"count": count}
    if choice.cursor is None:
        part = list(_in_order(kind, is_brief).part(at, limit=choice.limit, offset=choice.offset))
        request.list_count = count
    else:
        walk = _by_key(kind, is_brief).part(at, choice.cursor, limit=choice.limit + 1)
        part, answer["next_cursor"] = _step(list(walk), choice.limit)
    return _tell(request, kind, part, answer, schema, names)


def _step(rows, limit):
    """``(part, next cursor)`` of ``rows``, of which one more than a part was read."""
    part = rows[:limit]
    return part, part[-1].pk if len(rows) > limit else None


@cache
def _in_order(kind, is_brief):
    return Prepared(lambda at: _rows(kind, at, is_brief), MOMENT)


@cache
def _by_key(kind, is_brief):
    """Those after a key, by their keys."""
    return Prepared(
        lambda at, cursor: _rows(kind, at, is_brief).filter(pk__gt=cursor).order_by("pk"),
        MOMENT,
        NUMBER,
    )


def _rows(kind, at, is_brief):
    return kind.brief(kind.rows(at)) if is_brief else kind.rows(at)


def _tell(request, kind, part, answer, schema, names=None):
    kind.prepare(part, request, is_whole=schema is kind.whole)
    set_changed(kind, part)
    items = [represent(schema, row, request, names) for row in part]
    return keyed(json({"items": items, **answer}), kind.name)


def json(data, status=200, content_type="application/json"):
    """``data`` (plain values) as an answer; Chinese stays Chinese."""
    options = {"ensure_ascii": False}
    return JsonResponse(
        data, status=status, content_type=content_type, json_dumps_params=options, safe=False
    )


def keyed(answer, key):
    """``answer`` under the name by which a cache in front may purge it when a change is told."""
    answer["Surrogate-Key"] = key
    return answer


def with_change(rows):
    """``rows`` with ``changed_at``, the last recorded change of each, in the same query."""
    key = Cast(OuterRef("pk"), CharField(max_length=40))
    items = PublicItem.objects.filter(kind=TYPES[rows.model], key=key)
    return rows.annotate(changed_at=Subquery(items.values("changed_at")[:1]))


CHANGED = Prepared(
    lambda kind, keys: (
        PublicItem.objects.filter(kind=kind, key__in=among_words(keys))
        .order_by()
        .values_list("key", "changed_at")
    ),
    TEXT,
    WORDS,
)


def set_changed(kind, pages):
    """Give each page ``changed_at``, its last recorded change, where it has one: one query."""
    if all(hasattr(page, "changed_at") for page in pages):
        return
    moments = dict(CHANGED(kind.name, listed_words([str(page.pk) for page in pages])))
    for page in pages:
        page.changed_at = moments.get(str(page.pk))


def whole(request, kind, page):
    """The answer that is all of ``page``, with the moment of its last change."""
    kind.prepare([page], request, is_whole=True)
    set_changed(kind, [page])
    data = represent(kind.whole, page, request)
    answer = keyed(json(data), f"{kind.name}-{page.pk}")
    if data["updated_at"]:
        moment = datetime.fromisoformat(data["updated_at"])
        answer["Last-Modified"] = http_date(moment.timestamp())
    return answer


def chosen(kind, choice):
    """``(schema, names of the fields or None for all)`` that a :class:`Choice` comes to."""
    fields, include = _words(choice.fields), _words(choice.include)
    names_of_all = set(kind.whole.model_fields)
    if unknown := sorted((fields | include) - names_of_all - {"all"}):
        raise HttpError(422, f"没有这样的字段：{'、'.join(unknown)}")
    if "all" in fields | include:
        return kind.whole, None
    short = set(kind.short.model_fields)
    names = fields or (short | include if include else None)
    schema = kind.whole if (fields | include) - short else kind.short
    return schema, names


def represent(schema, page, request, names=None):
    """``page`` as plain data of ``schema``; only ``names`` of it when they are given."""
    read = schema.model_validate(page, context={"request": request})
    return read.model_dump(mode="json", include=names)


def _words(text):
    return {word.strip() for word in text.split(",") if word.strip()}


def address(page, context):
    """The absolute address of a page."""
    return address_of(page, context["request"])


def one(rows, slug, name):
    """The row of this slug among the visible ones, or 404."""
    return there(with_slug(rows, slug), name)


def there(row, name):
    """``row``; 404 where there is none."""
    if row is None:
        raise HttpError(404, f"没有此{name}，或者不在公开期内")
    return row


def by_slug(rows):
    """``(at, slug)``: the row of this slug of ``rows(at)`` with ``changed_at``, or None."""
    prepared = Prepared(lambda at, slug: with_change(rows(at).filter(slug=slug))[:1], MOMENT, TEXT)
    return lambda at, slug: prepared.first(at, slug) if "\x00" not in slug else None


def with_slug(rows, slug):
    """The row of this slug with ``changed_at``, or None; no database takes a NUL."""
    return with_change(rows.filter(slug=slug)).first() if "\x00" not in slug else None


def at_path(path, **more):
    """A field read from a related row, ``path`` with dots."""
    return Field(alias=path, **more)


class Counted(Schema):
    """How many of one word there are: a facet."""

    value: str
    label: str
    count: int
