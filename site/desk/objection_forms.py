"""Taking an objection down, answering it, and deciding what becomes of the item (A10, A11)."""

from django import forms

from doors.guarded_forms import EvidenceField
from doors.text_forms import TextForm
from publicity.models import Objection
from rules.vocabulary import OBJECTION_CHANNELS
from workflow.models import Investigation, ListingDecision, ShortWindow

from .opinion_forms import DemandsField, long_text, reasons_to_choose

CHANNELS = [(word, title) for word, title in OBJECTION_CHANNELS if word != "web"]


class ObjectionForm(TextForm):
    must = ("content",)
    channel = forms.ChoiceField(label="来源", choices=CHANNELS)
    content = forms.CharField(
        label="异议内容", required=False, widget=long_text(6), help_text="按对方所述如实记录"
    )
    person_name = forms.CharField(
        label="姓名",
        required=False,
        max_length=40,
        help_text="匿名可不填；加密保存，核查人员填写目的后才能查看",
    )
    person_contact = forms.CharField(label="联系方式", required=False, max_length=60)
    evidence = EvidenceField(label="证据（来信扫描件、照片等）")


class AnswerForm(TextForm):
    finding = forms.ChoiceField(
        label="核查结论",
        choices=Objection.Finding.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label="答复", required=False, max_length=4000, widget=long_text())

    @property
    def is_filled(self):
        cleaned = self.cleaned_data
        return bool(cleaned.get("finding") and cleaned.get("answer"))


class DecisionForm(TextForm):
    must = ("decision", "text")
    decision = forms.ChoiceField(
        label="决定",
        choices=Investigation.Decision.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label="核查情况", required=False, max_length=4000, widget=long_text())
    demands = DemandsField()
    reason_code = forms.ChoiceField(
        label="不予认定的理由",
        choices=reasons_to_choose("（不予认定时选择）"),
        required=False,
    )

    def values(self):
        values = dict(self.cleaned_data)
        if values["decision"] != Investigation.Decision.REFUSE:
            values["reason_code"] = ""
        if values["decision"] != Investigation.Decision.RETURN:
            values["demands"] = []
        return values


class ListingDecisionForm(TextForm):
    must = ("decision", "because")
    decision = forms.ChoiceField(
        label="处置决定",
        choices=ListingDecision.Decision.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    because = forms.CharField(
        label="理由",
        required=False,
        max_length=1000,
        widget=long_text(),
        help_text="退回重新审核或者终止的，书面告知申请单位；不得透露反映人的任何信息",
    )


class ShortWindowForm(TextForm):
    must = ("decision", "because")
    decision = forms.ChoiceField(
        label="处置决定",
        choices=ShortWindow.Decision.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text="尚未上报、列入的可以重新公示，公示期从头起算",
    )
    because = forms.CharField(
        label="理由",
        required=False,
        max_length=1000,
        widget=long_text(),
        help_text="重新公示的，书面告知申请单位；认为公示有效的，写明依据",
    )


class TerminateForm(TextForm):
    must = ("because",)
    because = forms.CharField(
        label="终止原因",
        required=False,
        max_length=500,
        widget=long_text(),
        help_text="将书面告知申请单位，终止后不能恢复",
    )
