"""The kinds of public pages as the API reads them: which rows, which schemas, what beside them."""

from collections import defaultdict
from dataclasses import dataclass

from ninja import Field, Schema

from .listing import LocalTime, PublicText
from .references import TYPES, address, api_address

UPDATED = "内容最近一次变动的时间；没有跟随过变动的网站，为最近一次发布的时间"


def as_they_are(rows):
    return rows


@dataclass(frozen=True)
class Kind:
    """One kind: its word, its page type, its schemas in lists and alone.

    ``rows(at)`` are the public ones in their usual order; ``prepare(pages, request, is_whole=…)``
    reads what the schema needs beside the rows, in as many queries for any number of them;
    ``brief(rows)`` leaves out what the short schema does not say.
    """

    name: str
    title: str
    model: type
    short: type
    whole: type
    rows: object
    prepare: object
    brief: object = as_they_are


class CrumbOut(Schema):
    title: str
    url: str


class PageOut(Schema):
    """What every page says of itself."""

    id: int
    slug: str
    title: PublicText
    url: str
    api_url: str
    updated_at: LocalTime | None = Field(description=UPDATED)

    @staticmethod
    def resolve_type(page):
        """Said by the row's own type: ninja looks long for what no row has."""
        return TYPES[type(page)]

    @staticmethod
    def resolve_updated_at(page):
        """The last recorded change; else when it became public, however late the clock came."""
        recorded = getattr(page, "changed_at", None)
        first, last = page.first_published_at, page.last_published_at
        timed = [page.go_live_at] if first in (None, page.go_live_at) else []
        return recorded or min(filter(None, [*timed, last]), default=None)

    @staticmethod
    def resolve_url(page, context):
        return address(page, context["request"])

    @staticmethod
    def resolve_api_url(page, context):
        return api_address(page, context["request"])


def batches(rows, size):
    """``rows`` (a queryset) by their keys, ``size`` at a time, each batch a list."""
    last = 0
    while part := list(rows.filter(pk__gt=last).order_by("pk")[:size]):
        yield part
        last = part[-1].pk


def grouped(rows, name):
    """``{value of name: its rows}`` of ``rows``, in their order; unknown values have none."""
    groups = defaultdict(list)
    for row in rows:
        groups[getattr(row, name)].append(row)
    return groups
