"""What the applicant says about a complaint, and what came of a purchase intent."""

from django import forms

from doors.guarded_forms import EvidenceField
from rules.vocabulary import INTENT_STATES

from .pointing import PortalForm


class AnswerForm(PortalForm):
    answer = forms.CharField(
        label="情况说明",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="请针对所列问题逐项说明；只能答复一次",
    )
    evidence = EvidenceField(
        label="证明文件（可不传）",
        help_text="最多5个，每个不超过10MB；PDF、JPG、PNG、DOCX、XLSX",
    )


class StatementForm(PortalForm):
    """A defence against an entry in the dishonesty register, or what was mended after it."""

    text = forms.CharField(
        label="情况说明",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="请写明事实和理由；提交后不能修改",
    )
    evidence = EvidenceField(
        label="证明文件（可不传）",
        help_text="最多5个，每个不超过10MB；PDF、JPG、PNG、DOCX、XLSX",
    )


class IntentStateForm(PortalForm):
    state = forms.ChoiceField(label="处理情况", choices=INTENT_STATES)
    sale_reference = forms.CharField(
        label="对应的销售记录（可不填）",
        required=False,
        max_length=40,
        help_text="成交的，填写销售记录编号",
    )
