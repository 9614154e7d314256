"""What an applicant says about itself: contact, place, trademark, tags; and its licences."""

from django import forms

from registry.models import Applicant, Licence
from registry.names import fill_later
from rules import vocabulary
from rules.amounts import fen, plain_yuan

from .portal_form import PortalForm
from .townships import townships


class ProfileForm(PortalForm, forms.ModelForm):
    """Everything of §2.3 but name, code, type, domicile and legal representative."""

    registered_capital = forms.DecimalField(
        label="注册资本（元）", required=False, min_value=0, max_digits=15, decimal_places=2
    )
    tags = forms.MultipleChoiceField(
        label="单位类别（符合的勾选，可不选）",
        choices=vocabulary.APPLICANT_TAGS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    SECTIONS = (
        ("联系方式", ("contact_person", "phone", "email", "public_phone")),
        ("生产地", ("production_township", "production_address")),
        ("登记情况", ("established_on", "registered_capital", "business_scope", "tags")),
        ("商标和品牌", ("trademark", "trademark_no", "trademark_class", "brand_awards")),
    )

    class Meta:
        model = Applicant
        fields = [
            "contact_person",
            "phone",
            "email",
            "public_phone",
            "production_township",
            "production_address",
            "established_on",
            "business_scope",
            "tags",
            "trademark",
            "trademark_no",
            "trademark_class",
            "brand_awards",
        ]
        widgets = {
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "established_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "business_scope": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "email": "可不填。",
            "public_phone": "公布在产品页上的办公电话；不同意公布的不填。",
            "production_township": fill_later("由这里的{station}认可带贫成效。"),
            "trademark_no": "可不填。",
            "trademark_class": "第1至45类。可不填。",
            "brand_awards": "例如：绿色食品、地方名牌。可不填。",
        }

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        township = self.fields["production_township"]
        township.queryset = townships(on, current=self.instance.production_township_id)
        township.empty_label = "请选择"
        capital = self.instance.registered_capital_fen
        self.initial["registered_capital"] = plain_yuan(capital) or None

    def sections(self):
        """``[(title, [field])]`` in the order of the page."""
        return [(title, [self[name] for name in names]) for title, names in self.SECTIONS]

    def profile(self):
        """What was typed, by the columns of :class:`registry.models.Applicant`."""
        typed = dict(self.cleaned_data)
        typed["registered_capital_fen"] = fen(typed.pop("registered_capital"))
        return typed


class LicenceForm(PortalForm, forms.ModelForm):
    scan = forms.FileField(
        label="扫描件或者照片（可不传）",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.heic,.heif,.webp"}),
        help_text="登记以后，各次申请的申报材料都可以直接使用。修改编号或者有效期的，请重新上传。",
    )

    class Meta:
        model = Licence
        fields = ["kind", "number", "issued_on", "valid_until"]
        widgets = {
            name: forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            for name in ("issued_on", "valid_until")
        }
        help_texts = {"valid_until": "长期有效的不填。到期前系统会提醒。"}

    def clean(self):
        data = super().clean()
        issued, until = data.get("issued_on"), data.get("valid_until")
        if issued and until and until < issued:
            self.add_error("valid_until", "有效期止不得早于发证日期")
        return data
