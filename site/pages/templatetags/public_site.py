"""What the public templates need: the frame of the site, and masked words."""

from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.urls import get_script_prefix, reverse
from wagtail.admin.templatetags.wagtailuserbar import wagtailuserbar
from wagtail.models import Page, Site

from registry.rulesets import IN_FORCE
from rules.periods import local_day

from ..catalogue.public_text import masked
from ..machines.feed_entries import chosen_of
from ..machines.feeding import FORMS, TITLES
from ..machines.feeds import feed_address
from ..machines.metadata import metadata
from ..machines.open_data import FILES, MOST
from ..machines.reader import COPIED_AT
from ..models import HomePage
from ..models.feature_links import link_of, links_of
from ..models.settings import settings_of
from ..moment import asked_at
from ..of_generation import above, is_remembered, remembered
from ..reading import is_large
from ..subscribing.topics import name_of
from ..visible import is_public

register = template.Library()
register.filter("masked", masked)


@register.simple_tag(takes_context=True)
def site_frame(context):
    """Name, home, columns and the office's lines, for header and footer."""
    request, here = context.get("request"), context.get("page")
    site = Site.find_for_request(request) if request else None
    if isinstance(here, HomePage) and not is_remembered(request):
        frame = _frame(site, here, request)  # in a preview of it, the words of the draft
    else:
        key = ("frame", request and (request.scheme, request.get_host()))
        frame = remembered(request, key, lambda: _frame(site, _home(site), request))
    columns = [(title, url, _current(page, here)) for title, url, page in frame["links"]]
    is_home = frame["home"] is not None and getattr(here, "pk", None) == frame["home"].pk
    return {
        **frame,
        "columns": columns,
        "is_home": is_home,
        "way": " ".join([f"{is_home}", *(current or "-" for *_, current in columns)]),
        "search_url": f"{get_script_prefix()}search/",
        "is_large": is_large(request),
        "live_url": f"{settings.SITE_URL}{get_script_prefix()}",
        "copied_at": request and request.META.get(COPIED_AT),
    }


@register.tag
def for_all(parser, token):
    """``{% for_all "foot" word … %}…{% endfor_all %}``: made once for all readers of a generation.

    What stands inside may depend on the site, on its frame and on the words named here, of which
    there must be few; never on the page or on who reads it.
    """
    _, *words = token.split_contents()
    nodes = parser.parse(["endfor_all"])
    parser.delete_first_token()
    return ForAll(nodes, [parser.compile_filter(word) for word in words])


class ForAll(template.Node):
    def __init__(self, nodelist, words):
        self.nodelist, self.words = nodelist, words

    def render(self, context):
        request = context.get("request")
        where = request and (request.scheme, request.get_host(), get_script_prefix())
        key = ("for_all", where, *(f"{word.resolve(context)}" for word in self.words))
        return remembered(request, key, lambda: self.nodelist.render(context))


def _frame(site, home, request):
    """What is the same on every page."""
    return {
        "name": (site and site.site_name) or settings.WAGTAIL_SITE_NAME,
        "home": home,
        "links": _navigation(home, request),
        "footer_links": links_of(home.footer_links, request) if home else [],
        "ruleset": IN_FORCE.first(local_day(asked_at(request))),
        "settings": settings_of(request) if site else None,
    }


def _home(site):
    return HomePage.objects.filter(pk=site.root_page_id).first() if site else None


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


def _navigation(home, request):
    """``(title, address, page or None)``: what the office ordered, else what is in the menu."""
    if home is None:
        return []
    links = links_of(home.navigation, request)
    if not links:
        pages = home.get_children().live().in_menu().specific()
        return [(page.title, page.get_url(request), page) for page in pages]
    return [(link.text, link.url, link.page) for link in links]


@register.simple_tag(takes_context=True)
def pages_above(context):
    """The pages above the one that is shown, the root first."""
    return above(context["page"], context.get("request"))


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
    if column is None or here is None or not here.path.startswith(column.path):
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
