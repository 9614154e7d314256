"""What no two strangers see differently: made once for a generation of the public's data.

The frame of the site, its columns and who stands above a page change only when somebody writes or
a date passes; both end a generation (``page_cache``), and what was remembered with it. Only the
requests of strangers carry one: for who is signed in, and in a preview, it is made once a request.
"""

from copy import copy

from wagtail.models import Site

_memory = (None, {})


def begin(request, generation):
    """From here on ``request`` belongs to ``generation``, and so does the site that it asked."""
    request.public_generation = generation
    key = ("site", request.get_host())
    # Wagtail asks this of the request first; the statement behind it is the dearest of a page
    request._wagtail_site = remembered(request, key, lambda: Site.find_for_request(request))


def remembered(request, key, make):
    """``make()``, or what it said to an earlier request of the same generation."""
    if request is None:
        return make()
    rows = _rows(request)
    if key not in rows:
        rows[key] = make()
    return rows[key]


def is_remembered(request):
    """Whether what ``request`` asks may have been made for another reader."""
    return hasattr(request, "public_generation")


def _rows(request):
    global _memory
    if not is_remembered(request):
        return request.__dict__.setdefault("remembered", {})
    generation, rows = _memory
    if generation != request.public_generation:
        rows = {}
        _memory = (request.public_generation, rows)
    return rows


def child_of(home, slug, request):
    """The child of the home page with this part of an address, of its own type; or None."""
    return copy(children_of(home, request).get(slug))


def children_of(home, request):
    """``{last part of its address: page}`` of the pages right below the home page: the columns."""
    key = ("children", home.path)
    children = home.get_children
    return remembered(request, key, lambda: {each.slug: each for each in children().specific()})


def above(page, request):
    """The pages above ``page``, the root first, each of its own type."""
    key = ("above", page.path[: -page.steplen])
    return remembered(request, key, lambda: _above(page, request))


def _above(page, request):
    parent = _parent(page, request) if request is not None else None
    if parent is None:
        return list(page.get_ancestors().specific())
    return [*above(parent, request), parent]


def _parent(page, request):
    """The page right above, where the way to ``page`` has read it already; or None."""
    beside = _rows(request).get(("children", page.path[: -2 * page.steplen]), {})
    return next((each for each in beside.values() if page.is_child_of(each)), None)
