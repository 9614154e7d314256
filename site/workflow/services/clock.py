"""What happens because time passes: holds, timers, the day's notice, pages, expiry.

Every part is idempotent and takes its own locks, so any number of clocks may run, late or at once.
"""

import logging
from datetime import datetime, time

from django.db.models import Max
from viewflow.workflow.exceptions import FlowLockFailed
from viewflow.workflow.status import STATUS

from catalog.services import expire_due
from pages.services import publish_due
from registry.calendars import calendar
from registry.models import RuleSet
from rules.periods import SHANGHAI, local_day
from supervision.services.admissions import forget_old

from ..models import CertificationTask
from ..moment import acting
from .notices import hold_objected, open_notice, waiting_for_notice

log = logging.getLogger(__name__)


def tick(at):
    """One pass at ``at``; the counts of what was done, and of what failed and stays due."""
    held = hold_objected(at=at)
    fired, failed = fire_due_timers(at)
    return {
        "held": held,
        "timers_fired": fired,
        "timers_failed": failed,
        "notices_opened": len(open_due_notices(at)),
        "pages": publish_due(at),
        "certificates_expired": expire_due(at),
        "counts_forgotten": forget_old(at),
    }


def due_timers(at):
    """Timers whose moment has come, oldest first."""
    return CertificationTask.objects.filter(
        flow_task_type="TIMER", status=STATUS.SCHEDULED, scheduled__lte=at
    ).order_by("scheduled", "pk")


def fire_due_timers(at):
    """Fire every due timer; ``(fired, failed)``. A failed one rolls back whole and stays due."""
    fired = failed = 0
    for task in due_timers(at):
        try:
            fired += _fire(task, at)
        except FlowLockFailed:
            log.info("timer %s is held by another clock", task.pk)
        except Exception:  # one broken paper must not stop the others
            failed += 1
            log.exception("timer %s failed and stays due", task.pk)
    return fired, failed


def _fire(task, at):
    """Fire one timer under its lock, unless another clock was quicker."""
    with acting(at=at), task.activation() as activation:
        if not activation.start.can_proceed():
            return False
        activation.start()
        activation.execute()
        return True


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
