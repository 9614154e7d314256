"""Registering an applicant and joining one: who you are, bound to one credit code (R10, A02)."""

from allauth.account import forms as account
from django import forms
from django.contrib.auth import password_validation
from django.db import transaction
from django.utils import timezone

from registry import registering
from registry.models import Township, User
from registry.names import get_names
from rules.identifiers import check_phone
from rules.periods import local_day
from rules.refusal import Refused
from rules.vocabulary import ENTITY_TYPES

from .accounts import PASSWORD_RULE, LoginForm, relabel
from .portal_form import PortalForm
from .townships import townships

APPLICANT = (
    "name",
    "entity_type",
    "credit_code",
    "domicile",
    "domicile_township",
    "legal_representative",
    "contact_person",
    "phone",
)
UNLIKE = "两次输入的密码不一致"
EMAIL_HELP = "登录时使用，注册后须在三天内点击邮件中的链接验证。请仔细核对。"


def choose(choices):
    return [("", "请选择"), *choices]


class SignUpForm(PortalForm, account.SignupForm):
    """Applicant and first person in one form; what is wrong is told at once and at its field."""

    name = forms.CharField(
        label="单位名称", min_length=2, max_length=120, help_text="与营业执照一致。"
    )
    entity_type = forms.ChoiceField(label="主体类型", choices=choose(ENTITY_TYPES))
    credit_code = forms.CharField(
        label="统一社会信用代码",
        max_length=40,
        help_text="营业执照上的18位代码。一个代码只能注册一次。",
    )
    domicile = forms.CharField(label="住所", max_length=200, help_text="与营业执照一致。")
    domicile_township = forms.ModelChoiceField(
        Township.objects.none(),
        label="住所所在乡镇街道",
        required=False,
        empty_label="请选择（不在本区的不选）",
        help_text="住所不在本区的，不能申请认定。",
    )
    legal_representative = forms.CharField(label="法定代表人", max_length=40)
    contact_person = forms.CharField(label="联系人（您的姓名）", max_length=40)
    phone = forms.CharField(
        label="联系电话",
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    field_order = (*APPLICANT, "email", "password1", "password2")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        helps = {name: self.fields[name].help_text for name in APPLICANT}
        relabel(
            self,
            email="电子信箱",
            password1="密码",
            password2="再输入一次密码",
        )
        for name, text in helps.items():
            self.fields[name].help_text = text
        self.fields["domicile_township"].queryset = townships(local_day(timezone.now()))
        self.fields["email"].help_text = EMAIL_HELP
        self.fields["password1"].help_text = PASSWORD_RULE

    def clean_phone(self):
        phone = check_phone(self.cleaned_data["phone"])
        if phone.errors:
            raise forms.ValidationError(list(phone.errors))
        return phone.value

    def clean(self):
        cleaned = super().clean()
        on = local_day(timezone.now())
        code, kind = cleaned.get("credit_code"), cleaned.get("entity_type", "")
        if code:
            name = cleaned.get("name", "")
            for field, reason in registering.reasons_against_registering(code, kind, name, on=on):
                self.add_error(field if field in self.fields else None, reason)
        where = (code, cleaned.get("domicile_township"))
        for reason in registering.reasons_against_no_township(*where):
            self.add_error("domicile_township", reason)
        self._compare_passwords()
        return cleaned

    def _compare_passwords(self):
        """Told together with what is wrong with the first: who mends one thing mends both."""
        first, second = (self.data.get(self.add_prefix(f"password{n}")) for n in (1, 2))
        if first and second and first != second and not self.has_error("password2"):
            self.add_error("password2", UNLIKE)

    @transaction.atomic
    def save(self, request):
        """The account and what it registers land together."""
        user = super().save(request)
        now = timezone.now()
        facts = {name: self.cleaned_data[name] for name in APPLICANT}
        township = facts["domicile_township"]
        facts["domicile_region"] = get_names().region if township else self._registrar()
        user.first_name = facts["contact_person"]
        user.save(update_fields=["first_name"])
        registering.register(user, at=now, on=local_day(now), **facts)
        return user

    def _registrar(self):
        return "".join(self.cleaned_data["credit_code"].split())[2:8]

    def try_save(self, request):
        """Two people may send the same code at once: the second hears it as a refusal."""
        try:
            return super().try_save(request)
        except Refused as refused:
            for reason in refused.reasons:
                self.add_error(None, reason)
            raise


class CorrectAddressForm(LoginForm):
    """Who registered, by the address as it was typed then and the password; and the right one."""

    email = forms.EmailField(label="正确的电子信箱", max_length=254, help_text="请仔细核对。")
    field_order = ("login", "password", "email")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)
        relabel(self, login="注册时填写的电子信箱（或者用户名）", password="注册时设的密码")
        self.fields["email"].widget.attrs["autocomplete"] = "email"

    def clean_email(self):
        return self.cleaned_data["email"].lower()


class InviteForm(PortalForm):
    email = forms.EmailField(label="被邀请人的电子信箱")
    role = forms.ChoiceField(
        label="身份",
        choices=User.ApplicantRole.choices,
        widget=forms.RadioSelect,
        initial=User.ApplicantRole.AGENT,
        help_text="管理人可以邀请和移除人员；经办人只办理申请。",
    )


def new_password_field(label, **kwargs):
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, widget=widget, **kwargs)


def check_password(form, user):
    """Both boxes alike, and what is asked of any password; told at the boxes."""
    first, second = form.cleaned_data.get("password1"), form.cleaned_data.get("password2")
    if first and second and first != second:
        form.add_error("password2", UNLIKE)
    if not first:
        return
    try:
        password_validation.validate_password(first, user)
    except forms.ValidationError as error:
        form.add_error("password1", error)


class JoinForm(PortalForm):
    """The person behind an invitation; the address is the one that was written to."""

    name = forms.CharField(label="姓名", max_length=40)
    password1 = new_password_field("密码", help_text=PASSWORD_RULE)
    password2 = new_password_field("再输入一次密码")

    def clean(self):
        cleaned = super().clean()
        check_password(self, User(first_name=cleaned.get("name", "")))
        return cleaned
