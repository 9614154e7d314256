"""What every answer of the public API carries: an ETag, its neighbours, who may read it, how often.

HEAD asks as GET does; OPTIONS tells what an address allows, to browsers before they ask; what is
no address of the API is told in the API's own words.
"""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag

from pages.machines.api.problems import problem
from pages.machines.reader import COPIED_AT
from pages.page_cache import FOR_NGINX

from .api_rates import Rate

PATHS = ("/api/",)
DEFAULT_LIMIT = 20
EXPOSED = "Link, ETag, Last-Modified, RateLimit, RateLimit-Policy, Retry-After, Location"
MAY_SEND = "Accept, Authorization, Content-Type, Idempotency-Key, If-None-Match, If-Modified-Since"
#: Answers that are no JSON: the description page.
PAGES = ("/api/v1/docs",)


class ApiHeaders:
    """Middleware of the API's own paths; everything else passes untouched."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith(PATHS) or request.path_info in PAGES:
            return self.get_response(request)
        if COPIED_AT in request.META:  # a copy of the site reads its own JSON, at one go
            return self._answer(request)
        rate = Rate.of(request)
        response = problem(request, 429) if rate.is_exceeded else self._answer(request)
        if FOR_NGINX not in response:  # what nginx keeps is for others, too, and nobody's count
            rate.write(response)
        return response

    def _answer(self, request):
        method, is_head = request.method, request.method == "HEAD"
        if is_head:
            request.method = "GET"
        response = _in_json(request, self.get_response(request))
        if method == "OPTIONS":
            response = _options(response)
        _allow(request, response)
        if request.method == "GET":
            response = _with_headers(request, response)
        if is_head:
            request.method = method
            response["Content-Length"] = str(len(response.content))
            response.content = b""
        return response


def _in_json(request, response):
    """What refuses, as a problem; the methods that are allowed stay told."""
    kind = response.get("Content-Type", "")
    is_refusal = 400 <= response.status_code < 500
    if not is_refusal or "json" in kind or request.method == "OPTIONS":
        return response
    answer = problem(request, response.status_code)
    if "Allow" in response:
        answer["Allow"] = _allowed(response)
    return answer


def _options(response):
    """204 with what the address allows; 404 stays what it is."""
    if response.status_code != 405:
        return response
    answer = HttpResponse(status=204)
    answer["Allow"] = answer["Access-Control-Allow-Methods"] = _allowed(response)
    answer["Access-Control-Allow-Headers"] = MAY_SEND
    answer["Access-Control-Max-Age"] = "86400"
    return answer


def _allowed(response):
    methods = {method.strip() for method in response.get("Allow", "").split(",")} | {"OPTIONS"}
    return ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))


def _with_headers(request, response):
    if response.status_code != 200 or response.streaming:
        return response
    if links := _links(request, response):
        response["Link"] = ", ".join(links)
    response.setdefault("Cache-Control", "public, no-cache")
    response.setdefault("Surrogate-Key", request.path_info.split("/")[3])
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
        response["Access-Control-Expose-Headers"] = EXPOSED


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
