"""What the public reads of sales, as JSON: closed quarters, as their page shows them."""

from django.urls import reverse
from ninja import Field, Router, Schema

from rules.amounts import yuan

from ...sales_figures import public_closes, public_tables
from .listing import LocalTime, json, represent
from .problems import answers

router = Router(tags=["监督"])
NOT_TOLD = "销售单位过少、不公布数据的季度为空"


class SumOut(Schema):
    label: str
    amount_fen: int
    amount: str


class SalesTableOut(Schema):
    name: str
    title: str
    rows: list[SumOut]


class QuarterOut(Schema):
    quarter: str
    url: str
    frozen_at: LocalTime
    count: int | None = Field(description=NOT_TOLD)
    amount_fen: int | None = Field(description=NOT_TOLD)
    amount: str | None = Field(description=NOT_TOLD)
    tables: list[SalesTableOut]

    @staticmethod
    def resolve_url(close, context):
        url = reverse("public:sales_of", args=[close.quarter])
        return context["request"].build_absolute_uri(url)

    @staticmethod
    def resolve_count(close):
        return close.totals["count"] if public_tables(close) else None

    @staticmethod
    def resolve_amount_fen(close):
        return close.totals["amount_fen"] if public_tables(close) else None

    @staticmethod
    def resolve_amount(close):
        return close.amount if public_tables(close) else None

    @staticmethod
    def resolve_tables(close):
        return [
            {
                "name": each.name,
                "title": each.title,
                "rows": [
                    {"label": label, "amount_fen": fen, "amount": yuan(fen)}
                    for label, fen, _ in rows
                ],
            }
            for each, rows in public_tables(close)
        ]


def sales_data(request):
    """Every closed quarter, the newest first."""
    return [represent(QuarterOut, close, request) for close in public_closes()]


@router.get("/sales", response=answers(list[QuarterOut]), summary="已关账各季度的销售统计")
def sales(request):
    return json(sales_data(request))
