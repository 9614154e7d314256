"""Every address that the resolver knows, with the view behind it."""

from django.urls import get_resolver


def addresses(patterns=None, here=""):
    """``(route, view class or None)`` of every pattern; the route as it is written."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = here + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, route)
        else:
            yield f"/{route}", getattr(pattern.callback, "view_class", None)
