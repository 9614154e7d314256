"""Every address that the whole urlconf answers, with something in each place that asks for it."""

import re
from importlib import import_module

from django.conf import settings
from django.urls import URLResolver
from django.urls.resolvers import RoutePattern
from django.utils.regex_helper import normalize

#: What is put where a route wants something of a kind.
SAMPLES = {"int": "1", "uuid": "00000000-0000-0000-0000-000000000001"}
PLACE = re.compile(r"<(?:(\w+):)?\w+>")


def addresses():
    """One address for each view of the site, sorted, each once."""
    return sorted(set(_walk(import_module(settings.ROOT_URLCONF).urlpatterns, "/")))


def _walk(patterns, before):
    for pattern in patterns:
        here = before + _sample(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, here)
        else:
            yield here


def _sample(pattern):
    if isinstance(pattern, RoutePattern):
        return PLACE.sub(lambda place: SAMPLES.get(place[1], "x"), str(pattern))
    text, names = normalize(str(pattern).removeprefix("^"))[0]
    return text % dict.fromkeys(names, "1")
