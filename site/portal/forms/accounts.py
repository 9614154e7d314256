"""Signing in and looking after one's account: allauth's forms as the portal shows forms."""

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.utils import timezone

from registry import guessing
from registry.models import FailedSignIn

from .portal_form import PortalForm

CODE_KIND = FailedSignIn.Kind.CODE
TOO_MANY_CODES = "动态口令输错次数过多，请一小时后再试；有疑问的，请与系统管理人员联系。"
CODE = {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "short"}


def relabel(form, **labels):
    """Our own words, and no placeholder: it vanishes when it is needed."""
    for name, field in form.fields.items():
        field.label = labels.get(name, field.label)
        field.help_text = ""
        field.widget.attrs.pop("placeholder", None)


class LoginForm(PortalForm, account.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        relabel(self, login="用户名或者电子信箱", password="密码")
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ChangeEmailForm(PortalForm, account.AddEmailForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        relabel(self, email="新的电子信箱")


class _NewPassword(PortalForm):
    """Two boxes for a new password, with what is asked of it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        relabel(self, oldpassword="现在的密码", password1="新密码", password2="再输入一次新密码")
        self.fields["password1"].help_text = PASSWORD_RULE


PASSWORD_RULE = "至少10个字符，不能全是数字，不能是常见密码，也不要与用户名、信箱相近。"


class ChangePasswordForm(_NewPassword, account.ChangePasswordForm):
    def clean_oldpassword(self):
        """Looked at by the same backends as at the sign-in: a wrong one is counted here as well."""
        word, adapter = self.cleaned_data["oldpassword"], get_adapter()
        if not adapter.reauthenticate(self.user, word):
            raise adapter.validation_error("enter_current_password")
        return word


class SetPasswordForm(_NewPassword, account.SetPasswordForm):
    pass


class NewPasswordForm(_NewPassword, account.ResetPasswordKeyForm):
    pass


class ResetPasswordForm(PortalForm, account.ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        relabel(self, email="登记的电子信箱")


class ReauthenticateForm(PortalForm, account.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        relabel(self, password="密码")


class _CountedCode(PortalForm):
    """A code of somebody whose password was right: wrong ones are counted over all addresses."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _code(self, "动态口令，或者一个备用码")

    def clean_code(self):
        name, where = self.user.username, {"request": context.request, "at": timezone.now()}
        if guessing.must_wait(name, CODE_KIND, **where):
            raise forms.ValidationError(TOO_MANY_CODES)
        try:
            return super().clean_code()
        except forms.ValidationError:
            guessing.note(name, CODE_KIND, **where)
            raise


class CodeForm(_CountedCode, mfa.AuthenticateForm):
    pass


class CodeAgainForm(_CountedCode, mfa.ReauthenticateForm):
    pass


class ActivateForm(PortalForm, totp.ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _code(self, "应用显示的6位动态口令")


def _code(form, label):
    form.fields["code"].widget = forms.TextInput(attrs=CODE)
    relabel(form, code=label)
