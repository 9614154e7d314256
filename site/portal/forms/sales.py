"""Sales as the holder enters, corrects and imports them: yuan are typed, fen are kept."""

from django import forms

from catalog.models import Certificate
from doors.guarded_forms import EvidenceField
from doors.text_forms import TextForm
from ledger.columns import COLUMNS
from ledger.selling import events_selling, venues_selling
from ledger.services.headings import LONGEST
from rules import vocabulary
from rules.amounts import plain_yuan

from .inputs import DayField, NumberField, YuanField
from .portal_form import PortalForm

VOUCHERS_HELP = (
    "最多5个，每个不超过10MB；PDF、JPG、PNG、DOCX、XLSX。加密保存，不公开；身份证号请遮盖。"
)


def _vouchers():
    return EvidenceField(label="凭证（可不传，如发票、送货单、收款回单）", help_text=VOUCHERS_HELP)


def _places(rows):
    return _optional([(row.number, f"{row}　{row.number}") for row in rows])


def _optional(choices):
    return [("", "（不属于）"), *choices]


class SaleForm(PortalForm):
    """One sale; the buyer is named when it is an organisation, never when it is a person."""

    certificate = forms.ModelChoiceField(
        Certificate.objects.none(),
        label="产品",
        empty_label="请选择",
        error_messages={"required": "请选择产品"},
    )
    sold_on = DayField(label="销售日期", error_messages={"required": "请填写销售日期"})
    quantity = NumberField(label="数量", places=3, error_messages={"required": "请填写数量"})
    unit = forms.CharField(
        label="单位",
        max_length=8,
        widget=forms.TextInput(attrs={"class": "short"}),
        help_text="例如：箱、袋、瓶。",
        error_messages={"required": "请填写单位"},
    )
    unit_price = YuanField(label="单价（元）", error_messages={"required": "请填写单价"})
    amount = YuanField(
        label="金额（元）",
        required=False,
        help_text="不填的，按数量乘单价计算；有折扣的，填实收金额。",
    )
    channel = forms.ChoiceField(
        label="销售渠道",
        choices=[
            ("", "请选择"),
            ("线上", vocabulary.ONLINE_CHANNELS),
            ("线下", vocabulary.OFFLINE_CHANNELS),
        ],
        error_messages={"required": "请选择销售渠道"},
    )
    buyer_type = forms.ChoiceField(
        label="购买方类型",
        choices=[("", "请选择"), *vocabulary.BUYER_TYPES],
        error_messages={"required": "请选择购买方类型"},
    )
    buyer_name = forms.CharField(
        label="购买单位",
        max_length=80,
        required=False,
        help_text="购买方是单位的填写；个人消费者留空。",
    )
    six_entry = forms.ChoiceField(
        label="“六进”类别", choices=_optional(vocabulary.SIX_ENTRIES), required=False
    )
    fund_source = forms.ChoiceField(label="资金来源", choices=vocabulary.FUND_SOURCES)
    paired_village = forms.CharField(label=vocabulary.PAIRED_VILLAGE, max_length=60, required=False)
    hundred_enterprises = forms.BooleanField(label="属于“百企帮百村”行动", required=False)
    venue_code = forms.ChoiceField(label="销售场所", required=False)
    event_code = forms.ChoiceField(label="销售活动", required=False)
    external_id = forms.CharField(
        label="流水号",
        max_length=64,
        required=False,
        help_text="已代为编号，可以改成本单位的单据号；本单位的同一流水号只登记一次。",
    )
    evidence = _vouchers()

    def __init__(self, *args, entries, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["certificate"].queryset = entries
        self.fields["venue_code"].choices = _places(venues_selling(entries))
        self.fields["event_code"].choices = _places(events_selling(entries))
        self.fields["certificate"].label_from_instance = lambda each: (
            f"{each.product}　{each.number}"
        )

    #: What one sale has in common with the next, as a rule.
    COMMON = (
        *("certificate", "quantity", "unit", "channel", "buyer_type", "buyer_name", "six_entry"),
        *("fund_source", "paired_village", "hundred_enterprises", "venue_code", "event_code"),
    )

    @classmethod
    def typed(cls, sale):
        """``sale`` as it would be typed, but for its number, its day and its amount."""
        values = {name: getattr(sale, name) for name in cls.COMMON}
        quantity, price = f"{sale.quantity.normalize():f}", plain_yuan(sale.unit_price_fen)
        return {**values, "quantity": quantity, "unit_price": price}

    def sale(self):
        """The keyword arguments of :func:`ledger.services.record_sale`."""
        sale = dict(self.cleaned_data)
        sale.pop("certificate")
        sale["unit_price_fen"] = int(sale.pop("unit_price") * 100)
        amount = sale.pop("amount")
        sale["amount_fen"] = None if amount is None else int(amount * 100)
        return sale


class LedgerFilterForm(TextForm):
    """Which sales of the ledger are shown; what cannot be meant chooses nothing."""

    COUNTED = (("", "全部"), ("yes", "计入统计的"), ("no", "不计入统计的"), ("reversal", "冲正"))

    quarter = forms.ChoiceField(label="季度", required=False)
    certificate = forms.ModelChoiceField(
        Certificate.objects.none(), label="产品", required=False, empty_label="全部"
    )
    counted = forms.ChoiceField(label="统计", required=False, choices=COUNTED)
    words = forms.CharField(label="流水号、购买单位", required=False, max_length=80)

    def __init__(self, *args, entries, quarters, **kwargs):
        super().__init__(*args, **kwargs)
        named = [(word, f"{word[:4]}年第{word[5:]}季度") for word in quarters]
        self.fields["quarter"].choices = [("", "全部"), *named]
        self.fields["certificate"].queryset = entries
        self.fields["certificate"].label_from_instance = lambda each: f"{each.product}"

    def choose(self, sales):
        """Those of ``sales`` that are asked for."""
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("quarter"):
            sales = sales.filter(booked_quarter=chosen["quarter"])
        if chosen.get("certificate"):
            sales = sales.filter(certificate=chosen["certificate"])
        if chosen.get("words"):
            sales = sales.naming(chosen["words"])
        return self._counted(sales, chosen.get("counted"))

    def _counted(self, sales, choice):
        if choice == "reversal":
            return sales.filter(reverses__isnull=False)
        return {"yes": sales.counted, "no": sales.flagged}.get(choice, sales.all)()


class ReverseForm(PortalForm):
    """R47: nothing is edited; a wrong sale is reversed whole, with a reason."""

    reason = forms.CharField(
        label="冲正原因",
        max_length=100,
        help_text="例如：重复填报、退货、数量填错。",
        error_messages={"required": "请写明冲正原因"},
    )
    evidence = _vouchers()


class VouchersForm(PortalForm):
    """Vouchers of a sale that was booked without them."""

    prefix = "later"  # it stands on one page with the form that reverses

    evidence = EvidenceField(label="凭证", help_text=VOUCHERS_HELP)


class MonthForm(PortalForm):
    """The month of a button, by its first day."""

    month = forms.DateField(input_formats=["%Y-%m-%d"], widget=forms.HiddenInput)


class UndoForm(PortalForm):
    """One reason for all that a file brought in."""

    reason = forms.CharField(
        label="冲正原因",
        max_length=100,
        help_text="例如：传错文件、整批数量填错。每一条冲正记录都写明这个原因。",
        error_messages={"required": "请写明冲正原因"},
    )


class UploadForm(PortalForm):
    file = forms.FileField(
        label="选择文件",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text="按模板填写的 XLSX 或 CSV，不超过2MB、2000行。",
        allow_empty_file=True,
        error_messages={"required": "请选择文件"},
    )


class HeadingsForm(PortalForm):
    """One box for each column of the template: what the unit's own files call it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for column in COLUMNS:
            self.fields[column.name] = forms.CharField(
                label=column.heading,
                max_length=LONGEST,
                required=False,
                widget=forms.TextInput(attrs={"placeholder": "", "autocomplete": "off"}),
            )


class ConfirmForm(PortalForm):
    """All rows or none, unless the holder says that the good ones may go alone."""

    how = forms.ChoiceField(
        label="有误的行怎么办",
        choices=(
            ("all", "全部改正后再导入（有一行有误就都不导入）"),
            ("good", "只导入无误的行，有误的行不导入"),
        ),
        initial="all",
        widget=forms.RadioSelect,
    )
