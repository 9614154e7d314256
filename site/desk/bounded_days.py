"""Days of basic data: a mistyped year is a reason at its field."""

from django import forms
from django.utils import timezone

from rules.periods import local_day
from rules.typed_dates import TERM


class BoundedDays:
    """A floor and a ceiling for each day that is typed anew; in front of a model form's class."""

    #: What bounds them.
    bounds = TERM

    def clean(self):
        cleaned = super().clean()
        on = local_day(timezone.now())
        for name in set(self.changed_data) & _days_of(self):
            if day := cleaned.get(name):
                for _, reason in self.bounds.reasons_against(day, on=on):
                    self.add_error(name, reason)
        return cleaned


def _days_of(form):
    return {name for name, each in form.fields.items() if isinstance(each, forms.DateField)}
