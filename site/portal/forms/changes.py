"""What changed after listing: first which kinds, then the columns of these kinds (A19)."""

from django import forms

from applications.models import Item
from rules.amounts import fen
from rules.vocabulary import CHANGE_KINDS
from workflow.facts import columns_of, plain

from .portal_form import PortalForm
from .products import YUAN, ProductForm

GUIDE = "产量或供货减少三成以上、价格上涨两成以上的，都要报告；其他事项不论幅度。"


class KindsForm(PortalForm):
    """The fixed list of what must be reported; asked first, by GET."""

    kinds = forms.MultipleChoiceField(
        label="发生变化的事项（可多选）",
        choices=CHANGE_KINDS,
        widget=forms.CheckboxSelectMultiple,
        help_text=GUIDE,
        error_messages={"required": "请选择发生变化的事项"},
    )


class ChangeForm(ProductForm):
    """The product form, cut down to the columns that the chosen kinds may change."""

    holder_name = forms.CharField(label="变更后的单位名称", max_length=120, required=False)
    holder_credit_code = forms.CharField(
        label="变更后的统一社会信用代码", max_length=18, required=False
    )
    holder_domicile = forms.CharField(label="变更后的住所", max_length=200, required=False)
    changed_on = forms.DateField(
        label="发生日期",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "请填写发生日期"},
    )
    text = forms.CharField(
        label="情况说明",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="变化的原因、内容和影响，不少于10个字。不要写个人姓名和证件号码。",
        error_messages={"required": "请说明变更的情况"},
    )

    def __init__(self, *args, certificate, kinds, on, **kwargs):
        kwargs["instance"] = Item(**certificate.version.facts())
        super().__init__(*args, on=on, **kwargs)
        self.kinds = kinds
        names = [*(YUAN.get(name, name) for name in self.columns), "changed_on", "text"]
        self.fields = {name: self.fields[name] for name in names}
        self.initial["annual_output"] = plain(certificate.version.annual_output)
        self.initial["holder_name"] = certificate.applicant.name
        self.initial["holder_credit_code"] = certificate.applicant.credit_code
        self.initial["holder_domicile"] = certificate.applicant.domicile
        for name in ("changed_on", "text"):
            self.fields[name].required = True

    @property
    def columns(self):
        """The columns of the entry that the chosen kinds may change."""
        return columns_of(self.kinds)

    def _post_clean(self):
        """Nothing is saved here: the policy judges the columns with the rest of the facts."""

    def after(self):
        """What was typed, as plain values by column."""
        typed = self.cleaned_data
        values = {}
        for column in self.columns:
            value = typed.get(YUAN.get(column, column))
            if column in YUAN:
                value = fen(value)
            values[column] = plain(value)
        return values
