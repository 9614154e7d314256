"""Whoever works for the office signs in with a second factor, wherever that is required."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect

#: Where somebody without a factor may go: to get one, to prove who they are, to leave.
OPEN = ("/account/", "/portal/logout/", "/admin/logout/", settings.STATIC_URL)


class StaffSecondFactorMiddleware:
    """No page, file or API answers an officer who has no second factor yet."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if self.is_missing(request):
            messages.info(request, "工作人员须先启用两步验证，再办理业务。")
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def is_missing(self, request):
        if not settings.STAFF_MFA_REQUIRED or request.path_info.startswith(OPEN):
            return False
        user = request.user
        if not user.is_authenticated or user.applicant_id is not None:
            return False
        return not Authenticator.objects.filter(user=user, type="totp").exists()
