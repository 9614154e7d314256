"""What the engine does by itself about an entry of the dishonesty register."""

from records.audit import record
from registry.models import DishonestyEntry
from rules.periods import day_ends

from .. import moment
from ..unit_letters import send

State = DishonestyEntry.State


def begin(activation, entry):
    """Bind the new process to its entry."""
    activation.process.entry = entry
    activation.process.save()
    return activation.process


def is_noticed(activation):
    return activation.process.entry.state == State.NOTICED


def is_effective(activation):
    return activation.process.entry.state == State.EFFECTIVE


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
