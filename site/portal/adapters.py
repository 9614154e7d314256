"""What django-allauth asks of this house: who may sign in, where to, and how secrets are kept."""

import logging

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.constants import LoginStageKey
from allauth.account.stages import EmailVerificationStage
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, resolve_url
from django.utils import timezone

from files.vault import seal, unseal
from registry import accounts, registering
from registry.callers import place_of

logger = logging.getLogger(__name__)

#: Of a request that says nothing of its sender, as behind a socket file: a column wants an address.
NOWHERE = "0.0.0.0"


class SelfRegisteredStage(EmailVerificationStage):
    """Whoever registered alone proves the address first; the office vouches for its own people."""

    key = LoginStageKey.VERIFY_EMAIL.value

    def handle(self):
        user = self.login.user
        if user is not None and not user.is_self_registered:
            return None, True
        response, goes_on = super().handle()
        if response is None and user is not None:
            return admit(self.request, user)
        return response, goes_on


def admit(request, user):
    """A proved mailbox whose unit did not become an applicant, because something broke."""
    reasons = registering.prove(user, at=timezone.now())
    for reason in reasons:
        messages.error(request, reason)
    return (redirect("account_login"), False) if reasons else (None, True)


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in of applicants and officers through one door."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "用户名或者密码不正确。请注意区分大小写，重新输入。",
        "email_password_mismatch": "用户名或者密码不正确。请注意区分大小写，重新输入。",
        "too_many_login_attempts": "登录失败次数过多，请稍后再试。",
        "account_inactive": "该账号已停用，有疑问的请与主办单位联系。",
        "cannot_remove_primary_email": "正在使用的电子信箱不能删除。",
        "duplicate_email": "该电子信箱已经登记在您的账号下。",
        "email_taken": "该电子信箱不能使用，请换一个。",
        "enter_current_password": "现在的密码不正确，请重新输入。",
        "incorrect_code": "动态口令不正确，请输入应用此刻显示的口令。",
        "incorrect_password": "密码不正确，请重新输入。",
        "invalid_or_expired_key": "链接已失效，请重新申请。",
        "invalid_login": "登录没有成功，请重新登录。",
        "invalid_password_reset": "重置密码的链接已失效，请重新申请。",
        "max_email_addresses": "最多登记%d个电子信箱。",
        "rate_limited": "操作过于频繁，请稍后再试。",
        "same_as_current": "新的内容与现在的相同，请重新填写。",
        "select_only_one": "请只选择一个。",
        "unverified_primary_email": "请先验证电子信箱。",
    }

    def get_login_stages(self):
        stages = super().get_login_stages()
        ours = f"{SelfRegisteredStage.__module__}.{SelfRegisteredStage.__name__}"
        return [ours if each.endswith(".EmailVerificationStage") else each for each in stages]

    def get_login_redirect_url(self, request):
        """Officers to the desk, applicants home."""
        if request.user.has_perm("wagtailadmin.access_admin"):
            return resolve_url("wagtailadmin_home")
        return super().get_login_redirect_url(request)

    def save_user(self, request, user, form, commit=True):
        user.is_self_registered = True
        return super().save_user(request, user, form, commit)

    def populate_username(self, request, user):
        """A name of ours: a form that takes names tells strangers which ones officers have."""
        user.username = user.username or accounts.new_username()

    def add_message(self, request, level, message_template=None, *args, **kwargs):
        """Nobody needs to be told that they have signed in or out."""
        if message_template and message_template.endswith(("logged_in.txt", "logged_out.txt")):
            return
        super().add_message(request, level, message_template, *args, **kwargs)

    def get_client_ip(self, request):
        """Where this house counts; allauth's own would count a proxy's port, and IPv6 whole."""
        return place_of(request) or NOWHERE

    def send_mail(self, template_prefix, email, context):
        """A mail server that is away must not cost the person what was typed."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as error:
            logger.error("邮件没有发出（%s）：%s", template_prefix, type(error).__name__)
            if self.request is not None:
                messages.error(self.request, "邮件系统暂时不可用，邮件没有发出，请稍后再试。")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticators are sealed like files; an officer's factor is not given up."""

    def encrypt(self, text):
        return seal(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return unseal(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator):
        is_officer = authenticator.user.applicant_id is None
        return not (settings.STAFF_MFA_REQUIRED and is_officer)
