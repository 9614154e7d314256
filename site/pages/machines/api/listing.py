"""What every list of the public API shares: limits, addresses, and refusing unknown filters."""

from datetime import datetime
from typing import Annotated

from django.utils import timezone
from ninja import Field, FilterSchema, Query
from ninja.errors import HttpError
from ninja.pagination import LimitOffsetPagination
from pydantic import AfterValidator, BeforeValidator

from ...catalogue.public_text import masked

PublicText = Annotated[str, BeforeValidator(masked)]
"""Words an applicant typed: any personal number in them is masked."""

LocalTime = Annotated[datetime, AfterValidator(timezone.localtime)]
"""A moment in China's time."""


class Paging(LimitOffsetPagination):
    """``limit`` 1 to 100, ``offset`` 0 to 10,000."""

    class Input(LimitOffsetPagination.Input):
        limit: Annotated[int, Query(ge=1, le=100)] = 20
        offset: Annotated[int, Query(ge=0, le=10_000)] = 0

    def paginate_queryset(self, queryset, pagination, **params):
        """One page; the count is left on the request, for the links to its neighbours."""
        page = super().paginate_queryset(queryset, pagination, **params)
        if "request" in params:
            params["request"].list_count = page["count"]
        return page


class Filters(FilterSchema):
    """What a list can be narrowed by; a misspelt filter is refused (422), never ignored."""

    def narrow(self, request, rows):
        """``rows`` that fit. Ninja drops what it does not know before any schema sees it."""
        refuse_unknown(request, type(self))
        return self.filter(rows)


def refuse_unknown(request, filters):
    """422 for a parameter that ``filters`` (a schema) does not know, and for a NUL in any."""
    names = {*filters.model_fields, *Paging.Input.model_fields}
    if unknown := sorted(set(request.GET) - names):
        raise HttpError(422, f"没有这样的查询条件：{'、'.join(unknown)}")
    if any("\x00" in value for value in request.GET.values()):
        raise HttpError(422, "查询条件含有不能使用的字符")


def address(page, context):
    """The absolute address of a page."""
    request = context["request"]
    return request.build_absolute_uri(page.get_url(request))


def one(rows, slug, name):
    """The row of this slug among the visible ones, or 404."""
    row = rows.filter(slug=slug).first()
    if row is None:
        raise HttpError(404, f"没有此{name}，或者不在公开期内")
    return row


def at_path(path):
    """A field read from a related row, ``path`` with dots."""
    return Field(alias=path)
