"""Old addresses lead to where their pages are now, with whatever lies below a page."""

from urllib.parse import unquote, urlsplit

from django.http import HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import get_script_prefix
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from .visible import is_public

#: How many redirects one address may go through, and how far below a page an address may lie.
HOPS, DEPTH, LONGEST = 10, 3, 255
#: Doors of packages and machines: nothing of the site was ever there.
ELSEWHERE = ("admin/", "api/", "static/", "media/", "portal/", "account/")


class MovedMiddleware:
    """Answers 301 (or 302) where a page is not found and its old address is known."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        target, is_permanent = moved_to(request.path, at=timezone.now(), request=request)
        if target is None:
            return response
        query = request.META.get("QUERY_STRING", "")
        url = f"{target}?{query}" if query and "?" not in target else target
        return (HttpResponsePermanentRedirect if is_permanent else HttpResponseRedirect)(url)


def moved_to(path, *, at, request=None):
    """``(address, whether for good)`` of what was at ``path``; ``(None, False)`` if unknown.

    Redirects that lead to redirects are followed here, so that a visitor goes one way once; what
    leads in a circle or to a page that is not public leads nowhere.
    """
    if "\0" in path or _below(path).startswith(ELSEWHERE):
        return None, False
    tried, is_permanent, target = set(), True, None
    while len(tried) < HOPS and path not in tried:
        tried.add(path)
        row, rest = _row(path)
        if row is None:
            return target, is_permanent and target is not None
        target, is_permanent = _target(row, rest, at, request), is_permanent and row.is_permanent
        if target is None or row.redirect_page_id or not target.startswith("/"):
            return target, is_permanent and target is not None
        path = unquote(urlsplit(target).path)
    return None, False


def old_addresses(at):
    """The old addresses that lead to something public at ``at``, with the site's prefix."""
    rows = Redirect.objects.filter(redirect_page__isnull=False).select_related("redirect_page")
    prefix = get_script_prefix().rstrip("/")
    return [
        f"{prefix}/{_below(row.old_path).strip('/')}/"
        for row in rows.order_by("old_path")
        if is_public(row.redirect_page.specific, at) and "?" not in row.old_path
    ]


def _below(path):
    """``path`` without the prefix that the site may be mounted at, and without its first slash."""
    prefix = get_script_prefix()
    return path[len(prefix) :] if path.startswith(prefix) else path.lstrip("/")


def _row(path):
    """``(redirect, what lies below it)`` for a path, or for the nearest page above it."""
    parts = [part for part in unquote(_below(path)).split("/") if part]
    prefix = get_script_prefix().rstrip("/")
    for length in range(len(parts), max(0, len(parts) - DEPTH - 1), -1):
        old = "/" + "/".join(parts[:length])
        if len(old) > LONGEST:
            continue
        rows = Redirect.objects.filter(old_path__in={old, f"{prefix}{old}"})
        row = rows.select_related("redirect_page").order_by("site_id", "pk").first()
        rest = parts[length:]
        if row is not None and (row.redirect_page_id or not rest):
            return row, rest
    return None, []


def _target(row, rest, at, request):
    if not row.redirect_page_id:
        return row.redirect_link or None
    page = row.redirect_page.specific
    if not is_public(page, at):
        return None
    url = page.get_url(request) or ""
    if not rest:
        return url or None
    is_file = "." in rest[-1]
    return url.rstrip("/") + "/" + "/".join(rest) + ("" if is_file else "/")
