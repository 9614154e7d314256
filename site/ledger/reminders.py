"""Reminding units of what is due of the fifteen tasks: before the day, and once it has passed."""

from datetime import timedelta

from records.jobs import job
from records.mail import write
from registry.models import User
from registry.permissions import duty, holders
from registry.roles import UnitHead, UnitReporter
from rules.periods import local_day
from rules.sales import quarter, quarter_words

from . import task_policies as policies
from .models import Progress, Task, TaskPlan, TaskUnit

#: How many days before the last one a unit is reminded.
BEFORE = timedelta(days=3)
#: Nobody is written to about what was due longer ago than this: the lists show it.
STALE = timedelta(days=30)
BODY = "{what}{when}。请登录后台“本单位工作”查看并办理。\n（本邮件由系统发出，请勿回复）"


@job("task_reminders", "工作任务提醒", order=112, every=timedelta(hours=1))
def remind_units(at):
    """Write to reporters of what is due in three days, to heads too once it is late; once each."""
    on = local_day(at)
    rows = [*_plans(on), *_progress(on)]
    return sum(remind_units.each(rows, lambda row: _remind(row, on), at=at).done)


def _plans(on):
    approved = TaskPlan.objects.filter(approved_at__isnull=False).values("task")
    for task in Task.objects.exclude(pk__in=approved).prefetch_related("units__organisation"):
        due_on = policies.plan_due_on(task)
        yield policies.lead_of(task), f"任务{task.number}的计划", due_on, f"plan:{task.pk}"


def _progress(on):
    word = policies.last_quarter(on)
    due_on = policies.progress_due_on(word, on)
    signed = Progress.objects.filter(quarter=word, confirmed_at__isnull=False).values("unit")
    units = TaskUnit.objects.exclude(pk__in=signed).select_related("task", "organisation")
    for unit in units:
        if quarter(unit.task.issued_on) <= word:
            what = f"任务{unit.task.number}{quarter_words(word)}的进展"
            yield unit, what, due_on, f"progress:{unit.pk}:{word}"


def _remind(row, on):
    unit, what, due_on, key = row
    if not due_on - BEFORE <= on <= due_on + STALE:
        return 0
    is_late = due_on < on
    roles = (UnitReporter, UnitHead) if is_late else (UnitReporter,)
    people = User.objects.none()
    for role in roles:
        people |= holders(duty(role.word, unit.organisation), on)
    addresses = [person.email for person in people if person.mail_notices]
    when = "已超过期限" if is_late else f"应于{due_on:%m月%d日}前报送"
    stage = "late" if is_late else "soon"
    write(addresses, "工作任务提醒", BODY.format(what=what, when=when), key=f"{key}:{stage}")
    return len(addresses)
