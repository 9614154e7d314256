"""索引号 in the pattern of the office: agency code, year, serial; given when a text is signed."""

import re

from django.conf import settings

from records.numbering import next_serial, reserve
from registry.names import get_names
from rules.periods import local_day

SERIES = "index_no"


def assigned_index_no(page):
    """The number a document keeps: the public one, the one it brings, or the next of its year.

    A number brought along in our pattern is reserved, so that it is never given out again.
    """
    number = _published(page) or page.index_no
    if number is None:
        moment = page.first_published_at or page.last_published_at or page.go_live_at
        return _numbered(page, local_day(moment).year)
    match = _pattern().fullmatch(number)
    if match:
        reserve(SERIES, int(match["year"]), int(match["serial"]))
    return number


def _published(page):
    """The number under which the public already knows the document: it never changes."""
    rows = type(page).objects.filter(pk=page.pk, first_published_at__isnull=False)
    return rows.values_list("index_no", flat=True).first() if page.pk else None


def _numbered(page, year):
    while True:
        serial = next_serial(SERIES, year)
        number = _number(year, serial)
        if not type(page).objects.filter(index_no=number).exists():
            return number


def _number(year, serial):
    region = get_names().region
    return settings.INDEX_NO_PATTERN.format(region=region, year=year, serial=serial)


def _pattern():
    """The settings' pattern as a regular expression."""
    shape = re.escape(_number(9999, 99999))
    shape = shape.replace("9999", "(?P<year>[0-9]{4})", 1)
    return re.compile(shape.replace("99999", "(?P<serial>[0-9]+)", 1))
