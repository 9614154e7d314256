"""Reminding holders that a certificate ends: by the clock, each term once, the latest due only."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Min

from catalog.models import Certificate
from records.audit import record
from records.jobs import job
from registry.models import RuleSet
from registry.names import get_names
from rules.official_dates import official_date
from rules.periods import local_day

from .. import letters
from ..models import RenewalReminder


@job("renewals", "再次申请提醒", order=120)
def remind_due(at):
    """Send each reminder whose day has come; how many went out here (A16).

    After a long sleep only the latest due one is sent: nobody is told of ninety days when seven
    are left. Who has applied again already is not reminded.
    """
    terms = {certificate.pk: (certificate, days) for certificate, days in due(local_day(at))}
    certificates = [certificate for certificate, _days in terms.values()]
    sweep = remind_due.each(
        certificates, lambda certificate: _remind(*terms[certificate.pk], at), at=at
    )
    return sum(sweep.done)


def due(on):
    """``[(certificate, days)]``: what is to be sent on day ``on``."""
    reminders = []
    for ruleset in RuleSet.objects.all():
        terms = ruleset.reminder_days
        horizon = on + timedelta(days=max(terms))
        ending = Certificate.objects.live().filter(
            ruleset=ruleset,
            valid_until__gte=on,
            valid_until__lte=horizon,
            renewal_sought_on__isnull=True,
            item__isnull=False,
        )
        for certificate in ending.annotate(last_days=Min("reminders__days")).order_by("pk"):
            left = (certificate.valid_until - on).days
            term = next(days for days in terms if left <= days)
            if certificate.last_days is None or term < certificate.last_days:
                reminders.append((certificate, term))
    return reminders


@transaction.atomic
def _remind(certificate, days, at):
    """One letter, and the mail that says so; False when reminded before."""
    certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if RenewalReminder.objects.filter(certificate=certificate, days__lte=days).exists():
        return False
    item = certificate.item
    on = local_day(at)
    left = (certificate.valid_until - on).days
    subject = (
        f"{get_names().product}认定证书{certificate.number}"
        f"将于{official_date(certificate.valid_until)}到期"
    )
    opens_later = certificate.renewal_opens_on > on
    details = {"certificate": certificate, "left": left, "opens_later": opens_later}
    letter = letters.send(item, "renewal", at=at, subject=subject, **details)
    RenewalReminder.objects.create(certificate=certificate, days=days, letter=letter, sent_at=at)
    record("workflow.remind", certificate, by=None, at=at, days=days)
    return True
