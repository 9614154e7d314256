"""Answering 304 to whoever has it already, and never over a text that has changed.

What a feed or the sitemap says depends on pages, versions, windows, events and days; no one moment
of them all tells when it last changed, least of all when something was taken down. So the text
itself is compared: its digest is remembered with the moment from which it was first told.
"""

import hashlib

from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from ..models import ToldText


def answer_once(request, response, *, at, is_remembered=True):
    """``response``, or 304. ``is_remembered``: this address is one of a few, and so it has a
    Last-Modified; of addresses that anybody can make up nothing is kept, they have an ETag alone.
    """
    digest = hashlib.sha256(response.content).hexdigest()
    etag, changed = quote_etag(digest[:32]), None
    if is_remembered:
        changed = int(told_since(request.build_absolute_uri(request.path), digest, at).timestamp())
        response["Last-Modified"] = http_date(changed)
    response["ETag"] = etag
    return get_conditional_response(request, etag, changed, response)


def told_since(address, digest, at):
    """From when on ``address`` has been answering with the text of this digest."""
    values = {"digest": digest, "changed_at": at}
    row, _is_new = ToldText.objects.get_or_create(address=address[:200], defaults=values)
    if row.digest != digest:
        ToldText.objects.filter(pk=row.pk).update(**values)
        return at
    return row.changed_at
