"""Finding the seller's sale for what a buyer entered, so that nothing is counted twice (A30)."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Abs

from records.audit import record
from rules.privacy import scan
from rules.refusal import refuse_fields

from ..models import Purchase, SalesRecord
from .quarters import lock_books

#: How far a sale may lie from the buyer's entry to be offered, in days and in hundredths.
NEAR_DAYS, NEAR_PERCENT = 45, 10
MOST = 10
#: Of so many sales nearest by amount the ten likeliest are chosen, however many sales there are.
NEAREST = 200


def queue():
    """The buyers' entries that wait for their sale, oldest first."""
    waiting = Purchase.objects.standing().filter(match=Purchase.Match.WAITING)
    return waiting.select_related("unit", "certificate").order_by("bought_on", "pk")


def free_sales(purchase):
    """The standing sales that no other entry of the same ledger points at."""
    others = Purchase.objects.standing().filter(kind=purchase.kind, sale=OuterRef("pk"))
    return SalesRecord.objects.standing().exclude(Exists(others))


def candidates(purchase):
    """Up to ten free sales near ``purchase`` by amount and day, the likeliest first."""
    near = timedelta(days=NEAR_DAYS)
    spread = purchase.amount_fen * NEAR_PERCENT // 100
    amounts = (purchase.amount_fen - spread, purchase.amount_fen + spread)
    sales = free_sales(purchase).filter(
        Q(amount_fen__range=amounts) | Q(certificate=purchase.certificate_id),
        sold_on__range=(purchase.bought_on - near, purchase.bought_on + near),
    )
    sales = sales.order_by(Abs(F("amount_fen") - purchase.amount_fen), "sold_on", "pk")
    rows = sales.select_related("certificate__product", "applicant")[:NEAREST]
    return sorted(rows, key=lambda sale: likeness(purchase, sale))[:MOST]


def likeness(purchase, sale):
    """How unlike ``sale`` is to ``purchase``: amount first, then product, buyer, days."""
    return (
        abs(sale.amount_fen - purchase.amount_fen),
        sale.certificate_id != purchase.certificate_id,
        sale.buyer_name != purchase.unit.name,
        abs((sale.sold_on - purchase.bought_on).days),
        sale.pk,
    )


def reasons_against_matching(purchase, sale):
    """Why ``sale`` cannot be what ``purchase`` tells of."""
    reasons = _about_standing(purchase)
    if sale is None:
        return [*reasons, ("sale", "请选择销售记录")]
    if sale.reverses_id or hasattr(sale, "reversal"):
        reasons.append(("sale", "该销售记录已冲正"))
    elif not free_sales(purchase).filter(pk=sale.pk).exists():
        reasons.append(("sale", "该销售记录已与另一条采购记录对上"))
    if purchase.certificate_id and purchase.certificate_id != sale.certificate_id:
        reasons.append(("sale", "证书编号与采购记录不同"))
    return reasons


def _about_standing(purchase):
    if purchase.voided_at:
        return [("", "该记录已作废")]
    return [] if purchase.match == Purchase.Match.WAITING else [("", "该记录已对账")]


@transaction.atomic
def match_purchase(purchase, sale, *, by, at):
    """Point the buyer's entry at the seller's ``sale``, which alone counts."""
    purchase = _locked(purchase)
    refuse_fields(reasons_against_matching(purchase, sale))
    return _decide(purchase, Purchase.Match.MATCHED, "", sale, by=by, at=at)


@transaction.atomic
def keep_apart(purchase, *, reason, by, at):
    """No seller has told of it: the entry stays in its ledger and in no total of sales."""
    purchase = _locked(purchase)
    reasons = _about_standing(purchase)
    if not 2 <= len(reason.strip()) <= 100:
        reasons.append(("reason", "请写明单列的原因（2至100字）"))
    elif scan(reason):
        reasons.append(("reason", "单列的原因不得含有个人信息"))
    refuse_fields(reasons)
    return _decide(purchase, Purchase.Match.APART, reason.strip(), None, by=by, at=at)


@transaction.atomic
def reopen_match(purchase, *, by, at):
    """Put a wrongly reconciled entry back into the queue; the trail keeps what was decided."""
    purchase = _locked(purchase)
    reasons = [("", "该记录尚未对账")] if purchase.match == Purchase.Match.WAITING else []
    refuse_fields([*reasons, *([("", "该记录已作废")] if purchase.voided_at else [])])
    before = {"match": purchase.match, "sale": purchase.sale_id}
    purchase.match, purchase.sale, purchase.match_reason = Purchase.Match.WAITING, None, ""
    purchase.matched_at = purchase.matched_by = None
    purchase.save()
    record("ledger.reopen_match", purchase, by=by, at=at, **before)
    return purchase


def _locked(purchase):
    """The row as it is now; two reconciliations, or one and a sale's reversal, take turns."""
    lock_books()
    return (
        Purchase.objects.select_for_update(of=("self",)).select_related("unit").get(pk=purchase.pk)
    )


def _decide(purchase, match, reason, sale, *, by, at):
    purchase.match, purchase.match_reason, purchase.sale = match, reason, sale
    purchase.matched_at, purchase.matched_by = at, by
    purchase.save()
    record("ledger.reconcile", purchase, by=by, at=at, match=match, sale=getattr(sale, "pk", None))
    return purchase
