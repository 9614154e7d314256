"""What the engine does by itself about an entry of the dishonesty register."""

from records.audit import record
from registry.calendars import calendar
from registry.models import DishonestyEntry
from registry.rulesets import in_force
from rules.periods import day_ends, local_day

from .. import moment
from ..unit_letters import send

State = DishonestyEntry.State


def begin(activation, entry, case=None):
    """Bind the new process to its entry, and to the case that it comes from."""
    activation.process.entry, activation.process.case = entry, case
    activation.process.save()
    return activation.process


def is_noticed(activation):
    return activation.process.entry.state == State.NOTICED


def is_effective(activation):
    return activation.process.entry.state == State.EFFECTIVE


def due(activation):
    """``(day, provisional)``: from the proposal, and from the last day of the defence, on."""
    entry = activation.process.entry
    since = entry.answer_until if entry.noticed_at else local_day(entry.proposed_at)
    planned = limit(activation.flow_task, since)
    return planned.day, planned.provisional


def limit(step, since):
    """The last working day of ``step``, counted from day ``since`` by the rule set of that day."""
    return calendar().planned_after(since, getattr(in_force(since), step.limit))


def defence_ends(activation):
    return activation.process.entry.defence_ends_at


def term_ends(activation):
    return day_ends(activation.process.entry.effective_until)


def lapse(activation):
    """Its time is over: the unit may apply again, whether or not anybody looks at the entry."""
    entry, at = activation.process.entry, moment.current().at
    entry.state, entry.ended_at = State.LAPSED, at
    entry.save(update_fields=["state", "ended_at"])
    record("workflow.dishonesty.lapse", entry, by=None, at=at)
    send(entry, "lapsed", at=at)
