"""The applicant's answer to a question about a complaint."""

from django import forms

from doors.guarded_forms import EvidenceField

from .portal_form import PortalForm


def _sure(words):
    """What is final is ticked first; nothing of it goes to the service."""
    return forms.BooleanField(label=words, error_messages={"required": "请核对后勾选"})


class FinalForm(PortalForm):
    """Words and files that can be sent once: ``values`` is what the service is given."""

    def values(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "sure"}


class AnswerForm(FinalForm):
    answer = forms.CharField(
        label="情况说明",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="请针对所列问题逐项说明；只能答复一次",
        error_messages={"required": "请写明情况"},
    )
    evidence = EvidenceField(
        label="证明文件（可不传）",
        help_text="最多5个，每个不超过10MB；PDF、JPG、PNG、DOCX、XLSX",
    )
    sure = _sure("已核对，知道只能答复一次，提交后不能修改")


class StatementForm(FinalForm):
    """A defence against an entry in the dishonesty register, or what was mended after it."""

    text = forms.CharField(
        label="情况说明",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="请写明事实和理由；提交后不能修改",
        error_messages={"required": "请写明情况"},
    )
    evidence = EvidenceField(
        label="证明文件（可不传）",
        help_text="最多5个，每个不超过10MB；PDF、JPG、PNG、DOCX、XLSX",
    )
    sure = _sure("已核对，知道提交后不能修改")
