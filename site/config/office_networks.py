"""The back office answers the office's own networks only, where ``ADMIN_NETWORKS`` names them."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.checks import Error, register
from django.http import HttpResponseForbidden
from django.template import loader
from django.urls import reverse

from registry.callers import address_of


class OfficeNetworks:
    """Refuses before a session or the database is asked; the portal and the site stay open.

    The address is the one that our own proxies wrote (``PROXY_COUNT``), never one from the caller.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.ADMIN_NETWORKS and _is_back_office(request) and not _is_of_office(request):
            page = loader.get_template("403.html")
            return HttpResponseForbidden(page.render({"is_reading": True}))
        return self.get_response(request)


def _is_back_office(request):
    return request.path.startswith(reverse("wagtailadmin_home"))


def _is_of_office(request):
    address = address_of(request)
    networks = (ip_network(text, strict=False) for text in settings.ADMIN_NETWORKS)
    return bool(address) and any(ip_address(address) in network for network in networks)


@register
def networks_are_networks(app_configs, **kwargs):
    """An error for each that is none: the first request would fail, and everybody's with it."""
    return [
        Error(
            f"ADMIN_NETWORKS 中的“{text}”不是网段",
            hint="写成 10.20.0.0/16 或者 2001:db8::/32，逗号分隔",
            id="config.E002",
        )
        for text in settings.ADMIN_NETWORKS
        if not _is_network(text)
    ]


def _is_network(text):
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True
