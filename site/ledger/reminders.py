"""Reminding units of what is due of tasks and ledgers: before the day, and once it has passed."""

from datetime import timedelta

from records.jobs import job
from records.mail import write
from registry.models import User
from registry.permissions import duty, holders
from registry.roles import UnitHead, UnitReporter
from rules.official_dates import official_date
from rules.periods import local_day
from rules.sales import quarter, quarter_words

from . import filings
from . import task_policies as policies
from .models import Filing, Progress, TaskPlan, TaskUnit

#: How many days before the last one a unit is reminded.
BEFORE = timedelta(days=3)
#: Nobody is written to about what was due longer ago than this: the lists show it.
STALE = timedelta(days=30)
BODY = "{what}{when}。请登录后台“本单位工作”查看并办理。\n（本邮件由系统发出，请勿回复）"


@job("task_reminders", "工作任务提醒", order=112)
def remind_units(at):
    """Write to reporters of what is due in three days, to heads too once it is late; once each."""
    on = local_day(at)
    word = policies.last_quarter(on)
    signed = Progress.objects.filter(quarter=word, confirmed_at__isnull=False)
    facts = {
        "approved": set(
            TaskPlan.objects.filter(approved_at__isnull=False).values_list("task", flat=True)
        ),
        "signed": set(signed.values_list("unit", flat=True)),
    }
    units = TaskUnit.objects.select_related("task", "organisation").order_by("pk")
    return sum(remind_units.each(units, lambda unit: _remind_of(unit, on, **facts), at=at).done)


def _remind_of(unit, on, *, approved, signed):
    """Whatever is due of ``unit``: the plan of a task that it leads, its progress."""
    task, word, count = unit.task, policies.last_quarter(on), 0
    if unit.role == TaskUnit.Role.LEAD and task.pk not in approved:
        due_on = policies.plan_due_on(task)
        about = f"任务{task.number}的计划"
        count += _remind(unit.organisation, about, due_on, f"plan:{unit.pk}", on)
    if unit.pk not in signed and quarter(task.issued_on) <= word:
        due_on = policies.progress_due_on(word, on)
        what = f"任务{task.number}{quarter_words(word)}的进展"
        count += _remind(unit.organisation, what, due_on, f"progress:{unit.pk}:{word}", on)
    return count


@job("filing_reminders", "台账报送提醒", order=113)
def remind_of_filings(at):
    """The same of the ledgers of the last quarter, to every unit that has not filed them."""
    on = local_day(at)
    word = policies.last_quarter(on)
    filed = Filing.objects.signed().filter(quarter=word).values("unit")
    units = filings.owing_units(word).exclude(pk__in=filed)
    return sum(
        remind_of_filings.each(units, lambda unit: _remind_to_file(unit, word, on), at=at).done
    )


def _remind_to_file(unit, word, on):
    what, due_on = f"{quarter_words(word)}台账", filings.due_on(word, on)
    office = filings.signed_in([unit], on)[unit.pk]
    return _remind(unit, what, due_on, f"filing:{unit.pk}:{word}", on, office)


def _remind(organisation, what, due_on, key, on, office=None):
    """Write to the reporters, and once it is late to the heads: those of ``office`` if named."""
    if not due_on - BEFORE <= on <= due_on + STALE:
        return 0
    is_late = due_on < on
    roles = (UnitReporter, UnitHead) if is_late else (UnitReporter,)
    people = User.objects.none()
    for role in roles:
        where = office if office and role is UnitHead else organisation
        people |= holders(duty(role.word, where), on)
    addresses = [person.email for person in people if person.mail_notices]
    when = "已超过期限" if is_late else f"应于{official_date(due_on)}前报送"
    stage = "late" if is_late else "soon"
    write(addresses, "工作任务提醒", BODY.format(what=what, when=when), key=f"{key}:{stage}")
    return len(addresses)
