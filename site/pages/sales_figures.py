"""What the public reads of sales: closed quarters only, sums of three sellers at least."""

from django.http import Http404
from django.shortcuts import render

from ledger.models import PeriodClose
from ledger.statistics import PUBLIC
from rules.amounts import yuan
from rules.suppression import LEAST_UNITS


def public_closes():
    """The closed quarters in force, the newest first."""
    return PeriodClose.objects.in_force().order_by("-quarter")


def public_tables(close):
    """``(dimension, [(label, fen, yuan)])`` of each table that is told of a quarter.

    A quarter whose sellers are too few altogether has no table at all, and no total then either.
    """
    return [
        (each, [(label, fen, yuan(fen)) for label, _, fen in close.public_tables[each.name]])
        for each in PUBLIC
        if each.name in close.public_tables
    ]


def sales_figures(request, quarter=None):
    """The newest closed quarter, or the one asked for; its tables as they were frozen."""
    closes = list(public_closes())
    close = next((each for each in closes if quarter in (None, each.quarter)), None)
    if quarter is not None and close is None:
        raise Http404
    tables = public_tables(close) if close is not None else []
    context = {"closes": closes, "close": close, "least": LEAST_UNITS, "tables": tables}
    return render(request, "pages/sales_figures.html", context)
