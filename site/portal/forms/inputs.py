"""Fields that take numbers, money and days as people write them, like a file of sales does."""

from decimal import Decimal

from django import forms

from rules import inputs


def number_input(mode="decimal"):
    return forms.TextInput(attrs={"inputmode": mode, "class": "short", "autocomplete": "off"})


class AsWritten(forms.Field):
    """``read(text)`` of each kind asks ``rules.inputs``, which says what is wrong in its name."""

    def to_python(self, value):
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        try:
            return self.read(value)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    @property
    def title(self):
        """The label without its unit: 单价（元） is 单价."""
        return str(self.label or "").partition("（")[0]


class NumberField(AsWritten):
    """A decimal with at most ``places`` decimals."""

    def __init__(self, *, places, **kwargs):
        super().__init__(**{"widget": number_input(), **kwargs})
        self.places = places

    def read(self, text):
        return inputs.number(text, title=self.title, places=self.places)


class YuanField(AsWritten):
    """An amount in yuan, as a decimal of whole fen."""

    def __init__(self, **kwargs):
        super().__init__(**{"widget": number_input(), **kwargs})

    def read(self, text):
        return Decimal(inputs.fen(text, title=self.title)) / 100


class DayField(AsWritten):
    """A day; the browser offers a calendar where it has one."""

    def __init__(self, **kwargs):
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(**{"widget": widget, **kwargs})

    def read(self, text):
        return inputs.day(text, title=self.title)
