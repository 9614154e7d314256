"""How large the visitor reads: 标准版 or 长辈版 (requirements §5.6), remembered in a cookie."""

from django.utils.cache import patch_vary_headers

COOKIE = "gongshi_reading"
LARGE = "large"
YEAR = 365 * 24 * 3600


def is_large(request):
    return request is not None and request.COOKIES.get(COOKIE) == LARGE


class KeepSizesApart:
    """Middleware: a cache between us and the visitor must not hand one size to the other."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Cookie"])
        return response
