"""One product as the form asks for it (R78–R84): yuan are typed, fen are kept.

Two forms for one row, in the order of the paper: the product's line of the table, and below the
table its 带贫减贫机制及成效.
"""

from django import forms

from applications.models import Item
from catalog import sheet
from registry.listed_words import CATEGORY, offered, words
from rules import inputs, vocabulary
from rules.amounts import fen, plain_yuan

from .portal_form import PortalForm
from .townships import townships

#: The columns that the form shows under another name, in another unit.
YUAN = {"reference_price_fen": "reference_price", "average_income_fen": "average_income"}
COLUMN_OF = {name: column for column, name in YUAN.items()}


def _ticks(choices):
    return forms.MultipleChoiceField(
        choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


def _yuan():
    return forms.DecimalField(
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
    LABELS = {}

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.required = name == "name"
            self._describe(name, field)
        if "origin_township" in self.fields:
            township = self.fields["origin_township"]
            township.queryset = townships(on, current=self.instance.origin_township_id)
            township.empty_label = "请选择"
        if "category" in self.fields:
            self._offer_categories(on)
        for column, name in YUAN.items():
            self.initial[name] = _typed(getattr(self.instance, column))

    def _offer_categories(self, on):
        """Those of today, and what stands there already; with what belongs to each, if told."""
        field, rows = self.fields["category"], offered(CATEGORY, on=on, also=self.instance.category)
        empty = [choice for choice in field.choices if choice[0] == ""]
        field.choices = [*empty, *rows]
        helps = [(name, words(CATEGORY, on=on)[code].help_text) for code, name in rows]
        field.help_text = "；".join(f"{name}：{text}" for name, text in helps if text)

    def full_clean(self):
        if self.is_bound:
            self.data = self.data.copy()
            for name, field in self.fields.items():
                if isinstance(field, forms.IntegerField | forms.DecimalField):
                    self._read_number(name, self.add_prefix(name))
        super().full_clean()

    def _read_number(self, name, key):
        """A number as people write it, as the ledger takes it; what is none is told as always."""
        text = self.data.get(key)
        try:
            if text and name in COLUMN_OF:
                self.data[key] = plain_yuan(inputs.fen(text))
            elif text:
                self.data[key] = f"{inputs.number(text):f}"
        except ValueError:
            return

    def _describe(self, name, field):
        """Label and help as the sheet of the product has them, unless this form says better."""
        column = sheet.COLUMN.get(COLUMN_OF.get(name, name))
        if column is None:
            return
        field.label = (
            self.LABELS.get(name) or f"{column.title}{'（元）' if name != column.name else ''}"
        )
        field.help_text = field.help_text or column.help_text

    @classmethod
    def of_columns(cls):
        """The columns of :class:`catalog.models.ProductFacts` that this form writes."""
        return [COLUMN_OF.get(name, name) for name in cls.base_fields if name != "token"]

    @property
    def columns(self):
        return self.of_columns()

    def facts(self):
        """What was typed, by column."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "token"}
        for column, name in YUAN.items():
            if name in typed:
                typed[column] = fen(typed.pop(name))
        return typed

    def sections(self):
        """``[(title, [field])]`` in the order of the form."""
        return [
            (title, [self[YUAN.get(name, name)] for name in names])
            for title, names in sheet.sections(self.of_columns())
        ]

    def add_saved_reasons(self, reasons):
        """Only what this form can mend; the row's other page has the rest."""
        by_field = {YUAN.get(column, column): texts for column, texts in reasons.items()}
        super().add_saved_reasons(
            {name: texts for name, texts in by_field.items() if name in self.fields}
        )


class ProductForm(FactsForm):
    """The product's line: name, place, kind, inputs, output, months."""

    tags = _ticks(vocabulary.PRODUCT_TAGS)
    input_sources = _ticks(vocabulary.INPUT_SOURCES)
    certifications = _ticks(vocabulary.CERTIFICATIONS)
    supply_months = forms.TypedMultipleChoiceField(
        choices=vocabulary.MONTHS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reference_price = _yuan()

    LABELS = {
        "tags": "标签（可选）",
        "certifications": "质量认证（可选）",
        "output_is_planned": "这是今年的计划产量（不勾选的，为上一年实际产量）",
    }

    class Meta:
        model = Item
        fields = [
            column.name
            for column in sheet.COLUMNS
            if column.name not in sheet.BENEFIT and column.name not in YUAN
        ]
        widgets = {"annual_output": _number()}
        error_messages = {"name": {"required": "请填写产品名称"}}

    def clean_supply_months(self):
        return in_order_of_supply(self.cleaned_data["supply_months"])


class BenefitForm(FactsForm):
    """What the product does for poor households: mechanisms, figures, and the story in words."""

    mechanisms = _ticks(vocabulary.MECHANISMS)
    average_income = _yuan()
    benefit_text = forms.CharField(
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 9, "data-count": "50-2000"}),
        help_text="50至2000字：怎样带动、带动多少、收益怎样分配。不要写个人姓名和证件号码。",
    )

    LABELS = {"benefit_text": "带贫减贫机制及成效说明"}

    class Meta:
        model = Item
        fields = ["mechanisms", "households", "persons", "employed_workers"]
        widgets = {
            "households": _number("numeric"),
            "persons": _number("numeric"),
            "employed_workers": _number("numeric"),
        }

    def __init__(self, *args, sample=None, **kwargs):
        super().__init__(*args, **kwargs)
        row = sample or self.instance
        self.initial |= {name: getattr(row, name) for name in (*self.Meta.fields, "benefit_text")}
        self.initial["average_income"] = _typed(row.average_income_fen)


def _typed(amount):
    return plain_yuan(amount) or None


def in_order_of_supply(months):
    """Months in the order of supply: after the longest pause, so 11–3 wraps the year (R83)."""
    months = sorted(set(months))
    if not months:
        return []
    pauses = [(month - months[index - 1]) % 12 for index, month in enumerate(months)]
    start = max(range(len(months)), key=lambda index: (pauses[index], -index))
    return months[start:] + months[:start]
