"""What officers fill in about the dishonesty register: a proposal, and each act on an entry."""

from django import forms

from doors.guarded_forms import EvidenceField
from doors.text_forms import TextForm
from rules.dishonesty import LONGEST_MONTHS
from rules.vocabulary import DISHONESTY_CAUSES

from .opinion_forms import long_text


class ProposalForm(TextForm):
    must = ("cause", "facts", "basis")
    cause = forms.ChoiceField(
        label="事由", choices=[("", "（请选择）"), *DISHONESTY_CAUSES], required=False
    )
    facts = forms.CharField(
        label="事实",
        required=False,
        max_length=2000,
        widget=long_text(6),
        help_text="将书面告知该单位，请不要写举报人和其他人的个人信息",
    )
    basis = forms.CharField(
        label="依据", required=False, max_length=200, help_text="法律、法规或者政策文件，写明条款"
    )
    source = forms.CharField(
        label="来源",
        required=False,
        max_length=60,
        help_text="有投诉举报、检查或者变更报告的，填写编号",
    )
    evidence = EvidenceField(label="证据文件")


class NoticeForm(TextForm):
    """Nothing to fill in: the words of the notice come from the proposal."""


class DecisionForm(TextForm):
    must = ("because",)
    is_registered = forms.ChoiceField(
        label="决定",
        choices=(("yes", "予以登记"), ("no", "不予登记")),
        widget=forms.RadioSelect,
        error_messages={"required": "请选择是否登记"},
    )
    months = forms.IntegerField(
        label="登记期限（月）",
        required=False,
        initial=12,
        help_text=f"自决定之日起算，最长{LONGEST_MONTHS}个月；不予登记的不填",
    )
    because = forms.CharField(
        label="决定理由",
        required=False,
        max_length=2000,
        widget=long_text(),
        help_text="将书面告知该单位，对陈述申辩意见应予回应",
    )


class BecauseForm(TextForm):
    must = ("because",)
    because = forms.CharField(
        label="撤销的理由", required=False, max_length=2000, widget=long_text(3)
    )


class RepairForm(TextForm):
    must = ("because",)
    is_accepted = forms.ChoiceField(
        label="决定",
        choices=(("yes", "准予修复，登记即时解除"), ("no", "不予修复")),
        widget=forms.RadioSelect,
        error_messages={"required": "请选择是否准予修复"},
    )
    because = forms.CharField(
        label="决定理由",
        required=False,
        max_length=2000,
        widget=long_text(),
        help_text="将书面告知该单位",
    )


def values(form):
    """What a form says, as the services take it: a choice of yes and no is a truth."""
    return {
        name: value == "yes" if name in ("is_registered", "is_accepted") else value
        for name, value in form.cleaned_data.items()
    }
