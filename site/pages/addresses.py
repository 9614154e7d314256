"""Addresses that are printed, scanned or linked across rooms, made in one place."""

from urllib.parse import urlencode

from django.urls import get_script_prefix, reverse


def misuse_url(number=""):
    """Where misuse of the name is reported, about one certificate when there is one."""
    about = f"?{urlencode({'about': number})}" if number else ""
    return f"{get_script_prefix()}complaints/new/{about}"


def verify_url(request, certificate):
    """The address that a certificate's QR code opens."""
    return request.build_absolute_uri(reverse("public:verify_number", args=[certificate.number]))


def intent_url(number):
    """Where an intent to buy is registered, of one certificate."""
    return f"{get_script_prefix()}intents/new/?{urlencode({'product': number})}"
