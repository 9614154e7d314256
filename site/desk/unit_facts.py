"""What the register says of a unit, as the desk's forms take it: entered anew, or put right."""

from django import forms
from django.utils import timezone

from doors.text_forms import PlainText
from registry import registering
from registry.models import Applicant, Township
from registry.names import get_names
from rules.periods import local_day


class UnitFactsForm(PlainText, forms.ModelForm):
    """A unit's own columns; its region follows from its township, else from its code."""

    class Meta:
        model = Applicant
        fields = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        towns = self.fields["domicile_township"]
        own = Township.objects.filter(pk=self.instance.domicile_township_id)  # may have ended
        towns.queryset = Township.objects.in_force(local_day(timezone.now())) | own
        towns.empty_label = "请选择（不在本区的不选）"

    def clean(self):
        typed = super().clean()
        for name, reason in self.reasons_against_place(typed):
            self.add_error(name, reason)
        return typed

    def reasons_against_place(self, typed):
        """``(field, reason)`` against where the unit is said to be."""
        where = (typed.get("credit_code"), typed.get("domicile_township"))
        for reason in registering.reasons_against_no_township(*where):
            yield "domicile_township", reason

    def _post_clean(self):
        """The service judges the unit with all other reasons; nothing is built here."""

    def facts(self):
        """The columns of :class:`Applicant` as the services take them."""
        facts = {name: self.cleaned_data[name] for name in self.Meta.fields}
        elsewhere = "".join(facts["credit_code"].split())[2:8]
        facts["domicile_region"] = get_names().region if facts["domicile_township"] else elsewhere
        return facts
