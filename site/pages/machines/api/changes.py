"""What changed on the public site since a number, with what is there no longer."""

from typing import Annotated, Literal

from django.utils.timezone import localtime
from ninja import Field, Query, Router, Schema

from ...models.following import Following, PublicItem
from .following import compare
from .listing import LocalTime, asked_at, json, refuse_unknown, represent
from .problems import answers
from .references import api_path

router = Router(tags=["跟随变动"])
KINDS = (
    *("document", "notice", "result", "removal", "product", "column", "draw", "dishonesty"),
    *("bulletin", "site", "home", "statistics", "sales", "redirects"),
)
SINCE = "上次读到的 next_cursor；第一次填0，得到现有的全部内容"
CURSOR = "下次作 changed_since 的值；本次没有变动时与上次相同"


class ChangeOut(Schema):
    """One thing that changed: read it again at ``api_url``, or forget it when it is gone."""

    sequence: int
    type: Literal[KINDS] = Field(alias="kind")
    id: str = Field(alias="key", description="同种类中不变的编号；网站、首页等只有一个的为空")
    change: Literal["changed", "gone"]
    because: Literal["", *PublicItem.Because.values] = Field(description="不再公开的原因")
    because_label: str = Field(alias="get_because_display")
    changed_at: LocalTime
    api_url: str

    @staticmethod
    def resolve_change(row):
        return "gone" if row.is_gone else "changed"

    @staticmethod
    def resolve_api_url(row, context):
        return api_path(row.path, context["request"])


class ChangesOut(Schema):
    items: list[ChangeOut]
    next_cursor: int = Field(description=CURSOR)
    has_more: bool = Field(description="还有更多变动，请接着读取")
    as_of: LocalTime = Field(description="核对到何时")


class ChangesAsked(Schema):
    changed_since: Annotated[int, Query(ge=0, lt=2**63, description=SINCE)] = 0
    limit: Annotated[int, Query(ge=1, le=500)] = 100
    type: Literal[KINDS] | None = None


@router.get("/changes", response=answers(ChangesOut), summary="某序号以来变动和不再公开的内容")
def changes(request, question: Query[ChangesAsked]):
    refuse_unknown(request, ChangesAsked, is_list=False)
    compare(asked_at(request))
    rows = PublicItem.objects.filter(sequence__gt=question.changed_since).order_by("sequence")
    rows = rows.filter(kind=question.type) if question.type else rows
    part = list(rows[: question.limit + 1])
    has_more, part = len(part) > question.limit, part[: question.limit]
    return json(
        {
            "items": [represent(ChangeOut, row, request) for row in part],
            "next_cursor": part[-1].sequence if part else question.changed_since,
            "has_more": has_more,
            "as_of": localtime(Following.objects.get().done_at).isoformat(),
        }
    )
