"""Pages whose words an editor writes: none of them may carry personal data (§5.7)."""

from django.core.exceptions import ValidationError


class Gated:
    """A page type behind the privacy gate (``pages/privacy/guards.py``).

    A draft may be saved whatever it says; its form tells what keeps it from being handed in.
    """

    #: Columns that only editors see.
    not_for_readers = ()


class GatedRow:
    """A row of an administrator's whose words the public reads: the gate is asked at its form."""

    def clean(self):
        from ..privacy.gate import reasons_at_fields  # the gate reads these models

        super().clean()
        if reasons := reasons_at_fields(self):
            raise ValidationError(reasons)
