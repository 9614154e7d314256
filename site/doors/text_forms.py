"""The form that every door of the house builds on: what is typed arrives as plain text.

A browser sends each line break as two characters and counts it as one; here it is one. Control
characters that a paste brings along are taken out before anything looks at them. What is wrong with
a field is said in our words (``doors.field_words``).
"""

from django import forms

from rules.plain_text import plain, plain_line

from .field_words import speak


class PlainText:
    """What makes a form's text fields plain; for forms of others, in front of their class."""

    def full_clean(self):
        if self.is_bound:
            speak(self)
            self.data = self.data.copy()
            for name, field in self.fields.items():
                if isinstance(field, forms.CharField) and not _is_secret(field):
                    self._make_plain(self.add_prefix(name), field)
        super().full_clean()

    def _make_plain(self, key, field):
        many = field.widget.is_hidden or isinstance(field.widget, forms.Textarea)
        cleaned = plain if many else plain_line
        if hasattr(self.data, "getlist"):
            if key in self.data:
                values = self.data.getlist(key)
                self.data.setlist(key, [cleaned(f"{value}") for value in values])
        elif isinstance(self.data.get(key), str):
            self.data[key] = cleaned(self.data[key])


def _is_secret(field):
    return isinstance(field.widget, forms.PasswordInput)


class TextForm(PlainText, forms.Form):
    """A form of this house."""

    #: Fields that are asked for in any case by whom the form is sent to, in the service's words;
    #: the desk's pages mark them like those that the form itself requires.
    must = ()
