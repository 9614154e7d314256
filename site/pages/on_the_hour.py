"""What was signed for an hour is public from that hour, whether or not the clock runs.

A new page is found by its dates. A correction of a public page is other words in the same row:
whoever reads first after its hour brings it in, by the very step that the clock would take.
"""

from records.prepared import MOMENT, Prepared

from .documents.timed import bring_in, due
from .moment import asked_at
from .of_generation import remembered

#: Doors where no words of pages are read, or that must answer while the database is away.
ELSEWHERE = (
    "admin/",
    "account/",
    "portal/",
    "static/",
    "metrics",
    "healthz",
    "readyz",
    "exchange/",
    "preview/",
    "api/v1/preview/",
)
first_due = Prepared(lambda at: due(at)[:1], MOMENT)


class OnTheHour:
    """Before the public reads anything: the corrections whose hour has come."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if reads_pages(request):
            at = asked_at(request)
            # the next such hour ends what is remembered (``next_change``)
            if remembered(request, "due", lambda: first_due.first(at)) is not None:
                bring_in(at)
        return self.get_response(request)


def reads_pages(request):
    """Whether words of pages may be in the answer."""
    is_reading = request.method in ("GET", "HEAD")
    return is_reading and not request.path_info.lstrip("/").startswith(ELSEWHERE)
