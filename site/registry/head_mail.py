"""The daily mail to the auditors: the head of the audit chain, kept where nobody here can reach.

A chain whose end was cut off looks whole from inside. Whoever has one of these mails finds it with
``manage.py verify_audit --head``.
"""

from datetime import timedelta

from django.template.loader import render_to_string

from records.jobs import job
from records.mail import write
from records.models import AuditSeal
from registry.models import Membership, User
from registry.roles import Permission, words_with
from rules.periods import SHANGHAI, local_day

SUBJECT = "审计记录封存摘要"
#: From this hour of the day on.
HOUR = 8


@job("audit_head", "寄送封存摘要", order=30, every=timedelta(minutes=30))
def send_head(at):
    """Write the day's mail to every auditor with an address; how many were written to."""
    last = AuditSeal.objects.order_by("-number").first()
    if last is None or at.astimezone(SHANGHAI).hour < HOUR:
        return 0
    addresses = addresses_of(Membership.objects.in_force(local_day(at)))
    body = render_to_string("registry/mail/audit_head.txt", {"seal": last, "at": at})
    write(addresses, SUBJECT, body, key=f"audit-head:{local_day(at)}")
    return len(addresses)


def addresses_of(memberships):
    """The addresses of the auditors among ``memberships``."""
    auditors = memberships.filter(role__in=words_with(Permission.READ_TRAIL))
    people = User.objects.filter(pk__in=auditors.values("user"), is_active=True)
    return list(people.exclude(email="").values_list("email", flat=True).distinct())
