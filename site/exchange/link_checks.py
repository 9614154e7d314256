"""Links to other sites are tried before a document is signed, where ``CHECK_LINKS`` lets us.

What comes of it is shown to who signs and blocks nobody: a network that is closed, a site that is
slow or keeps programs out are no faults of a document. An address inside the office is never
connected to; that is told, because the public cannot open it either.
"""

from datetime import timedelta
from urllib.parse import urlsplit

import urllib3
from django.conf import settings
from django.db.models import Q

from pages.machines.outer_links import note_in_review, note_public
from pages.models import OuterLink
from publicity.models import Observation
from records.jobs import job

from .addresses import Unavailable, resolve
from .fetching import CONNECT_SECONDS, READ_SECONDS, read_page
from .receivers import Receiver
from .transports.https import pinned_pool

Outcome = Observation.Outcome
TIMEOUT = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
#: So many addresses one pass asks: other jobs wait.
AT_ONCE = 5
#: An answer is good for so long; a failure is tried again sooner.
GOOD_FOR, TRIED_AGAIN = timedelta(days=7), timedelta(days=1)
#: The site answered something: that the page is there is for a person to see.
ANSWERS = {Outcome.GOOD, Outcome.MOVED, Outcome.TOO_LARGE}
PROBLEMS = {
    Outcome.NAME: "域名无法解析",
    Outcome.NO_ANSWER: "没有应答",
    Outcome.TIMEOUT: "应答太慢",
    Outcome.TLS: "证书不受信任",
}


@job("outer_links", "站外链接检查", order=187, every=timedelta(minutes=10))
def check_outer_links(at):
    """Try the addresses that are due; how many were tried."""
    if not settings.CHECK_LINKS:
        return 0
    note_in_review(at)
    sweep = check_outer_links.each(_due(at), lambda row: check(row, at=at), at=at, atomic=False)
    return len(sweep.done)


@job("outer_links_public", "公开文件中的站外链接", order=188, every=timedelta(days=1))
def note_outer_links(at):
    """Note the addresses in public documents, to be tried again each week."""
    return note_public(at) if settings.CHECK_LINKS else 0


def _due(at):
    """Never asked first; then what failed a day ago or answered a week ago."""
    again = Q(problem="") & Q(looked_at__lte=at - GOOD_FOR)
    again |= ~Q(problem="") & Q(looked_at__lte=at - TRIED_AGAIN)
    new = OuterLink.objects.filter(looked_at=None).order_by("wanted_at", "pk")[:AT_ONCE]
    old = OuterLink.objects.filter(again).order_by("looked_at", "pk")[:AT_ONCE]
    return [*new, *old][:AT_ONCE]


def check(row, *, at):
    """Ask ``row``'s address once and keep what came of it; the row."""
    row.problem, row.looked_at = _problem(row.address), at
    row.save(update_fields=["problem", "looked_at"])
    return row


def _problem(address):
    """What is wrong, in words for an editor; empty where the site answered."""
    try:
        site = urlsplit(address)
        place = Receiver("网址", address=address, networks=())
        checked = resolve(place, schemes=("https", "http"), is_plain=True)
    except (Unavailable, ValueError) as error:
        words = str(error)
        return "指向内部网络，公众打不开" if "内部网络" in words else PROBLEMS[Outcome.NAME]
    path = (site.path or "/") + (f"?{site.query}" if site.query else "")
    answer = read_page(site, path, lambda: pinned_pool(checked, {}, timeout=TIMEOUT))
    if answer.outcome in ANSWERS:
        return ""
    if answer.outcome == Outcome.STATUS:
        return f"对方答复{answer.status}"
    return PROBLEMS.get(answer.outcome, "应答不完整")
