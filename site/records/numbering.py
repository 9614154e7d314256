"""Giving out serial numbers; the number is part of the caller's transaction, so none is lost."""

from .models import Counter
from .prepared import SMALL_NUMBER, TEXT, Prepared

COUNTER = Prepared(
    lambda series, year: Counter.objects.select_for_update().filter(series=series, year=year),
    TEXT,
    SMALL_NUMBER,
)


def next_serial(series, year):
    """The next serial of ``series`` in ``year``, from 1; serialised by the counter's row lock."""
    return next_serials(series, year, 1)[0]


def next_serials(series, year, count):
    """The next ``count`` serials, as a range; serialised like one."""
    counter = locked(series, year)
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    return range(first, first + count)


def exclude_others(series):
    """Wait for whoever is at ``series`` and keep everybody else waiting until COMMIT."""
    locked(series, 0)


def locked(series, year):
    """The counter under its row lock, which lasts until the caller's COMMIT."""
    counter = COUNTER.first(series, year)
    if counter is None:
        Counter.objects.get_or_create(series=series, year=year)
        counter = COUNTER.first(series, year)
    return counter


def reserve(series, year, serial):
    """Remember that ``serial`` is taken (an imported register), so it is never given out again."""
    Counter.objects.get_or_create(series=series, year=year)
    Counter.objects.filter(series=series, year=year, last__lt=serial).update(last=serial)
