"""更正登记信息: what the register says of a unit, put right by its licence."""

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from registry import particulars, registering
from registry.models import Applicant
from registry.names import get_names
from registry.roles import Permission
from rules.identifiers import check_region

from .access import DeskForm
from .opinion_forms import long_text
from .unit_account_forms import HELP
from .unit_accounts import UnitAccounts
from .unit_facts import UnitFactsForm

FACTS = tuple(name for name in particulars.REGISTERED if name != "domicile_region")


class ParticularsForm(UnitFactsForm):
    """The licence as it reads, and that it was seen."""

    credit_code = forms.CharField(label="统一社会信用代码", max_length=40)
    elsewhere = forms.CharField(
        label="迁出本区的，迁往地区划代码",
        max_length=6,
        required=False,
        help_text="统一社会信用代码不变，住所已经迁出本区的，填新住所所在县区的6位区划代码，不选乡镇街道",
    )
    is_licence_seen = forms.BooleanField(
        label="已查验该单位营业执照原件，以上各项与执照一致",
        error_messages={"required": "查验营业执照原件后才能办理"},
    )
    because = forms.CharField(label="理由", max_length=300, widget=long_text(2), help_text=HELP)
    field_order = (*FACTS, "elsewhere", "is_licence_seen", "because")

    class Meta(UnitFactsForm.Meta):
        fields = FACTS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        unit = self.instance
        if unit.domicile_region not in (get_names().region, unit.credit_code[2:8]):
            self.initial.setdefault("elsewhere", unit.domicile_region)

    def clean_elsewhere(self):
        return check_region(self.cleaned_data["elsewhere"]).value

    def reasons_against_place(self, typed):
        if not typed.get("elsewhere"):
            return super().reasons_against_place(typed)
        where = (typed["elsewhere"], typed.get("domicile_township"))
        reasons = registering.reasons_against_elsewhere(*where)
        return [("elsewhere", reason) for reason in reasons]

    def facts(self):
        facts = super().facts()
        return {
            **facts,
            "domicile_region": self.cleaned_data["elsewhere"] or facts["domicile_region"],
        }


class UnitParticulars(DeskForm):
    permission = Permission.DECIDE_ACCOUNTS
    template_name = "desk/unit_particulars.html"
    page_title = "更正登记信息"
    header_icon = "user"
    form_class = ParticularsForm

    @cached_property
    def unit(self):
        return get_object_or_404(Applicant, pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": self.unit}

    def act(self, form):
        because = form.cleaned_data["because"]
        return particulars.put_right(self.unit, form.facts(), because=because, **self.who)

    def message(self, unit):
        return f"已更正{unit}的登记信息"

    def onward(self, unit):
        return "desk:unit_account", unit.pk

    def get_context_data(self, **kwargs):
        return super().get_context_data(unit=self.unit, **kwargs)

    def get_breadcrumbs_items(self):
        all_units = {"url": reverse("desk:unit_accounts"), "label": UnitAccounts.page_title}
        account = reverse("desk:unit_account", args=[self.unit.pk])
        here = {"url": "", "label": self.page_title}
        return [*self.breadcrumbs_items, all_units, {"url": account, "label": f"{self.unit}"}, here]
