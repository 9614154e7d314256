"""Signing in by the provincial service platform (OpenID Connect), where it is configured.

The platform says which credit code a person acts for. A code that is registered here opens that
applicant; an account that is already here is tied by its owner, signed in, with a button.
"""

import hashlib

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone

from registry import accounts
from registry.models import Applicant
from rules.identifiers import check_credit_code


class PlatformAdapter(DefaultSocialAccountAdapter):
    """Nobody becomes a person of this system by the platform's word but for a known applicant."""

    def pre_social_login(self, request, sociallogin):
        if sociallogin.is_existing or request.user.is_authenticated:
            return
        if applicant_of(sociallogin) is None:
            code = claimed_code(sociallogin)
            messages.error(request, NOT_REGISTERED if code else NO_CODE)
            raise ImmediateHttpResponse(redirect("account_signup" if code else "account_login"))

    def is_open_for_signup(self, request, sociallogin):
        return applicant_of(sociallogin) is not None

    def is_auto_signup_allowed(self, request, sociallogin):
        return applicant_of(sociallogin) is not None

    def populate_user(self, request, sociallogin, data):
        """A name of our own; addresses are proved here or not at all."""
        user = sociallogin.user
        subject = f"{sociallogin.account.provider}:{sociallogin.account.uid}"
        user.username = "sso-" + hashlib.sha256(subject.encode()).hexdigest()[:16]
        user.first_name = (data.get("name") or "")[:150]
        sociallogin.email_addresses = []
        return user

    def save_user(self, request, sociallogin, form=None):
        user, applicant = sociallogin.user, applicant_of(sociallogin)
        user.set_unusable_password()
        accounts.welcome(user, applicant)
        sociallogin.save(request)
        accounts.note_platform(user, at=timezone.now())
        return user


NOT_REGISTERED = "贵单位还没有在本系统注册，请先注册单位账号。"
NO_CODE = "统一身份认证没有返回单位的统一社会信用代码。请先用用户名登录，再到账号设置中绑定。"


def claimed_code(sociallogin):
    """The sound credit code that the platform names, or ""."""
    data = sociallogin.account.extra_data
    claims = {**(data.get("id_token") or {}), **(data.get("userinfo") or data)}
    raw = claims.get(settings.OIDC_CREDIT_CODE_CLAIM)
    code = check_credit_code(raw, require_legal_person=False) if isinstance(raw, str) else None
    return code.value if code is not None and code.ok else ""


def applicant_of(sociallogin):
    code = claimed_code(sociallogin)
    return Applicant.objects.filter(credit_code=code).first() if code else None
