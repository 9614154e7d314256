"""What changed after listing: first which kinds, then the columns of these kinds (A19)."""

from django import forms

from applications.models import Item
from doors.guarded_forms import EvidenceField
from rules.amounts import fen
from rules.changes import EXTENTS, QUESTIONS, limit_of
from rules.vocabulary import CHANGE_KINDS
from workflow.facts import columns_of, display, plain, title

from .inputs import DayField
from .portal_form import PortalForm
from .products import YUAN, ProductForm

GUIDE = "产量、供货和价格按下面的幅度报告，其他事项不论幅度。"
#: Each kind as it is asked: what the list calls it, and when it is to be reported.
KIND_QUESTIONS = [(kind, f"{label}：{QUESTIONS[kind]}") for kind, label in CHANGE_KINDS]


FILES_HELP = (
    "登记事项、许可证照变更的必须上传，其他事项有则上传。最多5个，每个不超过10MB；"
    "PDF、JPG、PNG、DOCX、XLSX。加密保存，不公开，每次查阅都有记录。"
)


class KindsForm(PortalForm):
    """The fixed list of what must be reported; asked first, by GET."""

    kinds = forms.MultipleChoiceField(
        label="产品状况、带贫情况等，哪些发生了变化？（可多选）",
        choices=KIND_QUESTIONS,
        widget=forms.CheckboxSelectMultiple,
        help_text=GUIDE,
        error_messages={"required": "请选择发生变化的事项"},
    )


class ChangeForm(ProductForm):
    """The product form, cut down to the columns that the chosen kinds may change."""

    holder_name = forms.CharField(label="变更后的单位名称", max_length=120, required=False)
    holder_credit_code = forms.CharField(
        label="变更后的统一社会信用代码", max_length=18, required=False
    )
    holder_domicile = forms.CharField(label="变更后的住所", max_length=200, required=False)
    changed_on = DayField(label="发生日期", error_messages={"required": "请填写发生日期"})
    text = forms.CharField(
        label="情况说明",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="变化的原因、内容和影响，不少于10个字。不要写个人姓名和证件号码。",
        error_messages={"required": "请说明变更的情况"},
    )
    evidence = EvidenceField(label="证明文件", help_text=FILES_HELP)

    def __init__(self, *args, certificate, kinds, on, **kwargs):
        kwargs["instance"] = Item(**certificate.version.facts())
        super().__init__(*args, on=on, **kwargs)
        self.kinds = kinds
        names = [*(YUAN.get(name, name) for name in self.columns), "changed_on", "text", "evidence"]
        self.fields = {name: self.fields[name] for name in names}
        self.initial["annual_output"] = plain(certificate.version.annual_output)
        self.initial["holder_name"] = certificate.applicant.name
        self.initial["holder_credit_code"] = certificate.applicant.credit_code
        self.initial["holder_domicile"] = certificate.applicant.domicile
        for name in ("changed_on", "text"):
            self.fields[name].required = True
        for column in EXTENTS:
            self._tell_limit(column, certificate.version)

    def _tell_limit(self, column, version):
        """Say at the field what the catalogue has, and from which figure on it is to be told."""
        name, limit = YUAN.get(column, column), limit_of(column, getattr(version, column))
        if name not in self.fields or limit is None:
            return
        percent = EXTENTS[column]
        current = display(column, plain(getattr(version, column)))
        until = display(column, plain(limit) if column not in YUAN else int(limit))
        moved, side = ("减少", "以下") if percent < 0 else ("上涨", "以上")
        unit = display("output_unit", version.output_unit) if column == "annual_output" else ""
        self.fields[name].help_text = (
            f"目录现有{title(column)}{current}{unit}；{moved}{abs(percent)}%以上，"
            f"即{until}{unit}{side}的，应当报告"
        )

    @property
    def columns(self):
        """The columns of the entry that the chosen kinds may change."""
        return columns_of(self.kinds)

    def _post_clean(self):
        """Nothing is saved here: the policy judges the columns with the rest of the facts."""

    def after(self):
        """What was typed, as plain values by column."""
        typed = self.cleaned_data
        values = {}
        for column in self.columns:
            value = typed.get(YUAN.get(column, column))
            if column in YUAN:
                value = fen(value)
            values[column] = plain(value)
        return values
