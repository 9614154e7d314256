"""Sales of one's own certified products, told by the till or the shop of their holder (R46, R47).

The same service as the portal's form: written once under the unit's own number, mended only by a
reversal, and counted by the standing of the certificate on the day.
"""

from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError
from pydantic import AfterValidator, StringConstraints

from ledger.models import SalesRecord
from ledger.services import record_sale, reverse_sale
from registry.models import ApiToken
from rules import vocabulary
from rules.periods import local_day
from rules.plain_text import plain_line

from ..listing import Day, LocalTime, asked_at, json, refuse_unknown, represent
from ..references import api_path
from .authority import Bearer, act_answers, own_answers, private
from .once import Key, once

router = Router(tags=["写入"], auth=Bearer(ApiToken.Scope.SALES))
MOST = 100
Line = Annotated[str, StringConstraints(max_length=100), AfterValidator(plain_line)]
#: More than any service takes, so that the service says what is too much; yet a column holds it.
Fen = Annotated[int, Field(ge=-(10**15), le=10**15)]
Quantity = Annotated[Decimal, Field(ge=-(10**13), le=10**13)]


def _words(choices, *more):
    return Literal[(*more, *dict(choices))]


class OwnCertificateOut(Schema):
    """An entry of one's own in the catalogue: what sales are told of."""

    number: str
    product: str
    valid_from: Day
    valid_until: Day
    status: str
    status_label: str


class SaleIn(Schema):
    """One sale; ``external_id`` is the unit's own number of the slip, good for one sale only."""

    certificate: Line
    external_id: Annotated[Line, StringConstraints(min_length=1)]
    sold_on: Day
    quantity: Quantity
    unit: Line
    unit_price_fen: Fen
    amount_fen: Fen | None = Field(None, description="实收金额；空着按数量乘单价计算")
    channel: _words(vocabulary.CHANNELS)
    buyer_type: _words(vocabulary.BUYER_TYPES)
    buyer_name: Line = Field("", description="购买方是单位的填写；个人消费者留空")
    six_entry: _words(vocabulary.SIX_ENTRIES, "") = ""
    fund_source: _words(vocabulary.FUND_SOURCES) = "market"
    paired_village: Line = ""
    hundred_enterprises: bool = False
    venue_code: Line = ""
    event_code: Line = ""


class SaleReversalIn(Schema):
    reason: Line


class OwnSaleOut(Schema):
    """A sale or a reversal as it is booked; ``not_counted_because`` is empty where it counts."""

    id: UUID
    api_url: str
    external_id: str
    certificate: str
    sold_on: Day
    booked_quarter: str
    quantity: Decimal
    unit: str
    unit_price_fen: int
    amount_fen: int
    channel: str
    channel_label: str
    buyer_type: str
    buyer_type_label: str
    buyer_name: str
    not_counted_because: str
    reverses: UUID | None
    reversed_by: UUID | None
    reverse_reason: str
    recorded_at: LocalTime


class OwnSalesOut(Schema):
    items: list[OwnSaleOut]
    next_cursor: int | None


class OwnSalesAsked(Schema):
    external_id: Annotated[str, Query(max_length=64)] = ""
    cursor: Annotated[int, Query(ge=0, le=2**31)] = 0
    limit: Annotated[int, Query(ge=1, le=MOST)] = 20


@router.get(
    "/certificates", response=own_answers(list[OwnCertificateOut]), summary="本单位的目录条目"
)
def own_certificates(request):
    today = local_day(asked_at(request))
    rows = _certificates(request).order_by("-valid_until", "number")
    return private(json([_certificate(request, row, today) for row in rows]))


@router.get("/sales", response=own_answers(OwnSalesOut), summary="本单位登记的销售")
def own_sales(request, question: Query[OwnSalesAsked]):
    refuse_unknown(request, OwnSalesAsked, is_list=False)
    rows = _sales(request).filter(pk__gt=question.cursor).order_by("pk")
    if question.external_id:
        rows = rows.filter(external_id=question.external_id)
    part = list(rows[: question.limit + 1])
    is_more, part = len(part) > question.limit, part[: question.limit]
    items = [_sale(request, row) for row in part]
    return private(json({"items": items, "next_cursor": part[-1].pk if is_more else None}))


@router.post("/sales", response=act_answers(OwnSaleOut), summary="登记一笔销售")
def tell_sale(request, words: SaleIn, key: Key):
    def act(**who):
        values = words.model_dump()
        certificate = _certificates(request).filter(number=values.pop("certificate")).first()
        if certificate is None:
            raise HttpError(404, "本单位没有此编号的目录条目")
        return _sale(request, record_sale(certificate, **values, **who))

    return once(request, key, words.model_dump(mode="json"), act)


@router.get("/sales/{sale}", response=own_answers(OwnSaleOut), summary="本单位登记的一笔销售")
def own_sale(request, sale: UUID):
    return private(json(_sale(request, _own(request, sale))))


@router.post(
    "/sales/{sale}/reversal", response=act_answers(OwnSaleOut), summary="冲正一笔销售，写明原因"
)
def reverse_own_sale(request, sale: UUID, words: SaleReversalIn, key: Key):
    def act(**who):
        return _sale(request, reverse_sale(_own(request, sale), reason=words.reason, **who))

    return once(request, key, words.model_dump(mode="json"), act)


def _holder(request):
    """The applicant for whom the person of the token acts today; else 403."""
    holder = request.auth.user.applicant
    if holder is None:
        raise HttpError(403, "没有登记销售的权限：本账号不代表任何申请单位")
    return holder


def _certificates(request):
    return _holder(request).certificates.select_related("product", "version", "applicant")


def _sales(request):
    rows = SalesRecord.objects.filter(applicant=_holder(request))
    return rows.select_related("certificate", "reverses", "reversal")


def _own(request, uid):
    row = _sales(request).filter(uid=uid).first()
    if row is None:
        raise HttpError(404, "本单位没有此销售记录")
    return row


def _certificate(request, row, today):
    facts = {
        "number": row.number,
        "product": str(row.product),
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
        "status": row.status_on(today).value,
        "status_label": row.status_text(today),
    }
    return represent(OwnCertificateOut, facts, request)


PLAIN = (
    *("external_id", "booked_quarter", "unit", "unit_price_fen", "amount_fen"),
    *("channel", "buyer_type", "buyer_name", "reverse_reason"),
)


def _sale(request, row):
    reversal = getattr(row, "reversal", None)
    facts = {
        "id": row.uid,
        "api_url": api_path(f"own/sales/{row.uid}", request),
        "certificate": row.certificate.number,
        "sold_on": row.sold_on,
        "quantity": f"{row.quantity.normalize():f}",
        "channel_label": row.get_channel_display(),
        "buyer_type_label": row.get_buyer_type_display(),
        "not_counted_because": row.get_flag_display(),
        "reverses": row.reverses and row.reverses.uid,
        "reversed_by": reversal and reversal.uid,
        "recorded_at": row.recorded_at,
        **{name: getattr(row, name) for name in PLAIN},
    }
    return represent(OwnSaleOut, facts, request)
