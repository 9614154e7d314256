"""The day's notice of each rule set, which goes out by itself once its hour has struck."""

from datetime import datetime, time

from django.db import transaction
from django.db.models import Max

from records.jobs import job
from registry.calendars import calendar
from registry.models import RuleSet
from rules.periods import SHANGHAI, local_day
from rules.working_days import CalendarMissing

from .notices import open_notice, waiting_for_notice


class _Trial(Exception):
    """Ends a trial so that nothing of it stays."""


@job("notices", "发布公示", order=70)
def open_due_notices(at):
    """Open the day's notice of each rule set whose hour has struck; how many were opened here."""
    sweep = open_due_notices.each(
        RuleSet.objects.all(), lambda ruleset: _open(ruleset, at), at=at, atomic=False
    )
    return sum(sweep.done)


def due_for_notice(ruleset, at):
    """Items that were waiting when today's hour struck; none on a day that is no working day.

    The calendar is asked only when somebody waits.
    """
    today = local_day(at)
    struck = datetime.combine(today, time(ruleset.notice_hour), SHANGHAI)
    if at < struck:
        return []
    waiting = waiting_for_notice(ruleset).annotate(since=Max("turns__finished_at"))
    items = list(waiting.filter(since__lte=struck))
    return items if items and calendar().is_working_day(today) else []


def _open(ruleset, at):
    """One notice of all that is due, or without those products that cannot be opened."""
    items = due_for_notice(ruleset, at)
    if not items:
        return 0
    try:
        return open_notice(items, by=None, at=at) is not None
    except CalendarMissing:  # nobody knows when the window would end, whichever product it is
        raise
    except Exception:  # which product it is turns out below; the cause is kept there
        sound = [item for item in items if _can_be_opened(item, at)]
        if len(sound) == len(items):
            raise
    return bool(sound) and open_notice(sound, by=None, at=at) is not None


def _can_be_opened(item, at):
    """Try the item alone, and undo the trial; why it fails is noted with it."""
    try:
        with transaction.atomic():
            open_notice([item], by=None, at=at)
            raise _Trial
    except _Trial:
        return True
    except Exception as error:  # noqa: BLE001 - one bad product must not stop the others
        open_due_notices.leave_out(item, error, at=at)
        return False
