"""What came of a purchase intent."""

from django import forms

from rules.vocabulary import INTENT_STATES

from .portal_form import PortalForm


class IntentStateForm(PortalForm):
    state = forms.ChoiceField(label="处理情况", choices=INTENT_STATES)
    sale_reference = forms.CharField(
        label="对应的销售记录（可不填）",
        required=False,
        max_length=40,
        help_text="成交的，填写销售记录编号",
    )
