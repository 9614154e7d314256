"""Addresses of other sites in documents: which there are, and what is known of them.

Nothing is asked over the network here: ``exchange`` asks, where the office lets it.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape

from django.conf import settings
from wagtail.models import Revision, TaskState

from ..models import DocumentPage, OuterLink
from ..models.outer_links import MOST

#: In rich text, and as the value of a field that holds an address.
ADDRESS = re.compile(r'(?:href=\\?"|"url": ")(https?://[^"\\\s]+)')
#: How long an address is kept that no document names any more.
FORGOTTEN = timedelta(days=30)


@dataclass(frozen=True)
class OuterState:
    """An address, what is wrong with it (empty: nothing known), when it was asked (or None)."""

    address: str
    problem: str
    looked_at: datetime | None


def outer_addresses(page):
    """The addresses of other sites in the words of ``page``, each once, in their order."""
    bodies = [getattr(page, "body", None)]
    bodies += [part.body for part in page.parts.all()] if hasattr(page, "parts") else []
    text = [json.dumps(body.get_prep_value(), ensure_ascii=False) for body in bodies if body]
    if address := getattr(page, "apply_url", ""):
        text.append(f'"url": "{address}"')
    every = [unescape(each) for each in ADDRESS.findall(" ".join(text))]
    return [each for each in dict.fromkeys(every) if len(each) <= MOST and not _is_ours(each)]


def _is_ours(address):
    return address.startswith(settings.SITE_URL.rstrip("/") + "/")


def outer_states(page):
    """An :class:`OuterState` for each address in ``page``."""
    addresses = outer_addresses(page)
    rows = {each.address: each for each in OuterLink.objects.filter(address__in=addresses)}
    pairs = [(address, rows.get(address)) for address in addresses]
    return [
        OuterState(address, row.problem if row else "", row.looked_at if row else None)
        for address, row in pairs
    ]


def note_in_review(at):
    """Note the addresses in what somebody is checking or signing; how many there are."""
    steps = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).values("revision")
    revisions = Revision.page_revisions.filter(pk__in=steps)
    return _note((revision.as_object() for revision in revisions), at)


def note_public(at):
    """Note the addresses in what is public, and forget what nobody names; how many there are."""
    pages = DocumentPage.objects.visible(at).prefetch_related("parts")
    count = _note(pages.iterator(chunk_size=100), at)
    OuterLink.objects.filter(wanted_at__lt=at - FORGOTTEN).delete()
    return count


def _note(pages, at):
    addresses = {address for page in pages for address in outer_addresses(page)}
    OuterLink.objects.bulk_create(
        [OuterLink(address=address, wanted_at=at) for address in sorted(addresses)],
        update_conflicts=True,
        unique_fields=["address"],
        update_fields=["wanted_at"],
    )
    return len(addresses)


def failing_outer_links():
    """``{address: problem}`` of all that did not answer when they were asked last."""
    return dict(OuterLink.objects.exclude(problem="").values_list("address", "problem"))
