"""Ending a township: its units and unfinished papers belong to the one that comes after it."""

from django.db import transaction

from ledger.models import Venue
from records.acting import acting
from records.audit import record
from registry.models import Applicant, Township
from rules.periods import local_day
from rules.refusal import refuse_fields

from ..policies.closing_townships import drafts_of, reasons_against_closing


@transaction.atomic
def close_township(township, *, last_day, successor=None, by, at):
    """End ``township`` on ``last_day``; what is there belongs to ``successor`` from now on.

    What was submitted, and what stands in the catalogue, was made where it says; the station that
    handles it stays the station, until it is closed itself.
    """
    township = Township.objects.select_for_update(of=("self",)).get(pk=township.pk)
    refuse_fields(
        reasons_against_closing(township, successor=successor, last_day=last_day, on=local_day(at))
    )
    with acting(by=by, at=at):
        township.valid_until = last_day
        township.save(update_fields=["valid_until"])
        counts = _hand_over(township, successor) if successor else {}
    to = str(successor) if successor else ""
    record("workflow.close_township", township, by=by, at=at, to=to, until=f"{last_day}", **counts)
    return township


def _hand_over(township, successor):
    for each in [township, *township.predecessors.all()]:
        each.successors.add(successor)
    drafts = drafts_of(township).update(production_township=successor, station=successor.station)
    units = 0
    for column in ("production_township", "domicile_township"):
        rows = Applicant.objects.filter(**{column: township})
        units += rows.update(**{column: successor})
    venues = Venue.objects.filter(township=township).update(township=successor)
    return {"units": units, "drafts": drafts, "venues": venues}
