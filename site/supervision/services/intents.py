"""A buyer's intent reaches the applicant of the product, and what came of it (A31)."""

from django.db import transaction

from records.audit import record
from records.numbering import next_serial
from registry.news import send_news
from rules.periods import local_day
from rules.refusal import Refused, refuse_if
from rules.vocabulary import INTENT_STATES

from ..models import PurchaseIntent


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


@transaction.atomic
def mark(intent, *, state, by, at, sale_reference=""):
    """What the applicant did about it: contacted, closed, and with which sale."""
    intent = PurchaseIntent.objects.select_for_update(of=("self",)).get(pk=intent.pk)
    if by.applicant_id != intent.applicant_id:
        raise Refused(["只有该产品的申请单位可以处理"])
    refuse_if([] if state in dict(INTENT_STATES) else ["请选择处理情况"])
    intent.state, intent.changed_at = state, at
    intent.sale_reference = sale_reference.strip()
    intent.save(update_fields=["state", "changed_at", "sale_reference"])
    record("supervision.mark_intent", intent, by=by, at=at, state=state)
    return intent
