"""What every answer of the public API carries: an ETag, its neighbours, who may read it."""

from urllib.parse import urlencode

from django.conf import settings
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag

PATHS = ("/api/v1/",)
DEFAULT_LIMIT = 20


class ApiHeaders:
    """Middleware of the API's own paths; everything else passes untouched."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path_info.startswith(PATHS) and request.method in ("GET", "HEAD"):
            return _with_headers(request, response)
        return response


def _with_headers(request, response):
    _allow(request, response)
    if response.status_code != 200 or response.streaming:
        return response
    if links := _links(request, response):
        response["Link"] = ", ".join(links)
    response.setdefault("Cache-Control", "public, no-cache")
    set_response_etag(response)
    return get_conditional_response(request, response["ETag"], None, response)


def _allow(request, response):
    """Anyone's page may read what anyone may read; or those of the setting only. Never cookies."""
    origin, allowed = request.headers.get("Origin"), settings.API_CORS_ORIGINS
    if "*" in allowed:
        response["Access-Control-Allow-Origin"] = "*"
    elif origin in allowed:
        response["Access-Control-Allow-Origin"] = origin
    if allowed:
        patch_vary_headers(response, ["Origin"])
        response["Access-Control-Expose-Headers"] = "Link, ETag"


def _links(request, response):
    """``next`` and ``prev`` of a list (RFC 8288), from its limit, its offset and its count."""
    count = getattr(request, "list_count", None)
    if count is None:
        return []
    limit = int(request.GET.get("limit", DEFAULT_LIMIT))
    offset = int(request.GET.get("offset", 0))
    neighbours = {"next": offset + limit, "prev": max(0, offset - limit)}
    exists = {"next": offset + limit < count, "prev": offset > 0}
    return [
        f'<{_address(request, limit, neighbours[rel])}>; rel="{rel}"'
        for rel, there in exists.items()
        if there
    ]


def _address(request, limit, offset):
    filters = {
        name: value for name, value in request.GET.items() if name not in ("limit", "offset")
    }
    query = urlencode({**filters, "limit": limit, "offset": offset})
    return f"{request.build_absolute_uri(request.path)}?{query}"
