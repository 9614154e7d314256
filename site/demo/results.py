"""Results of the story's notices, announced when they were known and not on the day it is told."""

from datetime import timedelta

from pages.models.results import awaiting_result
from pages.notices.services import announce_results

#: The clock comes round once in a while.
AFTER = timedelta(minutes=1)


def announce_in_time(at):
    """Announce each result that was known by ``at``, in the order of its days; how many."""
    notices = awaiting_result(at).prefetch_related("publicity__entries")
    moments = {_known_at(notice.publicity) + AFTER for notice in notices}
    return sum(announce_results(moment) for moment in sorted(moments) if moment <= at)


def _known_at(publicity):
    """When its window had ended and its last product had its end."""
    ends = [entry.closed_at for entry in publicity.entries.all() if entry.closed_at]
    return max([publicity.ends_at, *ends])
