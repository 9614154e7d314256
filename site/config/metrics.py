"""``/metrics``: the measures of all rooms in the text format of Prometheus, behind a token."""

import logging
import math

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.http import Http404, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from records.measures import MEASURES
from records.unavailable import is_unavailable

log = logging.getLogger(__name__)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
#: Characters of a token that nobody guesses.
SHORTEST = 32
BROKEN = "gongshi_measure_failed"
ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})


@register(Tags.security)
def token_is_long(app_configs, **kwargs):
    """An error when ``METRICS_TOKEN`` could be guessed; without one the address is closed."""
    if not settings.METRICS_TOKEN or len(settings.METRICS_TOKEN) >= SHORTEST:
        return []
    words = f"METRICS_TOKEN 少于 {SHORTEST} 个字符，/metrics 不开放"
    return [Error(words, hint="openssl rand -hex 32", id="config.E002")]


@never_cache
@require_safe
def metrics(request):
    """Every measure at the moment of receipt; 404 to whoever does not bring the token."""
    if not brings_token(request):
        raise Http404
    return HttpResponse("".join(lines(request.received_at)), content_type=CONTENT_TYPE)


def brings_token(request):
    """Whether ``Authorization: Bearer …`` is the token of the settings."""
    token = settings.METRICS_TOKEN
    if len(token) < SHORTEST:
        return False
    return constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}")


def lines(at):
    """The whole text, line by line. A measure that fails says so and keeps no other back."""
    failed = {}
    for name, each in sorted(MEASURES.items()):
        rows = _taken(each, at)
        failed[name] = int(rows is None)
        yield from _written(each.name, each.help, each.labels, rows or [])
    yield from _written(BROKEN, "Measures that could not be taken.", ("measure",), failed.items())


def _taken(each, at):
    """The rows of a measure; None when it failed. Without the database none is worth a try."""
    try:
        return list(each.values(at))
    except Exception as error:
        if is_unavailable(error):
            raise
        log.exception("the measure %s failed", each.name)
        return None


def _written(name, text, labels, rows):
    yield f"# HELP {name} {text}\n# TYPE {name} gauge\n"
    for *values, number in rows:
        pairs = zip(labels, values, strict=True)
        words = ",".join(f'{label}="{str(value).translate(ESCAPES)}"' for label, value in pairs)
        yield f"{name}{{{words}}} {_number(number)}\n" if words else f"{name} {_number(number)}\n"


def _number(number):
    return f"{number:.3f}" if isinstance(number, float) and math.isfinite(number) else f"{number}"
