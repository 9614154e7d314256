"""The opinion form: one per product, so that many are signed in one go (R12, R54–R56)."""

from django import forms

from doors.text_forms import TextForm
from registry.listed_words import offered_reasons
from rules.amounts import yuan
from rules.duties import CRITERIA, Duty
from workflow.models import Opinion

#: More people than any county has; no column holds every number that can be typed.
MOST_PEOPLE = 9_999_999
FIGURES = {
    "verified_households": ("households", "户"),
    "verified_persons": ("persons", "人"),
    "verified_income_fen": ("average_income_fen", "元"),
}
VERIFIED = (*FIGURES, "visited_on", "visited_by")


def day_input():
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def long_text(rows=4, **attrs):
    return forms.Textarea(attrs={"rows": rows, **attrs})


def reasons_to_choose(empty):
    """The reasons of a refusal that are offered today, asked anew for each form."""
    return lambda: [("", empty), *offered_reasons()]


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; the vault says of each whether it can be taken."""

    widget = ManyFiles

    def clean(self, data, initial=None):
        return data or []


class DemandsField(forms.CharField):
    """What an applicant is asked to mend (R66): a point on each line, as ``[text]``."""

    def __init__(self):
        super().__init__(
            label="补正事项",
            required=False,
            max_length=2000,
            widget=long_text(3),
            help_text="退回补正时填写，每行一项，一次性列全；将写入补正通知书",
        )

    def clean(self, value):
        lines = (line.strip() for line in super().clean(value).splitlines())
        return [line for line in lines if line]


class OpinionForm(TextForm):
    """Empty ``result`` leaves the product unsigned; what is missing is the policy's to say."""

    result = forms.ChoiceField(
        label="结论",
        choices=[("", "暂不签署"), *Opinion.Result.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    #: Shown once a result is chosen, or where something is written already.
    text = forms.CharField(
        label="意见",
        required=False,
        max_length=4000,
        widget=long_text(placeholder="写明审核情况和作出结论的依据"),
    )
    reason_code = forms.ChoiceField(
        label="不同意的理由", choices=reasons_to_choose("（不同意时选择）"), required=False
    )
    demands = DemandsField()
    supervisor_reason = forms.CharField(
        label="再次要求补正的理由",
        required=False,
        max_length=300,
        help_text="补正要求应一次性告知；再次退回须写明理由，由本单位负责人审签后生效",
    )
    files = FilesField(
        label="依据文件",
        required=False,
        help_text="现场照片、检验报告等，可多选；PDF、JPG、PNG、DOCX、XLSX。按“保存草稿”“预览告知”"
        "“套用”或“签署”时加密存入草稿，只有您本人能看；自动保存只保存文字",
    )
    verified_households = forms.IntegerField(
        label="核实户数", required=False, min_value=0, max_value=MOST_PEOPLE
    )
    verified_persons = forms.IntegerField(
        label="核实人数", required=False, min_value=0, max_value=MOST_PEOPLE
    )
    verified_income_fen = forms.DecimalField(
        label="核实户均年增收（元）",
        required=False,
        min_value=0,
        decimal_places=2,
        max_digits=12,
    )
    visited_on = forms.DateField(label="现场核实日期", required=False, widget=day_input())
    visited_by = forms.CharField(label="现场核实人（两人）", required=False, max_length=80)

    def __init__(self, *args, step, asks_again, item=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.step = step
        for name, (column, unit) in FIGURES.items() if item else ():
            claim = getattr(item, column)
            figure = yuan(claim) if column.endswith("_fen") and claim is not None else claim
            self.fields[name].help_text = f"申报：{'未填' if claim is None else f'{figure}{unit}'}"
            if claim is not None:
                number = f"{claim / 100:.2f}" if column.endswith("_fen") else claim
                self.fields[name].widget.attrs["data-claim"] = number
        if not asks_again:
            del self.fields["supervisor_reason"]
        if step != Duty.ENDORSE:
            for name in VERIFIED:
                del self.fields[name]
        for name, title in CRITERIA[step]:
            self.fields[f"met_{name}"] = forms.BooleanField(label=title, required=False)
            self.fields[f"evidence_{name}"] = forms.CharField(
                label=f"“{title}”的依据", required=False, max_length=500
            )

    @property
    def has_result(self):
        """Whether the officer has chosen a result for this product."""
        return bool(self.data.get(self.add_prefix("result")))

    @property
    def criteria(self):
        """The bound fields of each criterion: whether it is met, and the evidence."""
        names = [name for name, _title in CRITERIA[self.step]]
        return [(self[f"met_{name}"], self[f"evidence_{name}"]) for name in names]

    @property
    def verification(self):
        return [self[name] for name in VERIFIED if name in self.fields]

    def clean_verified_income_fen(self):
        """In fen, as the column; None where nothing was typed."""
        income = self.cleaned_data["verified_income_fen"]
        return None if income is None else int(income * 100)

    def clean(self):
        households = self.cleaned_data.get("verified_households")
        persons = self.cleaned_data.get("verified_persons")
        if households is not None and persons is not None and persons < households:
            self.add_error("verified_persons", "核实人数不得少于核实户数")

    def opinion(self):
        """What is signed: the keyword arguments of ``services.opinions.sign``."""
        cleaned = self.cleaned_data
        opinion = {name: cleaned[name] for name in VERIFIED if name in cleaned}
        opinion |= {"result": cleaned["result"], "text": cleaned["text"]}
        opinion["supervisor_reason"] = cleaned.get("supervisor_reason", "")
        refuses = cleaned["result"] == Opinion.Result.REFUSE
        opinion["reason_code"] = cleaned["reason_code"] if refuses else ""
        returns = cleaned["result"] == Opinion.Result.RETURN
        opinion["demands"] = cleaned["demands"] if returns else []
        opinion["criteria"] = {
            name: {"met": cleaned[f"met_{name}"], "evidence": cleaned[f"evidence_{name}"]}
            for name, _title in CRITERIA[self.step]
        }
        return opinion

    def typed(self, data=None):
        """``{field: text}`` of what was typed into this product's fields, complete or not."""
        data = self.data if data is None else data
        names = (name for name in self.fields if name != "files")
        return {
            name: data[self.add_prefix(name)].replace("\0", "")
            for name in names
            if data.get(self.add_prefix(name))
        }

    def new_files(self):
        """The files that come with this very request, as ``[(name, bytes)]``."""
        return [(file.name, file.read()) for file in self.files.getlist(self.add_prefix("files"))]

    def listed_digests(self):
        """The digests of the draft's files that the page showed when it was sent."""
        return set(self.data.getlist(self.add_prefix("listed")))

    def dropped_digests(self):
        """The digests of those that are to be thrown away."""
        return self.data.getlist(self.add_prefix("dropped"))

    def add_file_errors(self, reasons):
        """Why files could not be taken; nothing is signed without them."""
        if reasons:
            self.is_valid()
            self.add_error("files", reasons)
