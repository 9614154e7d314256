"""The old doors of the portal and of the desk: both lead to the one sign-in."""

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme, urlencode


def login(request):
    """On to the one sign-in, with ``next`` when it leads to this site."""
    onward = request.GET.get(REDIRECT_FIELD_NAME, "")
    door = resolve_url(settings.LOGIN_URL)
    if onward and url_has_allowed_host_and_scheme(
        onward, {request.get_host()}, require_https=request.is_secure()
    ):
        door += "?" + urlencode({REDIRECT_FIELD_NAME: onward})
    return redirect(door)


def forgotten(request):
    """On to the one way of setting a password anew."""
    return redirect("account_reset_password")
