"""Forms of the ledgers: made from a ledger's columns, and one for each act on an entry."""

from django import forms

from catalog.models import Certificate
from doors.text_forms import TextForm
from ledger.models import Purchase, SalesRecord
from ledger.services.reconciling import candidates
from ledger.vouchers import examined_vouchers
from rules.amounts import yuan
from rules.vocabulary import OUTSIDE_CITIES
from supervision.forms import certificate_called

from .opinion_forms import day_input, long_text
from .suggesting import Suggesting

VOUCHER = "凭证（PDF、JPG、PNG、DOCX、XLSX，加密保存）"


class CellField(forms.Field):
    """A column of a ledger as a field: what is typed is read as a cell of a file is."""

    def __init__(self, column, **kwargs):
        self.column = column
        words = {"label": column.heading, "required": column.is_required}
        super().__init__(**words, widget=_widget(column), **kwargs)
        self.error_messages["required"] = f"请填写{column.title}"

    def to_python(self, value):
        text = "" if value is None else str(value).strip()
        if self.required and not text:
            return None  # told by the field itself
        try:
            return self.column.read(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def prepare_value(self, value):
        return value


def _widget(column):
    if column.choices:
        pairs = [(word, title) for word, title in column.choices if word]
        return forms.Select(choices=[("", "请选择" if column.is_required else "（不填）"), *pairs])
    if column.is_day:
        return day_input()
    if column.name == "city":
        return Suggesting(OUTSIDE_CITIES)
    if (column.field.max_length or 0) > 120:
        return long_text(3)
    return forms.TextInput()


class EntryForm(TextForm):
    """A new entry of one ledger, with its voucher."""

    voucher = forms.FileField(label=VOUCHER, required=False)

    def __init__(self, *args, ledger, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"] = forms.ModelChoiceField(units, label="填报单位", empty_label=None)
        for column in ledger.first_columns:
            self.fields[column.name] = CellField(column)
        self.fields["number"].required = False
        self.fields["number"].help_text = "可以不填，由系统编号；同一编号只登记一次。"
        self.fields["voucher"] = self.fields.pop("voucher")  # below what it proves

    def values(self):
        """The keyword arguments of ``record_entry``, its unit among them."""
        values = dict(self.cleaned_data)
        values["number"] = values["number"] or ""
        values["voucher"] = examined(values.pop("voucher"))
        return values


def examined(upload):
    """An uploaded voucher as a ``SoundFile``; None where there is none."""
    if not upload:
        return None
    return examined_vouchers([(upload.name, upload.read())], field="voucher")[0]


class ActForm(TextForm):
    """A form about one ``entry`` of ``ledger``."""

    def __init__(self, *args, entry, ledger, **kwargs):
        super().__init__(*args, **kwargs)
        self.entry, self.ledger = entry, ledger
        self.prepare()

    def prepare(self):
        """Fields that depend on the entry."""


class CompleteForm(ActForm):
    """What is only known later, and the voucher where it came later."""

    voucher = forms.FileField(label=VOUCHER, required=False)

    def prepare(self):
        for column in self.ledger.later_columns:
            value = getattr(self.entry, column.name)
            self.fields[column.name] = CellField(column, initial=value)
            self.fields[column.name].required = False
        voucher = self.fields.pop("voucher")
        if self.entry.voucher_id:
            voucher.label = VOUCHER.replace("凭证", "补充凭证", 1)
        if self.entry.empty_voucher:
            self.fields["voucher"] = voucher

    def values(self):
        values = dict(self.cleaned_data)
        return {**values, "voucher": examined(values.get("voucher"))}


class ReasonForm(ActForm):
    reason = forms.CharField(label="原因", max_length=100, widget=long_text(2))


class CertificateForm(ActForm):
    """Which certified product it is about, by the number on its certificate."""

    certificate = forms.CharField(label="证书编号", max_length=40)

    def clean_certificate(self):
        certificate = certificate_called(self.cleaned_data["certificate"])
        if certificate is None:
            raise forms.ValidationError("查不到这个证书编号")
        return Certificate.objects.get(pk=certificate.pk)


class UnshelveForm(ActForm):
    shelved = forms.ModelChoiceField(None, label="下架的产品", empty_label="请选择")

    def prepare(self):
        field = self.fields["shelved"]
        field.queryset = self.entry.shelf.filter(taken_off_on=None).select_related(
            "certificate__version"
        )
        field.label_from_instance = lambda each: (
            f"{each.certificate.version.name}　{each.certificate.number}"
        )


class ConfirmForm(ActForm):
    """What the venue did about a product that was suspended, removed or resumed."""

    notice = forms.ModelChoiceField(None, label="告知", empty_label="请选择")
    measures = forms.CharField(
        label="处理情况", max_length=200, widget=long_text(2), help_text="如：已下架，封存12袋。"
    )

    def prepare(self):
        field = self.fields["notice"]
        field.queryset = self.entry.notices.filter(confirmed_at=None).select_related(
            "event__certificate__version"
        )
        field.label_from_instance = lambda each: (
            f"{each.event.certificate.version.name}　{each.event.certificate.number}"
            f"　{each.event.title}"
        )


class MatchForm(ActForm):
    """The likeliest sales of sellers; the one that the buyer's entry tells of."""

    sale = forms.ModelChoiceField(
        SalesRecord.objects.none(),
        label="对应的销售记录",
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def prepare(self):
        rows = candidates(self.entry) if self.entry.match == Purchase.Match.WAITING else []
        field = self.fields["sale"]
        field.queryset = SalesRecord.objects.filter(pk__in=[row.pk for row in rows])
        field.choices = [(row.pk, _sale_text(row)) for row in rows]


def _sale_text(sale):
    return (
        f"{sale.sold_on:%Y-%m-%d}　{sale.certificate.product}　{yuan(sale.amount_fen)}元　"
        f"{sale.applicant}　购买单位：{sale.buyer_name or '个人'}　流水号{sale.external_id}"
    )


class NothingForm(ActForm):
    """An act that asks for nothing more than the button."""
