"""A buyer's intent reaches the applicant of the product, and what came of it (A31)."""

from django.db import transaction

from ledger.models import SalesRecord
from ledger.services.quarters import lock_books
from records.audit import record
from records.numbering import next_serial
from registry.news import send_news
from rules.periods import local_day
from rules.refusal import refuse_fields, refuse_if

from ..models import PurchaseIntent
from ..policies import reasons_against_marking


@transaction.atomic
def submit(certificate, *, at, **buyer):
    """Pass a purchase intent on to the applicant of the product.

    ``buyer``: buyer_kind, buyer_name, buyer_contact and request_text.
    """
    today = local_day(at)
    usable = certificate.status_on(today) == "active"
    refuse_if([] if usable else ["该产品现在不在有效的目录中，不能登记认购意向"])
    intent = PurchaseIntent.objects.create(
        number=f"RG{today.year}{next_serial('intent', today.year):05d}",
        certificate=certificate,
        applicant=certificate.applicant,
        received_at=at,
        consented_at=at,
        **buyer,
    )
    record("supervision.intend", intent, by=None, at=at)
    subject = f"收到一条认购意向（{intent.number}）"
    send_news(intent.applicant, subject, key=f"intent:{intent.pk}", path="intents/")
    return intent


def sales_for(intent):
    """The sales that may have come of ``intent``, newest first: of its product, since its day.

    They stand, and belong to no other intent.
    """
    sales = SalesRecord.objects.standing().filter(
        applicant=intent.applicant_id,
        certificate__product=intent.certificate.product_id,
        sold_on__gte=local_day(intent.received_at),
    )
    sales = sales.exclude(pk__in=_taken_by_others(intent)).select_related("certificate__product")
    return sales.order_by("-sold_on", "-pk")


def _taken_by_others(intent):
    others = PurchaseIntent.objects.filter(sale__isnull=False).exclude(pk=intent.pk)
    return others.values("sale")


@transaction.atomic
def mark(intent, *, state, by, at, sale=None):
    """What the applicant did about it: contacted, closed, and which ``sale`` came of it."""
    lock_books()  # else the sale could be reversed, or given to another intent, meanwhile
    rows = PurchaseIntent.objects.select_for_update(of=("self",)).select_related("certificate")
    intent = rows.get(pk=intent.pk)
    is_free = sale is None or sales_for(intent).filter(pk=sale.pk).exists()
    about = {"state": state, "sale": sale, "is_free": is_free}
    refuse_fields(reasons_against_marking(intent, by=by, **about))
    intent.state, intent.changed_at, intent.sale = state, at, sale
    intent.save(update_fields=["state", "changed_at", "sale"])
    facts = {"state": state, "sale": getattr(sale, "pk", None)}
    record("supervision.mark_intent", intent, by=by, at=at, **facts)
    return intent
