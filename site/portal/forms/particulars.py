"""Who applies, with which intention, and what they promise (R74–R77, R85, R86)."""

from django import forms

from applications.models import Application
from catalog.models import Certificate
from registry.names import fill_later

from .portal_form import PortalForm
from .townships import townships


class StartForm(PortalForm):
    """First application, or renewal of the ticked catalogue entries."""

    kind = forms.ChoiceField(
        label="申请类型", choices=Application.Kind.choices, widget=forms.RadioSelect
    )
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    renewal_of = forms.ModelMultipleChoiceField(
        Certificate.objects.none(),
        label="再次申请的产品",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    reuse_licences = forms.BooleanField(
        label="沿用原申请中仍在有效期内的资格证书（内容没有变化）",
        required=False,
        help_text="再次申请的，带贫益贫成效证明、名册和承诺须重新提供。",
    )

    def __init__(self, *args, renewable, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["renewal_of"]
        field.queryset = Certificate.objects.filter(pk__in=[each.pk for each in renewable])
        field.label_from_instance = _entry

    def clean(self):
        data = super().clean()
        renewing = data.get("kind") == Application.Kind.RENEWAL
        if renewing and "renewal_of" in data and not data["renewal_of"]:
            self.add_error("renewal_of", "请选择要再次申请的产品")
        data["renewal_of"] = data.get("renewal_of") if renewing else ()
        return data


def _entry(certificate):
    return f"{certificate.product}　{certificate.number}　有效期至{certificate.valid_until}"


class ParticularsForm(PortalForm, forms.ModelForm):
    """What the register does not know of this application: how and where the applicant is found."""

    key = "particulars"

    class Meta:
        model = Application
        fields = [
            "contact_person",
            "phone",
            "email",
            "production_township",
            "production_address",
            "label",
        ]
        widgets = {
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }
        help_texts = {
            "production_township": fill_later("由这里的{station}认可带贫成效。"),
            "email": "可不填。",
            "production_address": "与住所不同的，请填写详细地址。",
        }

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["production_township"].queryset = townships(
            on, current=self.instance.production_township_id
        )
        self.fields["production_township"].empty_label = "请选择"

    @property
    def columns(self):
        """The columns of :class:`workflow.models.Application` that this form writes."""
        return self.Meta.fields


class CommitmentForm(PortalForm, forms.ModelForm):
    """Acceptance, signature, capacity, day, and the statement that there is no roster (A35)."""

    key = "commitment"
    accept = forms.BooleanField(label="我已阅读并同意以上承诺", required=False)
    text_digest = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = Application
        fields = ["signatory", "signatory_capacity", "signed_on", "no_roster_statement"]
        widgets = {
            "signed_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "signatory_capacity": forms.RadioSelect,
        }
        help_texts = {
            "signatory": "请填写签字人的姓名，与申请书扫描件上的签名一致。",
            "signatory_capacity": fill_later(
                "委托代理人签字的，先在“人员和授权”中提交授权委托书，{office}核对后有效。"
            ),
        }

    field_order = ["accept", "signatory", "signatory_capacity", "signed_on", "no_roster_statement"]

    def clean_text_digest(self):
        """What is accepted is what was read, should the text have changed in between."""
        if self.cleaned_data["text_digest"] != self.initial["text_digest"]:
            self.add_error("accept", "承诺文本已更新，请重新阅读并同意")
        return self.cleaned_data["text_digest"]

    @property
    def columns(self):
        """The columns of :class:`workflow.models.Application` that this form writes."""
        return self.Meta.fields

    def header(self):
        """The values that :func:`applications.services.drafts.save_header` keeps."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class WithdrawForm(PortalForm):
    """Why a product is taken back, and that it is meant."""

    because = forms.CharField(
        label="撤回原因",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="可不填。填写后随撤回记录保存。",
    )
    sure = forms.BooleanField(
        label="我确认撤回该产品的申请",
        error_messages={"required": "请勾选确认后再撤回"},
    )
