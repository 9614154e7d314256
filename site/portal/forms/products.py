"""One product as the form asks for it (R78–R84): yuan are typed, fen are kept.

Two forms for one row, in the order of the paper: the product's line of the table, and below the
table its 带贫减贫机制及成效.
"""

from django import forms

from applications.models import Item
from rules import vocabulary

from .places import townships
from .pointing import PortalForm

#: The columns that the form shows under another name, in another unit.
YUAN = {"reference_price_fen": "reference_price", "average_income_fen": "average_income"}


def _ticks(label, choices):
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


def _yuan(label, help_text):
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        widget=_number(),
    )


def _number(mode="decimal"):
    return forms.TextInput(attrs={"inputmode": mode, "class": "short", "autocomplete": "off"})


class FactsForm(PortalForm, forms.ModelForm):
    """Some facts of a product; only its name must be there: what is half filled may wait."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.required = name == "name"
        if "origin_township" in self.fields:
            township = self.fields["origin_township"]
            township.queryset = townships(on, kept=self.instance.origin_township_id)
            township.empty_label = "请选择"
        for column, name in YUAN.items():
            self.initial[name] = _typed(getattr(self.instance, column))

    @classmethod
    def of_columns(cls):
        """The columns of :class:`catalog.models.ProductFacts` that this form writes."""
        kept = {name: column for column, name in YUAN.items()}
        return [kept.get(name, name) for name in cls.base_fields if name != "token"]

    @property
    def columns(self):
        return self.of_columns()

    def facts(self):
        """What was typed, by column."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "token"}
        for column, name in YUAN.items():
            if name in typed:
                yuan = typed.pop(name)
                typed[column] = None if yuan is None else int(yuan * 100)
        return typed

    def sections(self):
        """``[(title, [field])]`` in the order of the form."""
        return [(title, [self[name] for name in names]) for title, names in self.SECTIONS]

    def point(self, reasons):
        """Only what this form can mend; the row's other page has the rest."""
        here = {YUAN.get(name, name): found for name, found in reasons.items()}
        super().point({name: found for name, found in here.items() if name in self.fields})


class ProductForm(FactsForm):
    """The product's line: name, place, kind, inputs, output, months."""

    tags = _ticks("标签（可选）", vocabulary.PRODUCT_TAGS)
    input_sources = _ticks("生产资料来源", vocabulary.INPUT_SOURCES)
    certifications = _ticks("质量认证（可选）", vocabulary.CERTIFICATIONS)
    supply_months = forms.TypedMultipleChoiceField(
        label="供货月份",
        choices=vocabulary.MONTHS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reference_price = _yuan("参考价格（元）", "每个规格单位的价格，例如 60.50。可不填。")

    SECTIONS = (
        ("产品", ("name", "sales_spec", "sales_unit", "reference_price")),
        ("产地", ("origin_township", "origin_text")),
        ("产品类别", ("category", "category_other", "tags")),
        ("生产资料来源", ("input_sources", "input_source_text")),
        ("年产量", ("annual_output", "output_unit", "output_is_planned")),
        ("供货时间", ("supply_months", "supply_text")),
        ("质量", ("standard_no", "certifications")),
    )

    class Meta:
        model = Item
        fields = [
            "name",
            "sales_spec",
            "sales_unit",
            "origin_township",
            "origin_text",
            "category",
            "category_other",
            "tags",
            "input_sources",
            "input_source_text",
            "annual_output",
            "output_unit",
            "output_is_planned",
            "supply_months",
            "supply_text",
            "standard_no",
            "certifications",
        ]
        labels = {
            "name": "产品名称",
            "origin_text": "产地说明",
            "output_unit": "年产量单位",
            "output_is_planned": "这是今年的计划产量（不勾选的，为上一年实际产量）",
        }
        widgets = {"annual_output": _number()}
        help_texts = {
            "name": "一个产品一行；同一产品规格不同的，分别填写。",
            "category_other": "类别选“其他”时填写。",
            "sales_spec": "例如：5公斤/箱。",
            "sales_unit": "例如：箱、袋、瓶。可不填。",
            "origin_text": "例如：章贡区水东镇。",
            "input_source_text": "可不填。",
            "annual_output": "大于零，最多三位小数。",
            "supply_text": "例如：每年11月至次年3月。可不填。",
            "standard_no": "例如：GB/T 20355。可不填。",
        }
        error_messages = {"name": {"required": "请填写产品名称"}}

    def clean_supply_months(self):
        return in_order_of_supply(self.cleaned_data["supply_months"])


class BenefitForm(FactsForm):
    """What the product does for poor households: mechanisms, figures, and the story in words."""

    mechanisms = _ticks("带贫机制", vocabulary.MECHANISMS)
    average_income = _yuan("户均年增收（元）", "可不填。")
    benefit_text = forms.CharField(
        label="带贫减贫机制及成效说明",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 9, "data-count": "50-2000"}),
        help_text="50至2000字：怎样带动、带动多少、收益怎样分配。不要写个人姓名和证件号码。",
    )

    SECTIONS = (
        ("机制", ("mechanisms",)),
        ("成效", ("households", "persons", "average_income", "employed_workers", "benefit_text")),
    )

    class Meta:
        model = Item
        fields = ["mechanisms", "households", "persons", "employed_workers"]
        widgets = {
            "households": _number("numeric"),
            "persons": _number("numeric"),
            "employed_workers": _number("numeric"),
        }
        help_texts = {
            "persons": "不少于户数。",
            "employed_workers": "雇用建档立卡贫困劳动力的人数，没有的填 0。填写人数的须上传名册。",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["benefit_text"] = self.instance.benefit_text


def _typed(fen):
    return None if fen is None else f"{fen / 100:.2f}"


def in_order_of_supply(months):
    """Months in the order of supply: after the longest pause, so 11–3 wraps the year (R83)."""
    months = sorted(set(months))
    if not months:
        return []
    pauses = [(month - months[index - 1]) % 12 for index, month in enumerate(months)]
    start = max(range(len(months)), key=lambda index: (pauses[index], -index))
    return months[start:] + months[:start]
