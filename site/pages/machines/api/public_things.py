"""Everything that the API tells, each under a lasting key, with a digest of what it says.

A digest is made of the very JSON that the API answers, so that nothing can change there unheard.
"""

import hashlib
import json
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.timezone import localtime

from registry.dishonesty import published
from rules.periods import local_day
from supervision.models import InspectionDraw

from . import columns, dishonesty, pages, sales, site, watching
from .kinds import batches
from .listing import represent

#: Rows that are read at once.
AT_ONCE = 200
#: Told of each row by the record itself, so no part of what is compared.
OWN = {"updated_at"}


@dataclass(frozen=True)
class Thing:
    """One public thing: its kind, its key there, its address below the API, what it says."""

    kind: str
    key: str
    path: str
    digest: str


def public_things(at):
    """Every :class:`Thing` that the public can read at ``at``."""
    request = request_at(at)
    for kind in pages.KINDS:
        for rows in batches(kind.rows(at), AT_ONCE):
            yield from _pages(kind, rows, request)
    yield from _pages(columns.KIND, columns.columns_of(at), request)
    for draw in InspectionDraw.objects.filter(fixed_at__lte=at):
        data = represent(watching.DrawDetail, draw, request)
        yield Thing("draw", draw.number, f"draws/{draw.number}", digest(data))
    for entry in published(local_day(at)):
        data = represent(dishonesty.DishonestyOut, entry, request)
        yield Thing("dishonesty", entry.number, f"dishonesty/{entry.number}", digest(data))
    for name, read in SINGLE.items():
        yield Thing(name, "", name, digest(read(request)))


SINGLE = {
    "site": site.site_data,
    "home": site.home_data,
    "statistics": watching.statistics_data,
    "sales": sales.sales_data,
    "redirects": pages.redirects_data,
}


def _pages(kind, rows, request):
    kind.prepare(rows, request, is_whole=True)
    for row in rows:
        data = represent(kind.whole, row, request)
        yield Thing(kind.name, str(row.pk), f"{kind.name}s/{row.slug}", digest(data))


def digest(data):
    """SHA-256 of plain data, in hexadecimal; the same for the same words."""
    if isinstance(data, dict):
        data = {name: value for name, value in data.items() if name not in OWN}
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


def request_at(at):
    """A reader's request at ``at``, as at the site's own address."""
    parts = urlsplit(settings.SITE_URL)
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", "/", "/"
    request.META = {"SERVER_NAME": parts.hostname, "SERVER_PORT": f"{parts.port or 443}"}
    request.META["HTTP_HOST"] = parts.netloc
    request.asked_at = localtime(at)
    return request
