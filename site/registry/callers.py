"""Where a request came from, and when: one answer for limits, lock-out, terms and audit trail."""

from datetime import UTC, datetime

from django.conf import settings
from django.utils import timezone

from rules.periods import IN_FLIGHT


def address_of(request):
    """The caller's address; a forwarded header counts only from proxies of ours.

    ``settings.TRUSTED_PROXIES`` says how many of them stand before the server. What a client
    writes into the header itself stands further left and is not believed. "" without a request.
    """
    if request is None:
        return ""
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop]
    trusted = settings.TRUSTED_PROXIES
    return hops[-trusted] if 0 < trusted <= len(hops) else request.META.get("REMOTE_ADDR", "")


def received_at(request):
    """When the request reached us, whatever it has waited for since (``config.receiving``)."""
    return getattr(request, "received_at", None) or timezone.now()


def arrival(request, *, at):
    """When a request that is taken up at ``at`` arrived at our proxy, in ``X-Request-Start``.

    nginx writes ``$msec`` there, the seconds since 1970. Believed only of a proxy of ours, and
    not further back than a request may be on its way.
    """
    stamp = request.META.get("HTTP_X_REQUEST_START", "").removeprefix("t=")
    if settings.TRUSTED_PROXIES < 1 or not stamp.replace(".", "", 1).isdecimal():
        return at
    arrived = datetime.fromtimestamp(min(float(stamp), at.timestamp()), tz=UTC)
    return arrived if at - arrived <= IN_FLIGHT else at
