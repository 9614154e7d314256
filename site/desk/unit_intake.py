"""代单位登记: entering a unit that called or came, and the code for its account."""

from django import forms
from django.urls import reverse

from registry import intake
from registry.models import Applicant
from registry.roles import Permission

from .access import DeskForm
from .access_code_slips import Slip
from .opinion_forms import long_text
from .unit_accounts import UnitAccounts
from .unit_facts import UnitFactsForm

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


class IntakeForm(UnitFactsForm):
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

    class Meta(UnitFactsForm.Meta):
        fields = FACTS
        help_texts = {
            "email": "可不填。填写的只用于发提醒，登录仍凭办理码设置的密码。",
            "domicile_township": "住所不在本区的不选；不在本区的不能申请认定。",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = self.fields["entity_type"].choices
        self.fields["entity_type"].choices = [("", "请选择"), *(each for each in kinds if each[0])]


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
