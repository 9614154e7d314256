"""Where a link of an editor leads: a page of the site while it is public, or another address."""

from dataclasses import dataclass

from ..moment import asked_at
from ..visible import is_public


@dataclass(frozen=True)
class ShownLink:
    """A link as a reader sees it; ``page`` is None for an address elsewhere."""

    text: str
    url: str
    page: object = None


def link_of(value, request):
    """The :class:`ShownLink` of a link's ``value``; None while its page is not public."""
    page = value["page"]
    if page is None:
        return ShownLink(value["text"], value["url"]) if value["url"] else None
    if not is_public(page.specific, asked_at(request)):
        return None
    return ShownLink(value["text"] or page.title, page.get_url(request) or "", page)


def links_of(stream, request):
    """The shown links of a stream of links, in the editor's order."""
    links = (link_of(block.value, request) for block in stream)
    return [link for link in links if link]
