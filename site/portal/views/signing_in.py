"""The old doors of the portal, of the desk and of Wagtail: all lead to the one sign-in."""

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache

#: From a page of the site Wagtail sends here whoever is signed in and still may not see it: sent
#: back there, the person would be sent round for ever.
OF_PAGES = ("/_util/", "/documents/")


@never_cache
def login(request):
    """On to the one sign-in, with ``next`` when it leads to this site.

    Wagtail sends here whoever is signed in but may not enter: they are told so.
    """
    onward = request.GET.get(REDIRECT_FIELD_NAME, "")
    if not url_has_allowed_host_and_scheme(
        onward, {request.get_host()}, require_https=request.is_secure()
    ):
        onward = ""
    if request.user.is_authenticated:
        return already_in(request, onward)
    door = resolve_url(settings.LOGIN_URL)
    return redirect(f"{door}?{urlencode({REDIRECT_FIELD_NAME: onward})}" if onward else door)


def already_in(request, onward):
    if request.path_info.startswith(OF_PAGES):
        onward = ""
    if request.user.has_perm("wagtailadmin.access_admin"):
        return redirect(onward or "wagtailadmin_home")
    if request.path_info.startswith("/admin/"):
        return render(request, "portal/no_officer.html", status=403)
    return redirect(onward or settings.LOGIN_REDIRECT_URL)


def forgotten(request):
    """On to the one way of setting a password anew."""
    return redirect("account_reset_password")


def locked_out(request, response, credentials):
    """What whoever has to wait is answered; never the name of the account behind an address."""
    context = {
        "failure_limit": settings.AXES_FAILURE_LIMIT,
        "is_guessed": getattr(request, "must_wait", False),
    }
    return render(request, "account/locked_out.html", context, status=429)
