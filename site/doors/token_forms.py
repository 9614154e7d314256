"""The form by which a person makes a token for a program, on the desk as in the portal."""

from allauth.mfa.base.forms import ReauthenticateForm
from django import forms

from registry.tokens import DAYS

from .text_forms import TextForm


class TokenForm(TextForm):
    """What the token is for, how long, and a code that its thief would not have."""

    name = forms.CharField(
        label="用途",
        max_length=60,
        help_text="写明哪个系统使用，例如“商超收银系统”",
        error_messages={"required": "请填写用途"},
    )
    scopes = forms.MultipleChoiceField(
        label="办理范围",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选择办理范围"},
    )
    days = forms.TypedChoiceField(
        label="有效期", coerce=int, choices=[(days, f"{days}天") for days in DAYS], initial=90
    )
    code = forms.CharField(
        label="动态口令",
        max_length=20,
        help_text="两步验证应用此刻显示的口令，也可以用一个恢复码",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": "请输入动态口令"},
    )

    def __init__(self, *args, user, scopes, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["scopes"].choices = [(scope.value, scope.label) for scope in scopes]

    def clean(self):
        """The code is asked last: a form that is wrong elsewhere uses none up."""
        cleaned = super().clean()
        if not self.errors:
            factor = ReauthenticateForm({"code": cleaned["code"]}, user=self.user)
            if not factor.is_valid():
                self.add_error("code", factor.errors.get("code", ["动态口令不正确"]))
        return cleaned
