"""公开凭证: the head of each day before everybody, with its stamp, to take home."""

import re
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from records.models import TreeHead

from .models.paging import paged

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def heads(request):
    """``/evidence/``: every head, the newest first, and how to check one."""
    rows = TreeHead.objects.select_related("stamp").order_by("-day")
    return render(request, "pages/evidence.html", paged(request, rows))


def statement(request, day):
    """``/evidence/<day>.txt``: the bytes that are stamped."""
    return HttpResponse(_head(day).statement, content_type="text/plain; charset=utf-8")


def stamp(request, day):
    """``/evidence/<day>.tsr``: the authority's answer, as ``openssl ts`` reads it."""
    head = _head(day)
    if not hasattr(head, "stamp"):
        raise Http404
    return HttpResponse(bytes(head.stamp.response), content_type="application/timestamp-reply")


def _head(day):
    try:
        on = date.fromisoformat(day) if DAY.fullmatch(day) else None
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(TreeHead.objects.select_related("stamp"), day=on)
