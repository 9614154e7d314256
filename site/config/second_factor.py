"""Whoever works for the office signs in with a second factor, wherever that is required."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.http import urlencode

from .first_factor import may_set_up

#: Where an officer may go whatever is missing: out.
WAY_OUT = {"account_logout", "portal:logout", "wagtailadmin_logout"}
#: … and who has no factor yet: to ask for the link from the own mailbox,
TO_ASK = WAY_OUT | {"first_factor", "first_factor_link"}
#: … and once it was opened in this session to get one, saying once more who they are.
TO_GET_ONE = TO_ASK | {"mfa_activate_totp", "account_reauthenticate"}
#: … and who has one that this session has not been shown: to show it.
TO_SHOW_IT = WAY_OUT | {"mfa_reauthenticate"}


class StaffSecondFactorMiddleware:
    """No page, file or API answers an officer's session in which the factor was not used.

    The session is asked and not the account: whatever door a session came by, it opens nothing
    until allauth has written down that the factor was shown in it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not settings.STAFF_MFA_REQUIRED or not works_for_office(request.user):
            return None
        if has_shown_factor(request):
            return None
        has_one = Authenticator.objects.filter(user=request.user, type="totp").exists()
        if request.resolver_match.view_name in _open_to(request, has_one):
            return None
        return show_it(request) if has_one else get_one(request)


def _open_to(request, has_one):
    if has_one:
        return TO_SHOW_IT
    return TO_GET_ONE if may_set_up(request) else TO_ASK


def works_for_office(user):
    return user.is_authenticated and user.applicant_id is None


def has_shown_factor(request):
    """Whether allauth recorded a factor of this very user in this very session."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def get_one(request):
    messages.info(request, "工作人员须先启用两步验证，再办理业务。")
    return redirect("mfa_activate_totp" if may_set_up(request) else "first_factor")


def show_it(request):
    messages.info(request, "请输入两步验证的动态口令，再继续办理。")
    onward = request.get_full_path() if request.method == "GET" else ""
    response = redirect("mfa_reauthenticate")
    response["Location"] += f"?{urlencode({'next': onward})}" if onward else ""
    return response
