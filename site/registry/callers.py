"""Where a request came from: one answer for limits, lock-out and the audit trail."""

from django.conf import settings


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
