"""Where one is in the portal: five places at the top, and the pages of a place as tabs."""

from dataclasses import dataclass

from django import template
from django.urls import reverse

register = template.Library()


@dataclass(frozen=True)
class Page:
    """A page of the menu; ``parts`` are the first parts of the addresses that belong to it."""

    words: str
    name: str
    parts: tuple[str, ...]

    @property
    def url(self):
        return reverse(f"portal:{self.name}")


PLACES = {
    "我的申请": [Page("我的申请", "home", ("", "applications"))],
    "目录产品": [Page("目录产品", "certificates", ("certificates",))],
    "销售": [Page("销售", "sales", ("sales",))],
    "来件": [
        Page("告知", "letters", ("letters",)),
        Page("答复要求", "replies", ("complaints",)),
        Page("认购意向", "intents", ("intents",)),
        Page("失信登记", "dishonesty", ("dishonesty",)),
    ],
    "本单位": [
        Page("单位资料", "profile", ("unit",)),
        Page("人员和授权", "people", ("people",)),
    ],
}
ACCOUNT = Page("账号", "account", ("account",))


@register.simple_tag(takes_context=True)
def portal_menu(context):
    """``places`` and ``account`` with their ``aria-current``; ``pages`` on the first of a place."""
    request = context.get("request")
    path, part = (request.path, _part(request)) if request else ("", None)
    here = next((words for words, pages in PLACES.items() if _holds(pages, part)), "")
    pages = PLACES.get(here, [])
    tabs = [(page.words, page.url, page.url == path) for page in pages]
    return {
        "places": [
            (words, pages[0].url, _current(pages, path, part)) for words, pages in PLACES.items()
        ],
        "account": _current([ACCOUNT], path, part),
        "here": here,
        "pages": tabs if len(tabs) > 1 and any(is_here for _, _, is_here in tabs) else [],
    }


def _part(request):
    """The first part of the address below the portal's; None where no view was found."""
    if request.resolver_match is None:
        return None
    return request.resolver_match.route.removeprefix("portal/").split("/")[0]


def _holds(pages, part):
    return any(part in page.parts for page in pages)


def _current(pages, path, part):
    """``page`` on the very page, ``true`` below it or beside it, else nothing."""
    if path == pages[0].url:
        return "page"
    return "true" if _holds(pages, part) else ""
