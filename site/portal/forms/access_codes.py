"""Using a code on paper: who the unit is, the code, and a password of one's own."""

from django import forms
from django.utils import timezone

from registry import access_codes, guessing
from registry.models import FailedSignIn, User

from .accounts import PASSWORD_RULE
from .portal_form import PortalForm
from .registration import check_password, new_password_field

TOO_MANY = "输错次数过多，请一小时后再试，或者与主办单位联系。"


class UseCodeForm(PortalForm):
    """``row`` is the code that was found; wrong pairs are counted like wrong passwords."""

    credit_code = forms.CharField(label="统一社会信用代码", max_length=40)
    code = forms.CharField(
        label="办理码",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        help_text="印在主办单位交给您的纸上，四组字符，大小写均可。",
    )
    name = forms.CharField(
        label="您的姓名",
        max_length=40,
        required=False,
        help_text="接收单位账号的填写；重新设置密码的不填。",
    )
    password1 = new_password_field("密码", help_text=PASSWORD_RULE)
    password2 = new_password_field("再输入一次密码")

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.row = request, None

    def clean(self):
        cleaned = super().clean()
        check_password(self, User(first_name=cleaned.get("name", "")))
        if not self.errors:
            self._find(cleaned["credit_code"], cleaned["code"])
        return cleaned

    def _find(self, credit_code, code):
        unit = f"unit:{credit_code.strip().upper()}"
        count = {"request": self.request, "at": timezone.now()}
        if guessing.must_wait(unit, FailedSignIn.Kind.CODE, **count):
            self.add_error("code", TOO_MANY)
            return
        self.row = access_codes.find(credit_code, code, at=count["at"])
        if self.row is None:
            guessing.note(unit, FailedSignIn.Kind.CODE, **count)
            self.add_error("code", access_codes.WRONG)
