"""代单位登记: entering a unit that called or came, and the code for its account."""

from django import forms
from django.urls import reverse
from django.utils import timezone

from doors.text_forms import PlainText
from registry import intake, registering
from registry.models import Applicant, Township
from registry.names import get_names
from registry.roles import Permission
from rules.periods import local_day

from .access import DeskForm
from .access_code_slips import Slip
from .opinion_forms import long_text
from .unit_accounts import UnitAccounts

FACTS = (
    "name",
    "entity_type",
    "credit_code",
    "domicile",
    "domicile_township",
    "legal_representative",
    "contact_person",
    "phone",
    "email",
)


class IntakeForm(PlainText, forms.ModelForm):
    """What the unit says of itself; the address may stay empty (R77)."""

    how = forms.ChoiceField(
        label="登记方式", choices=Applicant.Intake.choices, widget=forms.RadioSelect
    )
    credit_code = forms.CharField(
        label="统一社会信用代码",
        max_length=40,
        help_text="请逐位核对营业执照或者对方报读的代码。",
    )
    because = forms.CharField(
        label="登记依据",
        max_length=300,
        widget=long_text(2),
        help_text="如“合作社理事长来电申请，已回拨核实”“持营业执照到场”；留存备查。",
    )
    field_order = ("how", *FACTS, "because")

    class Meta:
        model = Applicant
        fields = FACTS
        help_texts = {
            "email": "可不填。填写的只用于发提醒，登录仍凭办理码设置的密码。",
            "domicile_township": "住所不在本区的不选；不在本区的不能申请认定。",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = self.fields["entity_type"].choices
        self.fields["entity_type"].choices = [("", "请选择"), *(each for each in kinds if each[0])]
        towns = self.fields["domicile_township"]
        towns.queryset = Township.objects.in_force(local_day(timezone.now()))
        towns.empty_label = "请选择（不在本区的不选）"

    def clean(self):
        typed = super().clean()
        where = (typed.get("credit_code"), typed.get("domicile_township"))
        for reason in registering.reasons_against_no_township(*where):
            self.add_error("domicile_township", reason)
        return typed

    def _post_clean(self):
        """The service judges the unit with all other reasons; nothing is built here."""

    def facts(self):
        """The columns of :class:`Applicant` as the service takes them."""
        facts = {name: self.cleaned_data[name] for name in FACTS}
        code = "".join(facts["credit_code"].split())
        facts["domicile_region"] = get_names().region if facts["domicile_township"] else code[2:8]
        return facts


class UnitIntake(DeskForm):
    """The form; its answer is the sheet with the code."""

    permission = Permission.SEE_ACCOUNTS
    template_name = "desk/unit_intake.html"
    page_title = "代单位登记"
    header_icon = "user"
    form_class = IntakeForm

    def act(self, form):
        typed = form.cleaned_data
        return intake.take_in(form.facts(), how=typed["how"], because=typed["because"], **self.who)

    def succeed(self, taken):
        unit, row, code = taken
        back = reverse("desk:unit_account", args=[unit.pk])
        return Slip(row, code, back).answer(self.request)

    def get_breadcrumbs_items(self):
        there = {"url": reverse("desk:unit_accounts"), "label": UnitAccounts.page_title}
        return [*self.breadcrumbs_items, there, {"url": "", "label": self.page_title}]
