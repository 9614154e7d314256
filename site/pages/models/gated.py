"""Pages whose words an editor writes: none of them may carry personal data (§5.7)."""

from ..privacy.gate import check_words


class Gated:
    """A page type behind the privacy gate. The form says why here; ``apps.py`` guards the rest."""

    #: Columns that only editors see.
    not_for_readers = ()

    def clean(self):
        super().clean()
        check_words(self)
