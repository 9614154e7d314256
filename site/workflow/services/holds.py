"""Holding a product between publicity and listing, and letting it go on."""

from records.audit import record
from rules.official_dates import iso_day
from rules.periods import local_day
from rules.refusal import refuse_fields

from .. import letters
from ..models import Hold
from ..policies import holds as policies
from .steps import locked


def hold(item, *, because, until, by, at):
    """Keep ``item`` from going up and from the catalogue until the end of ``until``."""
    with locked(item) as item:
        on = local_day(at)
        refuse_fields(
            policies.reasons_against_holding(item, because=because, until=until, by=by, on=on)
        )
        placed = Hold.objects.create(
            item=item, because=because.strip(), until=until, placed_by=by, placed_at=at
        )
        record("workflow.hold", item, by=by, at=at, because=placed.because, until=iso_day(until))
        letters.send(item, "held", at=at, hold=placed)
    return placed


def lift(item, *, outcome, by, at):
    """Let ``item`` go on before the hold's last day; ``outcome`` says what was found."""
    with locked(item) as item:
        on = local_day(at)
        refuse_fields(policies.reasons_against_lifting(item, outcome=outcome, by=by, on=on))
        placed = policies.standing(item, on)
        placed.outcome, placed.lifted_by, placed.lifted_at = outcome.strip(), by, at
        placed.save(update_fields=["outcome", "lifted_by", "lifted_at"])
        record("workflow.lift_hold", item, by=by, at=at, because=placed.outcome)
    return placed
