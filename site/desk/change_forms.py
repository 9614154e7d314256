"""What officers fill in about a change report, a form for each step of it (办法四（三）（四）)."""

from django import forms

from doors.text_forms import TextForm
from rules.vocabulary import CASE_ORIGINS, FINDING_REASONS
from workflow.models import ChangeReport
from workflow.models.figures import FIGURES

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


class FiguresForm(TextForm):
    """The station's figures; those that the report does not change are not asked for."""

    households = forms.IntegerField(label="核实户数", required=False, min_value=0)
    persons = forms.IntegerField(label="核实人数", required=False, min_value=0)
    average_income_fen = forms.DecimalField(
        label="核实户均年增收（元）", required=False, min_value=0, decimal_places=2, max_digits=12
    )
    text = forms.CharField(
        label="核实情况",
        required=False,
        max_length=2000,
        widget=long_text(),
        help_text="写明走访时间、核对的名册；不要写个人信息。目录以核实数为准，申报数留在报告上",
    )

    def ask_for(self, change):
        for name in set(FIGURES) - set(change.after):
            del self.fields[name]

    def values(self):
        figures = {name: self.cleaned_data[name] for name in FIGURES if name in self.fields}
        if figures.get("average_income_fen") is not None:
            figures["average_income_fen"] = int(figures["average_income_fen"] * 100)
        return {"figures": figures, "text": self.cleaned_data["text"]}


class AssessForm(TextForm):
    must = ("decision", "assessment")
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
    must = ("report_no", "reported_up_on")
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
    must = ("ruling", "ruling_no", "ruled_on")
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


class RecheckForm(TextForm):
    must = ("conclusion", "rechecked_on", "text")
    conclusion = forms.ChoiceField(
        label="复核结论",
        choices=ChangeReport.Recheck.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text="恢复自登记时起立即生效；整改不到位的继续暂停，另立报请清理的案件",
    )
    rechecked_on = forms.DateField(label="复核日期", required=False, widget=day_input())
    text = forms.CharField(
        label="复核情况",
        required=False,
        max_length=2000,
        widget=long_text(),
        help_text="整改不到位的将书面告知持证单位，请不要写个人信息",
    )

    def values(self):
        return self.cleaned_data


class CaseTransferForm(TextForm):
    must = ("receiver", "document_no", "sent_on")
    receiver = forms.CharField(
        label="接收机关", required=False, max_length=80, help_text="例：区市场监督管理局"
    )
    document_no = forms.CharField(label="移送文号", required=False, max_length=60)
    sent_on = forms.DateField(label="移送日期", required=False, widget=day_input())


class DeclineForm(TextForm):
    must = ("because",)
    because = forms.CharField(
        label="不予立案的理由", required=False, max_length=500, widget=long_text(3)
    )


#: What the office finds itself; complaints and inspections have pages of their own.
OWN_ORIGINS = [pair for pair in CASE_ORIGINS if pair[0] in ("office", "media", "superior")]


class FindingForm(TextForm):
    must = ("origin", "reason_code", "changed_on", "text")
    origin = forms.ChoiceField(label="来源", choices=OWN_ORIGINS, initial="office", required=False)
    basis = forms.CharField(
        label="来源依据",
        required=False,
        max_length=60,
        help_text="上级要求的填来文文号；媒体曝光的填媒体名称和报道日期",
    )
    reason_code = forms.ChoiceField(
        label="查实原因",
        choices=[("", "（请选择）"), *FINDING_REASONS],
        required=False,
        help_text="违法违规行为的，该单位全部有效目录条目一并暂停；其他原因只暂停本条目",
    )
    changed_on = forms.DateField(label="查实日期", required=False, widget=day_input())
    text = forms.CharField(
        label="查实情况",
        required=False,
        max_length=2000,
        widget=long_text(),
        help_text="将书面告知持证单位，请不要写个人信息",
    )
    measure = forms.ChoiceField(
        label="措施",
        choices=(("remove", "暂停并报请清理"), ("suspend", "暂停，限期整改，由他人复核")),
        initial="remove",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择措施"},
    )

    def values(self):
        """What the service takes."""
        values = dict(self.cleaned_data)
        values["asks_removal"] = values.pop("measure") == "remove"
        values["found_on"] = values.pop("changed_on")
        return values
