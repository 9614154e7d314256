"""What happens because time passes: holds, timers, the day's notice, pages, expiry.

Every part is idempotent and takes its own locks, so any number of clocks may run, late or at once.
"""

from datetime import datetime, time

from django.db.models import Max

from catalog.services import expire_due
from pages.notices.services import announce_results, publish_due
from records import outbox
from records.sealing import seal_all
from registry.calendars import calendar
from registry.models import RuleSet
from registry.registering import expire_unproved
from rules.periods import SHANGHAI, local_day
from supervision.services.admissions import forget_old

from .absence import release_tasks_of_absent
from .notices import hold_objected, open_notice, waiting_for_notice
from .reminders import remind
from .renewals import remind_due
from .retention import forget_drafts
from .scans import scan_unsettled
from .timers import fire_due_timers


def tick(at):
    """One pass at ``at``; the counts of what was done, and of what failed and stays due."""
    held = hold_objected(at=at)
    fired, failed = fire_due_timers(at)
    released = release_tasks_of_absent(at)
    done = {
        "held": held,
        "timers_fired": fired,
        "timers_failed": failed,
        "notices_opened": len(open_due_notices(at)),
        "pages": publish_due(at),
        "results_announced": announce_results(at),
        "certificates_expired": expire_due(at),
        "counts_forgotten": forget_old(at),
        "absent_released": released,
        "reminders_given": remind(at),
        "renewals_reminded": remind_due(at),
        "files_scanned": scan_unsettled(at=at),
        "draft_files_destroyed": forget_drafts(at=at),
        "registrations_expired": expire_unproved(at),
        "audit_sealed": seal_all(at),
    }
    mails = outbox.deliver(at)  # last: what this very pass wrote leaves with it
    return {**done, "mails_sent": mails["sent"], "mails_failed": mails["failed"]}


def open_due_notices(at):
    """Open the day's notice of each rule set whose hour has struck; the notices opened here."""
    opened = []
    for ruleset in RuleSet.objects.all():
        items = due_for_notice(ruleset, at)
        if items:
            opened.append(open_notice(items, by=None, at=at))
    return [notice for notice in opened if notice is not None]


def due_for_notice(ruleset, at):
    """Items that were waiting when today's hour struck; none on a day that is no working day."""
    today = local_day(at)
    struck = datetime.combine(today, time(ruleset.notice_hour), SHANGHAI)
    if at < struck or not calendar().is_working_day(today):
        return []
    waiting = waiting_for_notice(ruleset).annotate(since=Max("turns__finished_at"))
    return list(waiting.filter(since__lte=struck))
