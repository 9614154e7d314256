"""Reasons at their fields: what a form found, and what the policies say of what it saved."""

from django import forms


class Field(forms.BoundField):
    """A field as the portal shows it: with every reason against it, and what it is."""

    @property
    def reasons(self):
        """The form's own errors, then what a policy said about the saved value."""
        return [*self.errors, *self.form.pointed.get(self.name, [])]

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


class PortalForm(forms.Form):
    """A form that can be pointed at: ``point`` takes ``{field: [reason]}`` as policies give it."""

    bound_field_class = Field
    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        self.pointed = {}
        super().__init__(*args, label_suffix="", **kwargs)

    def point(self, reasons):
        """Show ``reasons`` at the fields of this form, except where a field has its own errors."""
        for name, found in reasons.items():
            if name not in self.errors:
                self.pointed[name] = list(dict.fromkeys(found))

    def summary(self):
        """``[(anchor, reason)]`` of everything against this form, in the order of its fields."""
        found = [("", reason) for reason in self.non_field_errors()]
        found += [(field.anchor, reason) for field in self for reason in field.reasons]
        rest = (name for name in self.pointed if name not in self.fields)
        return found + [("", reason) for name in rest for reason in self.pointed[name]]
