"""The doors of a preview: the page, its files and pictures, for whoever holds the address."""

from functools import wraps

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from wagtail.documents.views import serve

from ...documents.named_files import named_by
from ...views import picture
from ..addresses import count_use, find_address
from ..content import content_of, reasons_against_showing, with_own_files

HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}


def secret(response):
    """``response`` as what no search engine, cache or referrer may keep."""
    for name, value in HEADERS.items():
        response[name] = value
    return response


def for_holders(view):
    """``view(request, address, …)`` for a token of ours; 410 when the address has ended."""

    @wraps(view)
    def guarded(request, token, **kwargs):
        address = find_address(token)
        if address is None:
            raise Http404
        request.opened_at = timezone.now()
        if not address.is_open(request.opened_at):
            return secret(render(request, "pages/preview_ended.html", status=410))
        return secret(view(request, address, token=token, **kwargs))

    return guarded


@for_holders
def preview(request, address, token):
    """The page as the public would read it, with a line that says that it does not yet."""
    what = content_of(address, request.opened_at)
    if reasons_against_showing(what):
        return render(request, "pages/preview_held.html", status=409)
    count_use(address, request.opened_at)
    request.asked_at, request.preview_address = what.at, address
    context = {**what.page.get_context(request), "preview": address}
    response = render(request, what.page.get_template(request), context)
    response.content = with_own_files(response.content.decode(), what.page, token)
    return response


@for_holders
def file(request, address, token, key, name):
    """A library file that the page names."""
    _let_in(request, address)
    return serve.serve(request, key, name)


@for_holders
def image(request, address, token, path):
    """A sized picture that the page names."""
    _let_in(request, address)
    return picture(request, path)


def _let_in(request, address):
    """The doors of files ask what the preview names (``documents/file_doors.py``)."""
    what = content_of(address, request.opened_at)
    if reasons_against_showing(what):
        raise Http404
    request.preview_names = named_by(what.page)
