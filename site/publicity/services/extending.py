"""Making a window longer, never shorter: the one way, whatever the cause.

A window is recounted from its start: days off inside the lengthened part are counted again.
"""

from django.db import transaction

from records import evidence
from records.audit import record
from registry.calendars import unsettled
from rules.periods import ONE_DAY, day_ends

from ..models import Publicity, PublicityEntry, WindowExtension


@transaction.atomic
def recount_publicity(publicity, *, calendar, because, since, by, at):
    """Recount a publicity and what stands in it under ``calendar``; the entries that gained days.

    What had its end before ``since``, when the calendar changed, stays as it was. Raises
    ``CalendarMissing``.
    """
    publicity = Publicity.objects.select_for_update(of=("self",)).get(pk=publicity.pk)
    running = PublicityEntry.objects.running().filter(publicity=publicity)
    entries = list(running.select_for_update(of=("self",)).order_by("pk"))
    gained = [each for each in entries if _recount(each, calendar, since)]
    end = recounted_end(publicity, calendar=calendar) if entries else None
    if end and publicity.ends_at > since:
        extend_window(publicity, end[1], because, first_day=end[0], by=by, at=at)
    for entry in gained:
        _save(entry, publicity, because, by=by, at=at)
    return gained


def extend_window(window, until, because, *, first_day=None, added_days=0, by, at):
    """Let a publicity, or one entry on its own, stand until the day ``until``: kept and audited.

    ``first_day`` moves only where the first day counted became a day off. ``added_days`` are
    working days that it has to stand beyond those promised: a later recount counts them too. An
    earlier ``until`` than the stored one is refused by the database.
    """
    is_entry = isinstance(window, PublicityEntry)
    publicity = window.publicity if is_entry else window
    extension = WindowExtension(
        publicity=publicity,
        entry=window if is_entry else None,
        because=because,
        last_day_before=window.last_day,
        last_day=until,
        extended_at=at,
    )
    extension.leaf = evidence.append(extension.words(), at=at)
    extension.save()
    window.working_days += added_days
    set_end(window, first_day or window.first_day, until)
    record("publicity.extend", window, by=by, at=at, because=because, until=f"{until}")
    return extension


def recounted_end(window, *, calendar):
    """``(first day, last day)`` of a publicity or entry counted anew; None when it ends no later.

    Raises ``CalendarMissing``.
    """
    last_day = calendar.after(window.counts_after, window.working_days)
    if last_day <= window.last_day:
        return None
    return max(window.first_day, calendar.next_working_day(window.counts_after)), last_day


def set_end(window, first_day, last_day):
    """Write the days of a window; no audit row, no note."""
    window.first_day, window.last_day, window.ends_at = first_day, last_day, day_ends(last_day)
    window.save(update_fields=["first_day", "last_day", "ends_at", "working_days"])


def waits_for_recount(entry):
    """Whether a calendar that came into force before the entry's end makes that end later."""
    return any(
        edition.in_force_at < entry.ends_at and recounted_end(entry, calendar=edition.calendar)
        for edition in unsettled()
    )


def _recount(entry, calendar, since):
    """Whether the entry gains days; a held one gains them as days that remain."""
    if entry.is_held:
        elapsed = calendar.count(entry.counts_after, entry.held_on - ONE_DAY)
        entry.gain = entry.working_days - max(0, elapsed) - entry.remaining_days
        return entry.gain > 0
    entry.end = recounted_end(entry, calendar=calendar) if entry.ends_at > since else None
    return entry.end is not None


def _save(entry, publicity, because, *, by, at):
    """An entry that ends with its notice has the notice's note; another has one of its own."""
    if entry.is_held:
        entry.remaining_days += entry.gain
        entry.save(update_fields=["remaining_days"])
        days = entry.remaining_days
        record("publicity.extend", entry, by=by, at=at, because=because, remaining_days=days)
    elif entry.end[1] == publicity.last_day:
        set_end(entry, *entry.end)
    else:
        extend_window(entry, entry.end[1], because, first_day=entry.end[0], by=by, at=at)
