"""Lists of visible pages, cut in pages of one size."""

from urllib.parse import urlencode

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404

PER_PAGE = 20


def paged(request, rows, *, is_lenient=False, count=None):
    """Template context for one page of ``rows``; the other query parameters are kept in links.

    ``count``, where it is known how many there are: they are not counted again.

    A page that there is not, and a number that is none, are 404: another page would be a lie.
    With ``is_lenient`` (a page that no robot reads and that answers whatever is typed) the nearest.
    """
    parameters = {name: value for name, value in request.GET.items() if name != "page" and value}
    paginator, number = Paginator(rows, PER_PAGE), request.GET.get("page") or 1
    if count is not None:
        paginator.count = count
    try:
        page = paginator.get_page(number) if is_lenient else paginator.page(number)
    except InvalidPage as error:
        raise Http404 from error
    return {
        "page_obj": page,
        "kept_query": urlencode(parameters),
    }


def parameters_of(request, *names):
    """What the visitor asked for by each name, without what no database takes (NUL) or means."""
    return {name: request.GET.get(name, "").replace("\x00", "").strip() for name in names}
