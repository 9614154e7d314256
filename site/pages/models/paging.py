"""Lists of visible pages, cut in pages of one size."""

from urllib.parse import urlencode

from django.core.paginator import Paginator

PER_PAGE = 20


def paged(request, rows):
    """Template context for one page of ``rows``; the other query parameters are kept in links."""
    parameters = {name: value for name, value in request.GET.items() if name != "page" and value}
    return {
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "kept_query": urlencode(parameters),
    }


def parameters_of(request, *names):
    """What the visitor asked for by each name, without what no database takes (NUL) or means."""
    return {name: request.GET.get(name, "").replace("\x00", "").strip() for name in names}
