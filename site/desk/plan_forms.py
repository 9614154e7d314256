"""What units and the office fill in about the fifteen tasks."""

from datetime import date

from django import forms

from doors.guarded_forms import EvidenceField
from doors.text_forms import TextForm
from ledger.models import CoordinationNote, Progress
from rules.sales import quarter_words

from .opinion_forms import day_input, long_text

FILES_HELP = "最多5个，每个不超过10MB；PDF、JPG、PNG、DOCX、XLSX"


class MeasuresField(forms.CharField):
    """A measure on each line, its day first; cleaned to ``[(text, day)]``."""

    def __init__(self):
        super().__init__(
            label="措施",
            required=False,
            max_length=6000,
            widget=long_text(5),
            help_text="每行一项，先写完成日期，再写措施，如：2020-06-30 召开产销对接会",
        )

    def clean(self, value):
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        return [self._measure(line) for line in lines]

    def _measure(self, line):
        day, _, text = line.partition(" ")
        try:
            return text.strip(), date.fromisoformat(day)
        except ValueError as error:
            message = f"“{line[:20]}”开头不是日期，请写成2020-06-30的样子"
            raise forms.ValidationError(message) from error


class PlanForm(TextForm):
    must = ("text", "measures")
    text = forms.CharField(label="总体安排", required=False, max_length=4000, widget=long_text(5))
    measures = MeasuresField()


class EmptyForm(TextForm):
    """Nothing to fill in: the act itself says it."""


class ProgressForm(TextForm):
    must = ("text",)
    quarter = forms.ChoiceField(label="季度")
    status = forms.ChoiceField(label="进度", choices=Progress.Status.choices)
    text = forms.CharField(
        label="进展情况",
        required=False,
        max_length=4000,
        widget=long_text(6),
        help_text="写做了什么、有什么成效；销售数字由系统从关账数据引用，不必在这里填写",
    )
    evidence = EvidenceField(label="佐证材料", help_text=FILES_HELP)

    def __init__(self, *args, quarters, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["quarter"].choices = [(word, quarter_words(word)) for word in quarters]


class ReturnForm(TextForm):
    must = ("reason",)
    reason = forms.CharField(label="退回原因", required=False, max_length=300, widget=long_text(3))


class OfUnits(TextForm):
    """A form with a choice of the units of one task."""

    units_field = ""

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[self.units_field].queryset = organisations


class ProblemForm(OfUnits):
    must = ("text", "owner", "due_on")
    units_field = "owner"
    text = forms.CharField(label="问题", required=False, max_length=500, widget=long_text(3))
    owner = forms.ModelChoiceField(label="解决单位", queryset=None, required=False)
    due_on = forms.DateField(label="解决期限", widget=day_input(), required=False)


class SolutionForm(OfUnits):
    must = ("solution",)
    units_field = "problem"
    problem = forms.ModelChoiceField(label="问题", queryset=None)
    solution = forms.CharField(
        label="解决情况", required=False, max_length=500, widget=long_text(3)
    )


class NoteForm(TextForm):
    must = ("day", "text")
    kind = forms.ChoiceField(label="种类", choices=CoordinationNote.Kind.choices)
    day = forms.DateField(label="日期", widget=day_input(), required=False)
    text = forms.CharField(label="内容", required=False, max_length=2000, widget=long_text(4))


class LeadForm(OfUnits):
    must = ("unit", "document_no")
    units_field = "unit"
    unit = forms.ModelChoiceField(label="牵头单位", queryset=None, required=False)
    document_no = forms.CharField(label="文号", required=False, max_length=60)


class SurveyForm(TextForm):
    must = ("year", "entities", "products", "households", "outlets")
    year = forms.IntegerField(label="年度", required=False)
    entities = forms.IntegerField(label="经营主体数", required=False, min_value=0)
    products = forms.IntegerField(label="可认定产品数", required=False, min_value=0)
    households = forms.IntegerField(label="可带动户数", required=False, min_value=0)
    outlets = forms.CharField(
        label="现有销售渠道", required=False, max_length=500, widget=long_text(2)
    )
    difficulties = forms.CharField(
        label="困难和问题", required=False, max_length=500, widget=long_text(2)
    )
