"""What officers fill in about a change report, a form for each step of it (办法四（三）（四）)."""

from django import forms

from doors.text_forms import TextForm
from rules.vocabulary import FINDING_REASONS
from workflow.models import ChangeReport

from .opinion_forms import day_input, long_text

DECISIONS = ChangeReport.Decision.choices[1:]


class RegisterForm(TextForm):
    is_accepted = forms.ChoiceField(
        label="登记",
        choices=(("yes", "予以登记，上报期限自次日起算"), ("no", "不予登记")),
        widget=forms.RadioSelect,
        error_messages={"required": "请选择是否登记"},
    )
    reason = forms.CharField(
        label="不予登记的理由",
        required=False,
        max_length=500,
        widget=long_text(3),
        help_text="不予登记的必须写明，将书面告知持证单位",
    )

    def values(self):
        cleaned = self.cleaned_data
        return {"is_accepted": cleaned["is_accepted"] == "yes", "reason": cleaned["reason"]}


class AssessForm(TextForm):
    decision = forms.ChoiceField(
        label="处理决定",
        choices=DECISIONS,
        required=False,
        widget=forms.RadioSelect,
        help_text="调整目录、暂停自签署时起立即生效；报请清理的，先行暂停，待省级决定",
    )
    assessment = forms.CharField(
        label="核查意见",
        required=False,
        max_length=2000,
        widget=long_text(),
        help_text="将书面告知持证单位，请不要写个人信息",
    )

    def values(self):
        return self.cleaned_data


class SendForm(TextForm):
    report_no = forms.CharField(
        label="上报文号", required=False, max_length=60, help_text="例：章扶办字〔2020〕12号"
    )
    reported_up_on = forms.DateField(label="上报日期", required=False, widget=day_input())

    def values(self):
        return self.cleaned_data


class ForwardForm(TextForm):
    city_on = forms.DateField(label="市级转报日期", required=False, widget=day_input())
    province_on = forms.DateField(label="省级收到日期", required=False, widget=day_input())


class RulingForm(TextForm):
    ruling = forms.ChoiceField(
        label="省级决定",
        choices=ChangeReport.Ruling.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text="清理自登记时起立即生效，不能恢复",
    )
    ruling_no = forms.CharField(label="决定文号", required=False, max_length=60)
    ruled_on = forms.DateField(label="决定日期", required=False, widget=day_input())

    def values(self):
        return self.cleaned_data


class FindingForm(TextForm):
    reason_code = forms.ChoiceField(
        label="查实原因", choices=[("", "（请选择）"), *FINDING_REASONS], required=False
    )
    changed_on = forms.DateField(label="查实日期", required=False, widget=day_input())
    text = forms.CharField(
        label="查实情况",
        required=False,
        max_length=2000,
        widget=long_text(),
        help_text="将书面告知持证单位，请不要写个人信息",
    )
    all_entries = forms.BooleanField(
        label="该单位的全部目录条目一并暂停（仅限违法违规行为）", required=False
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("all_entries") and cleaned.get("reason_code") != "illegal_act":
            self.add_error("all_entries", "只有违法违规行为才一并暂停该单位的全部目录条目")
        return cleaned

    def values(self):
        cleaned = self.cleaned_data
        return {
            "reason_code": cleaned["reason_code"],
            "text": cleaned["text"],
            "found_on": cleaned["changed_on"],
        }
