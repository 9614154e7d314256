"""更正登记信息: what the register says of a unit, put right by its licence."""

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from doors.text_forms import PlainText
from registry import particulars, registering
from registry.models import Applicant, Township
from registry.names import get_names
from registry.roles import Permission
from rules.periods import local_day

from .access import DeskForm
from .opinion_forms import long_text
from .unit_account_forms import HELP
from .unit_accounts import UnitAccounts

FACTS = tuple(name for name in particulars.REGISTERED if name != "domicile_region")


class ParticularsForm(PlainText, forms.ModelForm):
    """The licence as it reads, and that it was seen."""

    credit_code = forms.CharField(label="统一社会信用代码", max_length=40)
    is_licence_seen = forms.BooleanField(
        label="已查验该单位营业执照原件，以上各项与执照一致",
        error_messages={"required": "查验营业执照原件后才能办理"},
    )
    because = forms.CharField(label="理由", max_length=300, widget=long_text(2), help_text=HELP)
    field_order = (*FACTS, "is_licence_seen", "because")

    class Meta:
        model = Applicant
        fields = FACTS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        towns = self.fields["domicile_township"]
        own = Township.objects.filter(pk=self.instance.domicile_township_id)  # may have ended
        towns.queryset = Township.objects.in_force(local_day(timezone.now())) | own
        towns.empty_label = "请选择（不在本区的不选）"

    def clean(self):
        typed = super().clean()
        where = (typed.get("credit_code"), typed.get("domicile_township"))
        for reason in registering.reasons_against_no_township(*where):
            self.add_error("domicile_township", reason)
        return typed

    def _post_clean(self):
        """The service judges the facts with all other reasons; nothing is built here."""

    def facts(self):
        """What the register is to say, as the service takes it."""
        facts = {name: self.cleaned_data[name] for name in FACTS}
        elsewhere = "".join(facts["credit_code"].split())[2:8]
        facts["domicile_region"] = get_names().region if facts["domicile_township"] else elsewhere
        return facts


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
