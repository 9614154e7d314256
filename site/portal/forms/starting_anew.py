"""Which refused or withdrawn products are applied for anew."""

from django import forms

from applications.models import Item

from .portal_form import PortalForm


class StartAnewForm(PortalForm):
    """The products to be taken along, and whether their licences come too."""

    items = forms.ModelMultipleChoiceField(
        Item.objects.none(),
        label="重新申请的产品",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选择要重新申请的产品"},
    )
    reuse_licences = forms.BooleanField(
        label="沿用原申请中仍在有效期内的资格证书（内容没有变化）",
        required=False,
        help_text="带贫益贫成效证明、名册、承诺和签字盖章的申请书须重新提供。",
    )
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["items"].queryset = items
        self.fields["items"].label_from_instance = _product


def _product(item):
    return f"{item}（{item.sales_spec}）　{item.outcome.get_kind_display()}"
