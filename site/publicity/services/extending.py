"""Making a window longer, never shorter: the one way, whatever the cause."""

from django.db import transaction

from records.audit import record
from rules.periods import day_ends

from ..models import PublicityEntry, WindowExtension


@transaction.atomic
def extend_window(window, until, because, *, first_day=None, by, at):
    """Let a publicity, or one entry on its own, stand until the day ``until``: kept and audited.

    ``first_day`` moves only where the first day counted became a day off. An earlier ``until`` is
    the stored one's business: the database refuses it.
    """
    is_entry = isinstance(window, PublicityEntry)
    publicity = window.publicity if is_entry else window
    extension = WindowExtension.objects.create(
        publicity=publicity,
        entry=window if is_entry else None,
        because=because,
        last_day_before=window.last_day,
        last_day=until,
        extended_at=at,
    )
    set_end(window, first_day or window.first_day, until)
    record("publicity.extend", window, by=by, at=at, because=because, until=f"{until}")
    return extension


def set_end(window, first_day, last_day):
    """Write the days of a window; no audit row, no note."""
    window.first_day, window.last_day, window.ends_at = first_day, last_day, day_ends(last_day)
    window.save(update_fields=["first_day", "last_day", "ends_at"])
