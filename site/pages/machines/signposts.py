"""Ways to the pages for people in a hurry and for machines: short addresses, cards, robots."""

import hashlib
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from wagtail.models import Page, Site

from printing.cards import card
from registry.names import get_names
from rules.official_dates import official_moment

from ..addresses import misuse_url
from ..models import HomePage
from ..search.finding import public_types, visible_pages
from .metadata import article, is_column
from .reader import COPIED_AT
from .short_codes import from_short_code

SECURITY_HOLDS = timedelta(days=180)


def public_pages(site, at):
    """Every page of ``site`` (or 404) that the public may read: the frame, and what is visible."""
    home = get_object_or_404(Page, pk=site and site.root_page_id)
    frame = Page.objects.live().descendant_of(home, inclusive=True)
    columns = frame.filter(depth__lte=home.depth + 1)
    columns = columns.exclude(content_type__model__in=public_types()).values("pk")
    visible = visible_pages(at).values("pk")
    return Page.objects.filter(Q(pk__in=columns) | Q(pk__in=visible))


def _one(request, key):
    """The page with this key, as its own type, if the public may read it; one type is asked."""
    page = get_object_or_404(Page.objects.select_related("content_type"), pk=key)
    if kind := public_types().get(page.content_type.model):
        return get_object_or_404(kind.objects.visible(timezone.now()), pk=key)
    site = Site.find_for_request(request)
    return get_object_or_404(public_pages(site, timezone.now()), pk=key).specific


def short_url(request, code):
    """To the page that the code stands for, while the public may read it."""
    page = _one(request, from_short_code(code))
    return redirect(page.get_url(request))


def share_card(request, key):
    """The picture of a page; drawn once for its words and kept among the public files."""
    page = _one(request, key)
    site = Site.find_for_request(request)
    plain = is_column(page) or isinstance(page, HomePage)
    facts = None if plain else article(page, timezone.now())
    title = facts.title if facts else page.title
    lines = [facts.source, facts.description] if facts else []
    text = "\n".join([title, *lines, site.site_name])
    name = f"share/{hashlib.sha256(text.encode()).hexdigest()[:24]}.png"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(card(title, lines, site.site_name)))
    with default_storage.open(name) as file:
        response = HttpResponse(file.read(), content_type="image/png")
    response["Cache-Control"] = "public, max-age=86400"
    return response


def robots(request):
    """``/robots.txt``: everything public may be read, nothing that asks or signs in."""
    home = reverse("wagtail_serve", args=[""])
    closed = "\n".join(f"Disallow: {home}{door}/" for door in ("admin", "portal", "search"))
    address = request.build_absolute_uri(reverse("public:sitemap"))
    text = f"User-agent: *\n{closed}\nSitemap: {address}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def favicon(request):
    """Where old browsers and robots ask for the icon without having read a page."""
    return redirect(static("gongshi/icon.svg"), permanent=True)


def security(request):
    """``/.well-known/security.txt`` (RFC 9116): where a weakness of the site is told."""
    today = localtime(timezone.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = (
        f"Contact: {request.build_absolute_uri(misuse_url())}",
        f"Contact: tel:{get_names().contact_phone}",
        f"Expires: {(today + SECURITY_HOLDS).isoformat()}",
        "Preferred-Languages: zh",
        f"Canonical: {request.build_absolute_uri(request.path)}",
    )
    text = "".join(f"{line}\n" for line in lines)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def copy_moment(request):
    """``/copy.css``: when a copy was made, in the one file of it that changes with every copy."""
    copied_at = request.META.get(COPIED_AT)
    if copied_at is None:
        raise Http404
    words = f"{official_moment(localtime(copied_at))}"
    text = f'.copy-moment::before {{ content: "{words}"; }}\n'
    return HttpResponse(text, content_type="text/css; charset=utf-8")


def copy_search(request):
    """``/copy-search/``: the search page of a copy, which no visitor of the living site sees."""
    if request.META.get(COPIED_AT) is None:
        raise Http404
    return render(request, "pages/copy_search.html")


def site_map(request):
    """``/sitemap/``: the columns of the site for people (网站地图)."""
    site = Site.find_for_request(request)
    home = get_object_or_404(Page, pk=site and site.root_page_id)
    columns = home.get_children().live().specific()
    return render(request, "pages/site_map.html", {"columns": columns})
