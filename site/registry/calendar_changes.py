"""Checking a holiday paper or local days: from that moment the calendar is another one.

What is open is recounted by the job of ``recounting``; here the new calendar is kept as an edition
in the very transaction that brings it into force, so that no crash can lose it.
"""

from django.db import transaction

from records.acting import acting
from records.numbering import exclude_others
from rules.refusal import refuse_if

from .calendars import note_edition
from .models import HolidayPaper

SAME_PERSON = "录入人与复核人不得为同一人"


def reasons_against_check(entry, *, by):
    """Why ``by`` may not bring ``entry`` into force."""
    reasons = []
    if entry.is_checked:
        reasons.append("该条目已经复核生效")
    if entry.entered_by_id == by.pk:
        reasons.append(SAME_PERSON)
    return reasons


@transaction.atomic
def check(entry, *, by, at):
    """Bring a holiday paper or local days into force; a paper replaces that of its year."""
    exclude_others("calendar")  # of two at once the second sees the first
    entry = type(entry).objects.select_for_update(of=("self",)).get(pk=entry.pk)
    refuse_if(reasons_against_check(entry, by=by))
    with acting(by=by, at=at):
        if isinstance(entry, HolidayPaper):
            for before in HolidayPaper.objects.in_force().filter(year=entry.year):
                before.replaced_at = at
                before.save(update_fields=["replaced_at"])
        entry.checked_by, entry.checked_at = by, at
        entry.save(update_fields=["checked_by", "checked_at"])
    note_edition(cause=entry.cause, at=at)
    return entry
