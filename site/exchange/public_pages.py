"""Fetching the platform's public pages as evidence, where the setting names their hosts (A39).

What fails is kept with its reason, tried again on the next two days, and stands in nobody's way.
"""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from urllib.parse import urlsplit

import urllib3
from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q

from catalog.models import NationalPublication
from files.intake import SoundFile, take
from files.models import Scan
from publicity.models import Observation, Publicity
from records.jobs import job

from .addresses import Unavailable, resolve
from .fetching import CONNECT_SECONDS, READ_SECONDS, Answer, read_page
from .models import PublicPageLook
from .receivers import Receiver
from .transports.https import pinned_pool
from .web_archives import archive

Outcome = Observation.Outcome
TIMEOUT = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
#: So often one page is tried, a day apart, while what it shows is news.
MOST_LOOKS, APART, NEWS = 3, timedelta(days=1), timedelta(days=30)
#: So many pages one pass of the clock looks at: other jobs wait.
AT_ONCE = 5
WARC = "application/warc"


@job("public_pages", "公布页面取证", order=185)
def look_at_pages(at):
    """Fetch the pages that are due; how many answered."""
    if not settings.EXCHANGE_PUBLIC_PAGES.get("hosts"):
        return 0
    rows = [*_due(_publications(at), "publication", at), *_due(_notices(at), "notice", at)]
    rows = [each for each in rows if is_allowed(each[1].address)][:AT_ONCE]
    sweep = look_at_pages.each(rows, lambda row: look(*row, at=at), at=at, atomic=False)
    return sum(each.outcome == Outcome.GOOD for each in sweep.done)


def is_allowed(address):
    """Whether the setting names the host of ``address``: nothing else is ever asked for."""
    try:
        return urlsplit(address).hostname in settings.EXCHANGE_PUBLIC_PAGES.get("hosts", ())
    except ValueError:
        return False


def look(link, row, *, at):
    """Fetch the page of ``row`` and keep what came: the new :class:`PublicPageLook`."""
    answer, reason = fetch_page(row.address)
    facts = {"outcome": answer.outcome, "reason": reason, "status": answer.status}
    if answer.is_good:
        written = archive([answer], at=at)
        sound = SoundFile(f"{link}-{row.pk}.warc.gz", written, WARC, Scan.UNSCANNED)
        facts["page"] = take(sound, by=None, at=at)
        facts["sha256"] = sha256(answer.body).hexdigest()
    return PublicPageLook.objects.create(**{link: row}, looked_at=at, **facts)


def fetch_page(address):
    """``(answer, reason)`` of a page elsewhere, asked at the very address that was checked."""
    site = urlsplit(address)
    path = (site.path or "/") + (f"?{site.query}" if site.query else "")
    place = Receiver(
        "公布页面",
        address=address,
        networks=tuple(settings.EXCHANGE_PUBLIC_PAGES.get("networks", ())),
    )
    try:
        checked = resolve(place, schemes=("https", "http"))
    except Unavailable as error:
        reason = str(error).replace("接收方", place.title)
        return Answer(address, outcome=Outcome.NO_ANSWER), reason
    answer = read_page(site, path, lambda: pinned_pool(checked, _trust(), timeout=TIMEOUT))
    return replace(answer, address=address), ""


def _trust():
    return {"ca": settings.EXCHANGE_PUBLIC_PAGES.get("ca")}


def _publications(at):
    return NationalPublication.objects.standing().filter(recorded_at__gt=at - NEWS)


def _notices(at):
    return Publicity.objects.filter(level=Publicity.Level.NATIONAL, published_at__gt=at - NEWS)


def _due(rows, link, at):
    """``(link, row)`` of what has no good page yet and was not asked for within a day."""
    looks = PublicPageLook.objects.filter(**{link: OuterRef("pk")})
    over = looks.filter(Q(outcome=Outcome.GOOD) | Q(looked_at__gt=at - APART))
    back = "looks" if link == "publication" else "page_looks"
    rows = rows.exclude(Exists(over)).annotate(tries=Count(back)).filter(tries__lt=MOST_LOOKS)
    for row in rows.order_by("pk"):
        if link == "notice":
            row.address = row.external_url
        yield link, row
