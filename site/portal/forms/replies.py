"""The applicant's answer to a question about a complaint."""

from django import forms

from doors.guarded_forms import EvidenceField

from .portal_form import PortalForm


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
