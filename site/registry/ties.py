"""Declaring a tie to an applicant: from then on the person handles nothing of it (R67)."""

from django.db import transaction

from records.acting import acting

from .models import Tie


@transaction.atomic
def declare(user, applicant, *, at):
    """Note that ``user`` is tied to ``applicant``; harmless when it is known already."""
    with acting(by=user, at=at):  # a new tie is an audited row
        return Tie.objects.get_or_create(
            user=user, applicant=applicant, defaults={"declared_at": at}
        )[0]
