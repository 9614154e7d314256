"""The editor's form of a document: what must be true before it is published or handed in."""

from datetime import date

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm

from doors.text_forms import PlainText
from rules.inputs import FIRST_YEAR, LAST_YEAR

from ..privacy.gate import reasons_against_words
from .document_words import KINDS, Kind
from .named_documents import NamedDocumentsField

#: The buttons after which the words leave the editor's hands.
LEAVING = ("action-publish", "action-submit", "action-restart-workflow", "action-workflow-action")
#: The rows that belong to the text.
WRITTEN = ("parts", "attachments")
#: What a document does to others.
RELATIONS = ("repeals", "partly_repeals", "amends")


class DatedForm(PlainText, WagtailAdminPageForm):
    """A page whose time is over can still be saved: only a new end has to lie in the future.

    Handing in asks the gate for personal data; a draft may be saved as it is.
    """

    def is_valid(self):
        """Ask the gate once all rows of the text are sound, with these rows on the instance."""
        if not super().is_valid():
            return False
        if self._leaves():
            self.save(commit=False)
            for reason in reasons_against_words(self.instance):
                self.add_error(None, ValidationError(reason))
        return not self.errors

    def clean(self):
        """A mistyped year is a reason at its field: no database keeps the year 1."""
        cleaned = super().clean()
        days = {name: value for name, value in cleaned.items() if isinstance(value, date)}
        for name, day in days.items():
            if not FIRST_YEAR <= day.year <= LAST_YEAR:
                self.add_error(name, "年份不正确，请核对")
        return cleaned

    def _leaves(self):
        return any(name in self.data for name in LEAVING)

    def _post_clean(self):
        errors = self._errors or {}
        stands = "expire_at" in errors and "expire_at" not in self.changed_data
        if stands and "go_live_at" not in errors:
            del errors["expire_at"]
            self.cleaned_data["expire_at"] = self.instance.expire_at
        super()._post_clean()


class DocumentForm(DatedForm):
    """Offers the kinds of its column; publishing and handing in ask for all reasons against."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in RELATIONS:
            if name in self.fields:
                stock = self.fields[name]
                self.fields[name] = NamedDocumentsField(stock.queryset, label=stock.label)
        section = getattr(self.parent_page and self.parent_page.specific, "section", None)
        if section in KINDS and "kind" in self.fields:
            kinds = {*KINDS[section], self.instance.kind}
            choices = [(kind.value, kind.label) for kind in Kind if kind in kinds]
            self.fields["kind"].choices = choices if len(choices) == 1 else [("", "—"), *choices]
            self.fields["kind"].initial = self.instance.kind or choices[0][0]

    def _post_clean(self):
        """Ask for the reasons once the words are on the instance."""
        super()._post_clean()
        if self.errors or not self._leaves():
            return
        for name, reason in self.instance.reasons_against_publishing():
            if name == "body" and self._has_rows():
                continue
            self.add_error(name if name in self.fields else None, ValidationError(reason))
        rewritten = any(
            self.formsets[name].has_changed() for name in WRITTEN if name in self.formsets
        )
        for reason in self.instance.reasons_against_correcting(is_changed=rewritten):
            self.add_error("correction_note", ValidationError(reason))

    def _has_rows(self):
        """Whether a part or a file stands in the form: it is on the instance only once saved."""
        rows = [row for name in WRITTEN for row in getattr(self.formsets.get(name), "forms", [])]
        return any(row.has_changed() or row.instance.pk for row in rows)
