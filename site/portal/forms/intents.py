"""What came of a purchase intent."""

from django import forms

from ledger.models import SalesRecord
from rules.amounts import yuan
from rules.official_dates import official_date
from rules.vocabulary import INTENT_STATES

from .portal_form import PortalForm

#: So many sales can be chosen from, the newest ones.
OFFERED = 200


class IntentStateForm(PortalForm):
    """``sales``: those that may have come of the intent, newest first."""

    state = forms.ChoiceField(label="处理情况", choices=INTENT_STATES)
    sale = forms.ModelChoiceField(
        SalesRecord.objects.none(),
        label="对应的销售记录（可不填）",
        required=False,
        empty_label="（没有成交，或者尚未登记）",
        help_text="已经成交的，先在“销售”登记，再在这里选择；只列收到意向以后该产品的销售记录。",
        error_messages={"invalid_choice": "请从列出的销售记录中选择"},
    )

    def __init__(self, *args, sales, **kwargs):
        super().__init__(*args, **kwargs)
        newest = list(sales.values_list("pk", flat=True)[:OFFERED])
        self.fields["sale"].queryset = sales.filter(pk__in=newest)
        self.fields["sale"].label_from_instance = _words


def _words(sale):
    parts = (official_date(sale.sold_on), sale.buyer_name, f"{yuan(sale.amount_fen)}元")
    return "　".join(filter(None, (*parts, sale.external_id)))
