"""What is the same for every item of one batch: a document's number, its day, its result."""

from django import forms

from doors.text_forms import TextForm
from registry.models import Organisation
from registry.names import fill_later
from workflow.models import UpperReview

from .opinion_forms import DemandsField, day_input, long_text, reasons_to_choose


class BatchForm(TextForm):
    """The fields of a batch; the reasons of a refused item are told at the fields they name."""

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        for name in self.today:
            self.fields[name].initial = on

    today = ()
    #: Field → the results for which it is filled in; the page shows it with them only.
    only_for = {}

    def marked(self):
        """``[(bound field, classes)]``: what must be filled in, and with which result it shows."""
        for field in self:
            words = ["desk-must"] if field.name in self.must else []
            words += [f"desk-for--{result}" for result in self.only_for.get(field.name, ())]
            words += ["desk-radios"] if field.use_fieldset else []
            yield field, " ".join(words)

    def values(self):
        """The keyword arguments of the service."""
        return self.cleaned_data

    @property
    def field_reasons(self):
        """Every reason that stands at a field of this form."""
        return {reason for reasons in self.errors.values() for reason in reasons}

    def refuse(self, fields):
        """Show the reasons of ``{field: reasons}`` once each, however many items they refused."""
        for name, reasons in fields.items():
            errors = self.errors.get(name, [])
            new_reasons = [reason for reason in reasons if reason not in errors]
            if name in self.fields and new_reasons:
                self.add_error(name, new_reasons)


class AssignForm(BatchForm):
    must = ("station",)
    station = forms.ModelChoiceField(
        Organisation.objects.none(), label=fill_later("{station}"), empty_label="请选择"
    )

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, on=on, **kwargs)
        stations = Organisation.objects.filter(kind=Organisation.Kind.WORK_STATION)
        self.fields["station"].queryset = stations.in_force(on)


class ReportForm(BatchForm):
    document_no = forms.CharField(
        label="上报文号", required=False, max_length=60, help_text="例：章扶办字〔2020〕12号"
    )
    reported_on = forms.DateField(label="上报日期", required=False, widget=day_input())
    today = ("reported_on",)
    must = ("document_no", "reported_on")


class OutcomeForm(BatchForm):
    result = forms.ChoiceField(
        label="结果", choices=UpperReview.Result.choices, required=False, widget=forms.RadioSelect
    )
    document_no = forms.CharField(label="文号", required=False, max_length=60)
    decided_on = forms.DateField(label="决定日期", required=False, widget=day_input())
    reason_code = forms.ChoiceField(
        label="不通过的理由", choices=reasons_to_choose("（不通过时选择）"), required=False
    )
    reasons = forms.CharField(
        label="理由",
        required=False,
        max_length=4000,
        widget=long_text(),
        help_text="退回或不通过时必须写明",
    )
    demands = DemandsField()
    scan = forms.FileField(
        label="文件扫描件",
        required=False,
        help_text="上级不在本系统办理时必须附上；PDF、JPG、PNG，加密留存",
    )

    must = ("result", "document_no", "decided_on", "reason_code", "reasons", "demands")
    only_for = {
        "reason_code": ("refuse",),
        "reasons": ("not-pass",),
        "demands": ("return",),
    }

    def values(self):
        values = dict(self.cleaned_data)
        if values["result"] != UpperReview.Result.REFUSE:
            values["reason_code"] = ""
        if values["result"] != UpperReview.Result.RETURN:
            values["demands"] = []
        return values


class CityForm(OutcomeForm):
    """The city's outcome; where the province's paper came down with it, that one in the same press.

    Only "passed" comes together: what the province returns or refuses has a page of its own.
    """

    with_province = forms.BooleanField(label="省级同意备案的文件同时收到，一并登记", required=False)
    province_document_no = forms.CharField(label="省级文号", required=False, max_length=60)
    province_decided_on = forms.DateField(label="省级决定日期", required=False, widget=day_input())
    province_scan = forms.FileField(
        label="省级文件扫描件", required=False, help_text="PDF、JPG、PNG，加密留存"
    )
    PROVINCE = ("province_document_no", "province_decided_on", "province_scan")

    must = (*OutcomeForm.must, *PROVINCE)
    only_for = {**OutcomeForm.only_for, "with_province": ("pass",)}
    only_for |= dict.fromkeys(PROVINCE, ("pass", "province"))

    def __init__(self, *args, records_province, **kwargs):
        super().__init__(*args, **kwargs)
        if not records_province:
            for name in ("with_province", *self.PROVINCE):
                del self.fields[name]

    def values(self):
        """The city's words, and under ``province`` those of the province, or None."""
        values = super().values()
        is_asked = values.pop("with_province", False)
        names = {name: name.removeprefix("province_") for name in self.PROVINCE}
        province = {word: values.pop(name, None) for name, word in names.items()}
        is_asked = is_asked and values["result"] == UpperReview.Result.PASS
        return {**values, "province": province if is_asked else None}


class NationalForm(BatchForm):
    published_on = forms.DateField(label="全国公示发布日期", required=False, widget=day_input())
    external_url = forms.URLField(
        label="公示网址", required=False, max_length=200, assume_scheme="https"
    )
    evidence = forms.FileField(
        label="证据文件",
        required=False,
        help_text="公示页面的截图或文件，PDF、JPG、PNG；保存其摘要并加密留存",
    )
    must = ("published_on", "external_url", "evidence")


class ListingForm(BatchForm):
    listed_on = forms.DateField(label="列入日期", required=False, widget=day_input())
    evidence = forms.CharField(
        label="全国公示期满无异议的依据", required=False, max_length=1000, widget=long_text(3)
    )
    basis_doc_no = forms.CharField(label="依据文号", required=False, max_length=60)
    today = ("listed_on",)
    must = ("listed_on", "evidence")


class NoticeForm(BatchForm):
    """Nothing to fill in: the notice takes its words from the items and the rule set."""
