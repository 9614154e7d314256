"""The editor's form of a document: what must be true before it is published or handed in."""

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm

from .document_words import KINDS, Kind

#: The fields that the reasons depend on.
WANTED = (
    "kind",
    "is_normative",
    "no_interpretation_because",
    "names_persons",
    "consent_record",
)
#: The buttons after which the words leave the editor's hands.
LEAVING = ("action-publish", "action-submit", "action-restart-workflow")


class DocumentForm(WagtailAdminPageForm):
    """Offers the kinds of its column; publishing and handing in ask for all reasons against."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        section = getattr(self.parent_page and self.parent_page.specific, "section", None)
        if section in KINDS and "kind" in self.fields:
            kinds = {*KINDS[section], self.instance.kind}
            choices = [(kind.value, kind.label) for kind in Kind if kind in kinds]
            self.fields["kind"].choices = choices if len(choices) == 1 else [("", "—"), *choices]
            self.fields["kind"].initial = self.instance.kind or choices[0][0]

    def clean(self):
        cleaned = super().clean()
        if any(name in self.data for name in LEAVING):
            self._refuse_what_is_missing(cleaned)
        return cleaned

    def _refuse_what_is_missing(self, cleaned):
        wanted = {name: value for name, value in cleaned.items() if name in WANTED}
        reasons = self.instance.reasons_against_publishing(**wanted)
        for name, text in reasons:
            self.add_error(name if name in self.fields else None, ValidationError(text))
