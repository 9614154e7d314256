"""What the quarterly filing of the ledgers asks of a unit: lines of its landing page (R47)."""

from django.db.models import Q
from django.urls import reverse

from ledger import filings
from ledger.models import Filing
from ledger.task_policies import last_quarter
from registry.permissions import organisations
from registry.roles import Permission
from rules.sales import quarter_words


def filing_lines(user, on):
    """``[(state, title, address, unit, note, due day)]`` for reporters and heads of units.

    The quarter that ended last, and whatever was returned of earlier ones.
    """
    keeps = organisations(user, Permission.KEEP_UNIT_LEDGERS)
    signs = organisations(user, Permission.CONFIRM_PROGRESS)
    word = last_quarter(on)
    own = Q(code__in=keeps | signs) | Q(parent__code__in=signs)
    units = filings.owing_units(word).filter(own) if keeps or signs else []
    offices = filings.signed_in(units, on)
    signed_for = {pk for pk, office in offices.items() if office.code in signs}
    reported = {unit.pk for unit in units if unit.code in keeps}
    rows = Filing.objects.filter(unit__in=[*reported, *signed_for]).select_related("unit")
    filed = {each.unit_id: each for each in rows.filter(quarter=word)}
    late = rows.filter(signed_at=None, quarter__lt=word)
    owed = [(each.unit, each.quarter, each) for each in late]
    owed += [(unit, word, filed.get(unit.pk)) for unit in units]
    for unit, quarter, filing in owed:
        state, note = _state(filing, unit.pk in reported, unit.pk in signed_for)
        if state is not None:
            yield _line(unit, quarter, filing, state, note, on)


def _line(unit, word, filing, state, note, on):
    due_on = filings.due_on(word, on)
    if state == "due" and filing is None and due_on < on:
        state = "missing"
    title = f"{quarter_words(word)}台账{'待审签' if filing and state == 'due' else ''}"
    return state, title, reverse("desk:filing", args=[unit.pk, word]), unit, note, due_on


def _state(filing, is_kept, is_signed_for):
    """``(state, note)`` as the unit's reporter or the head who signs has to do with it."""
    if filing is None:
        return ("due", "") if is_kept else (None, "")
    if filing.signed_at:
        return None, ""
    if filing.returned_at:
        return ("returned", filing.return_reason) if is_kept else (None, "")
    return ("due", "") if is_signed_for else (None, "")
