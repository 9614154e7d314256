"""How large the visitor reads: 标准版 or 长辈版 (requirements §5.6), remembered in a cookie."""

COOKIE = "gongshi_reading"
LARGE = "large"
YEAR = 365 * 24 * 3600


def is_large(request):
    return request is not None and request.COOKIES.get(COOKIE) == LARGE
