"""Where a request came from, and when: one answer for limits, lock-out, terms and audit trail."""

from datetime import UTC, datetime
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.utils import timezone

from rules.periods import IN_FLIGHT


def address_of(request):
    """The caller's bare address; a forwarded header counts only from proxies of ours.

    ``settings.TRUSTED_PROXIES`` says how many of them stand before the server. What a client
    writes into the header itself stands further left and is not believed. "" without a request,
    and where nothing that is an address was written.
    """
    if request is None:
        return ""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    hops = [hop for hop in forwarded if hop.strip()]
    trusted = settings.TRUSTED_PROXIES
    last = hops[-trusted] if 0 < trusted <= len(hops) else ""
    return bare(last) or bare(request.META.get("REMOTE_ADDR", ""))


def bare(written):
    """``1.2.3.4:5678``, ``[2001:db8::1]:443``, ``fe80::1%eth0`` as the address alone; or "".

    One caller has one spelling: an IPv4 address inside an IPv6 one is the IPv4 address.
    """
    text = written.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    inside = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(inside or address)


#: What one household or one company is given of IPv6 addresses, at least (RFC 6177).
HOUSEHOLD = 64


def place_of(request):
    """Where a request is counted: :func:`network_of` its address; "" without one."""
    return network_of(address_of(request))


def network_of(address):
    """An IPv4 address as it is; of an IPv6 one the first of its /64, all of which is one caller's.

    ``2001:db8:1:2:3::9`` is counted as ``2001:db8:1:2::``: otherwise who has 2⁶⁴ addresses has as
    many attempts. "" stays "".
    """
    if ":" not in address:
        return address
    return str(ip_network(f"{address}/{HOUSEHOLD}", strict=False).network_address)


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
