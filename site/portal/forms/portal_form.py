"""Reasons at their fields: what a form found, what the policies say, what was saved elsewhere."""

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH

from doors.text_forms import TextForm


class Field(forms.BoundField):
    """A field as the portal shows it: with every reason against it, and what it is."""

    @property
    def reasons(self):
        """The form's own errors, then what a policy said about the saved value."""
        return [*self.errors, *self.form.saved_reasons.get(self.name, [])]

    @property
    def saved_text(self):
        """What was saved elsewhere meanwhile, where it differs from what is typed here."""
        return self.form.saved_texts.get(self.name)

    @property
    def demands(self):
        """What a reviewer asks to be mended in this field."""
        return self.form.demands.get(self.name, [])

    @property
    def is_group(self):
        return self.use_fieldset

    @property
    def is_tick(self):
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def anchor(self):
        """The id of the first control, where a link from the summary lands."""
        return f"{self.auto_id}_0" if self.use_fieldset else self.auto_id

    @property
    def in_words(self):
        """The value as people read it: labels of choices, 是 or 否, or the text itself."""
        value = self.value()
        if self.is_tick:
            return "是" if value else "否"
        words = [*value] if isinstance(value, list | tuple) else [value]
        labels = {str(word): label for word, label in getattr(self.field, "choices", [])}
        texts = (f"{labels.get(str(word), word)}" for word in words if word not in (None, ""))
        return "、".join(texts) or "（空）"


class PortalForm(TextForm):
    """The form of a portal page; ``add_saved_reasons`` takes what policies say of saved values."""

    bound_field_class = Field
    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        self.saved_reasons, self.saved_texts, self.demands = {}, {}, {}
        self.is_restored = False
        super().__init__(*args, label_suffix="", **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.TypedChoiceField):
                field.choices = [
                    ("", "请选择") if each in BLANK_CHOICE_DASH else each for each in field.choices
                ]

    def add_saved_reasons(self, reasons):
        """Show ``{field: [reason]}`` against what is saved, except where a field has errors."""
        for name, texts in reasons.items():
            if name not in self.errors:
                self.saved_reasons[name] = list(dict.fromkeys(texts))

    def restore(self, data):
        """Show what was typed and not saved: ``{field: [text]}``, unchecked as it is."""
        self.is_restored = True
        for name, field in self.fields.items():
            texts = data.get(name, [])
            if isinstance(field.widget, forms.CheckboxInput):
                self.initial[name] = bool(texts)
            elif isinstance(field.widget, forms.CheckboxSelectMultiple):
                self.initial[name] = texts
            elif name in data and not field.widget.is_hidden:
                self.initial[name] = texts[-1] if texts else ""

    def compare(self, saved):
        """Show at each field what ``saved``, an unbound form of the row as it is now, holds."""
        pairs = ((field, saved[field.name]) for field in self if not field.is_hidden)
        self.saved_texts = {
            mine.name: theirs.in_words for mine, theirs in pairs if not _same(mine, theirs)
        }

    def summary(self):
        """``[(anchor, reason)]`` of everything against this form, in the order of its fields."""
        rows = [("", reason) for reason in self.non_field_errors()]
        rows += [(field.anchor, reason) for field in self for reason in field.reasons]
        rest = (name for name in self.saved_reasons if name not in self.fields)
        return rows + [("", reason) for name in rest for reason in self.saved_reasons[name]]


def _same(mine, theirs):
    """Whether two texts of one field mean the same: 12.5 is 12.500, and ticks have no order."""
    try:
        one, other = (field.field.to_python(field.value()) for field in (mine, theirs))
    except forms.ValidationError:
        return False
    return set(map(str, one)) == set(map(str, other)) if isinstance(one, list) else one == other
