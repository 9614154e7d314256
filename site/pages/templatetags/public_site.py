"""What the public templates need: the frame of the site, and masked words."""

from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from wagtail.admin.templatetags.wagtailuserbar import wagtailuserbar
from wagtail.models import Page, Site

from registry.models import RuleSet
from rules.periods import local_day

from ..catalogue.public_text import masked
from ..machines.feed_entries import chosen_of
from ..machines.feeding import FORMS, TITLES
from ..machines.feeds import feed_address
from ..machines.metadata import metadata
from ..machines.open_data import FILES, MOST
from ..machines.reader import COPIED_AT
from ..models import HomePage, SiteSettings
from ..models.feature_links import link_of, links_of
from ..moment import asked_at
from ..reading import is_large
from ..subscribing.topics import name_of
from ..visible import is_public

register = template.Library()
register.filter("masked", masked)


@register.simple_tag(takes_context=True)
def site_frame(context):
    """Name, home, columns and the office's lines, for header and footer."""
    request = context.get("request")
    site = Site.find_for_request(request) if request else None
    home, here = _home(site, context.get("page")), context.get("page")
    return {
        "name": (site and site.site_name) or settings.WAGTAIL_SITE_NAME,
        "home": home,
        "columns": _navigation(home, request, here),
        "footer_links": links_of(home.footer_links, request) if home else [],
        "ruleset": _ruleset(request),
        "settings": SiteSettings.for_request(request) if site else None,
        "search_url": f"{get_script_prefix()}search/",
        "is_large": is_large(request),
        "live_url": f"{settings.SITE_URL}{get_script_prefix()}",
        "copied_at": request and request.META.get(COPIED_AT),
    }


@register.simple_tag(takes_context=True)
def editors_bar(context):
    """Wagtail's bar with its checks, for editors alone: who brings no session is not looked up."""
    request = context.get("request")
    is_preview = getattr(request, "is_preview", False)
    if request is None or hasattr(request, "preview_address"):
        return ""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES and not is_preview:
        return ""
    return wagtailuserbar(context)


def _home(site, here):
    """The home page of the site in its own words; in a preview of it, those of the draft."""
    if site is None:
        return None
    if isinstance(here, HomePage):
        return here
    return HomePage.objects.filter(pk=site.root_page_id).first()


def _navigation(home, request, here):
    """``(title, address, aria-current)``: what the office ordered, else what is in the menu."""
    if home is None:
        return []
    links = links_of(home.navigation, request)
    if not links:
        pages = home.get_children().live().in_menu().specific()
        return [(page.title, page.get_url(request), _current(page, here)) for page in pages]
    return [(link.text, link.url, _current(link.page, here) if link.page else "") for link in links]


@register.simple_tag(takes_context=True)
def shown_link(context, value):
    """The link of a block as a reader sees it, or None."""
    return link_of(value, context.get("request"))


@register.simple_tag(takes_context=True)
def shown_page(context, page):
    """``page`` while the public may read it, or None."""
    is_shown = page is not None and is_public(page.specific, asked_at(context.get("request")))
    return page if is_shown else None


def _current(column, here):
    """``aria-current`` of a column in the navigation: it is this page, or this page is in it."""
    if here is None or not here.path.startswith(column.path):
        return ""
    return "page" if here.pk == column.pk else "true"


@register.simple_tag(takes_context=True)
def page_metadata(context):
    """What the page being shown says to machines; of doors, the site's."""
    request, page = context.get("request"), context.get("page")
    if request is None or Site.find_for_request(request) is None:
        return None
    if hasattr(request, "preview_address"):  # nothing for machines: it is not public
        return None
    return metadata(page if isinstance(page, Page) else None, request)


@register.inclusion_tag("pages/_catalogue_files.html")
def catalogue_files(filters, count):
    """What a list of the catalogue can be taken away as, and the feed that tells of its changes."""
    query = filters.without("view")
    chosen = chosen_of("catalogue", filters.parameters)
    return {
        "files": [(form.upper(), reverse("public:data_file", args=[form])) for form in FILES],
        "query": "" if query == "?" else query,
        "too_many": count > MOST,
        "count": count,
        "feed": feed_address("catalogue", "atom", chosen),
        "mail": mail_address("catalogue", chosen),
    }


@register.simple_tag
def mail_address(feed, chosen=None, **narrowed):
    """Where a feed, narrowed or not, is had by mail."""
    name = name_of(feed, {**(chosen or {}), **narrowed})
    return f"{reverse('public:subscribe')}?{urlencode({'topic': name})}"


@register.simple_tag
def certificate_feed(number):
    """The feed of one certificate: what becomes of it."""
    return feed_address("catalogue", "atom", {"certificate": number})


@register.simple_tag
def site_home():
    """The address of the home page, wherever the site is mounted."""
    return reverse("wagtail_serve", args=[""])


@register.simple_tag
def feed_links():
    """``(title, address, media type)`` of every feed."""
    return [
        (title, reverse("public:feed", args=[name, form]), FORMS[form][1])
        for name, title in TITLES.items()
        for form in FORMS
    ]


def _ruleset(request):
    """The terms in force while this request is answered, with the office that answers for them."""
    today = local_day(timezone.now())
    return RuleSet.objects.in_force(today).select_related("office").first()
