"""What a cell of a ledger means: a field of the model read from text, and written as text again.

A form, a file to import and a file to take away read and write through the same columns.
"""

from dataclasses import dataclass
from functools import cached_property, partial

from django.db import models

from catalog.models import Certificate
from registry.models import Applicant, Organisation, Township
from rules import inputs
from rules.amounts import plain_yuan, yuan
from rules.certificate_numbers import parse_certificate_number

YES, NO = "是", "否"


def _certificate(text, title):
    number = str(parse_certificate_number(text))
    return Certificate.objects.select_related("product", "applicant").filter(number=number)


def _township(text, title):
    return Township.objects.filter(models.Q(name=text) | models.Q(gb_code=text))


def _applicant(text, title):
    return Applicant.objects.filter(models.Q(name=text) | models.Q(credit_code=text.upper()))


def _organisation(text, title):
    return Organisation.objects.filter(models.Q(name=text) | models.Q(code=text))


def _numbered(model, text, title):
    return model.objects.standing().filter(number=text)


#: How a row of another table is named in a cell; entries of a ledger go by their number.
NAMED = {
    Certificate: _certificate,
    Township: _township,
    Applicant: _applicant,
    Organisation: _organisation,
}


@dataclass(frozen=True)
class Column:
    """One field of a ledger's model as people fill it in."""

    field: models.Field
    sample: str = ""

    @property
    def name(self):
        return self.field.name

    @property
    def heading(self):
        return str(self.field.verbose_name)

    @property
    def title(self):
        """The heading without its unit: 金额（元） is 金额."""
        return self.heading.partition("（")[0]

    @property
    def is_required(self):
        return not (self.field.blank or self.field.has_default())

    @property
    def is_money(self):
        return self.name.endswith("_fen")

    @property
    def is_day(self):
        return isinstance(self.field, models.DateField)

    @property
    def choices(self):
        return tuple(self.field.choices or ())

    @cached_property
    def _reader(self):
        if self.choices:
            return self._word
        if self.field.is_relation:
            return self._row
        if self.is_money:
            return partial(inputs.fen, title=self.title)
        for kind, reader in _READERS:
            if isinstance(self.field, kind):
                return partial(reader, self)
        return self._text

    def read(self, text):
        """The value that ``text`` writes, None or "" for an empty one; ValueError with why not."""
        text = str(text).strip()
        if text:
            return self._reader(text)
        if self.is_required:
            raise ValueError(f"请填写{self.title}")
        return self.field.get_default() if not self.field.null else None

    def _word(self, text):
        for word, title in self.choices:
            if text in (word, str(title)):
                return word
        raise ValueError(f"{self.title}“{text}”不在列表中")

    def _row(self, text):
        model = self.field.related_model
        rows = NAMED.get(model, partial(_numbered, model))(text, self.title)
        row = rows.first()
        if row is None:
            raise ValueError(f"{self.title}“{text}”查不到")
        return row

    def _text(self, text):
        longest = self.field.max_length
        if longest and len(text) > longest:
            raise ValueError(f"{self.title}不超过{longest}个字")
        return text

    def _whole(self, text):
        value = inputs.number(text, title=self.title, places=0)
        if not 0 <= value < 2**31:
            raise ValueError(f"{self.title}超出范围")
        return int(value)

    def write(self, entry):
        """The value of ``entry`` as :meth:`read` understands it."""
        value = getattr(entry, self.name)
        if value is None or value == "":
            return ""
        if self.choices:
            return str(dict(self.choices).get(value, value))
        if self.is_money:
            return plain_yuan(value)
        if isinstance(value, models.Model):
            return f"{getattr(value, 'number', None) or value}"
        return f"{value.normalize():f}" if hasattr(value, "normalize") else f"{value}"

    def show(self, entry):
        """The same for people: amounts have their thousands apart."""
        return yuan(getattr(entry, self.name)) if self.is_money else self.write(entry)


_READERS = (
    (models.DateField, lambda column, text: inputs.day(text, title=column.title)),
    (models.IntegerField, lambda column, text: column._whole(text)),
    (
        models.DecimalField,
        lambda column, text: inputs.number(
            text, title=column.title, places=column.field.decimal_places
        ),
    ),
)
