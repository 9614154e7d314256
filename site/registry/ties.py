"""Declaring a tie to an applicant: from then on the person handles nothing of it (R67)."""

from django.db import transaction

from records.audit import record

from .models import Tie


@transaction.atomic
def declare(user, applicant, *, at):
    """Note that ``user`` is tied to ``applicant``; harmless when it is known already."""
    tie, is_new = Tie.objects.get_or_create(
        user=user, applicant=applicant, defaults={"declared_at": at}
    )
    if is_new:
        record("registry.tie", tie, by=user, at=at)
    return tie
