"""The editor's form of a document: what must be true before it is published or handed in."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from doors.text_forms import PlainText
from rules.inputs import FIRST_YEAR, LAST_YEAR
from rules.readings import address_of

from ..offices import office_of
from ..privacy.gate import reasons_against_words
from .document_words import KINDS, Kind
from .named_rows import NamedDocumentsField, NamedOrganisationsField
from .vocabularies import DocumentSeries, VocabularyTerm
from .vocabulary_fields import TermField, TermsField

#: The buttons after which the words leave the editor's hands.
LEAVING = ("action-publish", "action-submit", "action-restart-workflow", "action-workflow-action")
#: The rows that belong to the text.
WRITTEN = ("parts", "attachments", "materials")
#: The rows of a form that are stored as they stand in it.
ROWS = (*WRITTEN, "figures")
#: What a document does to others.
RELATIONS = ("repeals", "partly_repeals", "amends", "see_also")
#: Column of a document → its vocabulary.
VOCABULARIES = {
    "topic": (TermField, VocabularyTerm.Vocabulary.TOPIC),
    "category": (TermField, VocabularyTerm.Vocabulary.CATEGORY),
    "keywords": (TermsField, VocabularyTerm.Vocabulary.KEYWORD),
}


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

    def clean_slug(self):
        """An address in ASCII: what the browser made of a Chinese title becomes its pinyin."""
        slug = self.cleaned_data["slug"]
        stem = "" if slug.isascii() else address_of(slug)
        if not stem:
            return slug
        stands = self.instance.slug or ""
        if stands == stem or re.fullmatch(f"{re.escape(stem)}-[0-9]+", stands):
            return stands
        pages = Page.objects.child_of(self.parent_page) if self.parent_page else Page.objects.none()
        used = set(pages.filter(slug__startswith=stem).values_list("slug", flat=True))
        numbers = (f"{stem}-{number}" for number in range(2, len(used) + 3))
        return next(each for each in (stem, *numbers) if each not in used)

    def save(self, commit=True):
        """What stands in the form is all there is: a row that an autosave stored while the form
        still had no key for it would stand twice in a public paper.
        """
        instance = super().save(commit=False)
        for name in self.formsets.keys() & set(ROWS):
            self._drop_leftovers(instance, name)
        if commit:
            if self.subscription:
                self.subscription.save()
            instance.save()
            self.save_m2m()
        return instance

    def _drop_leftovers(self, instance, name):
        formset = self.formsets[name]
        rows = [form.instance for form in formset.forms if form not in formset.deleted_forms]
        keys = {row.pk for row in rows if row.pk}
        manager = getattr(instance, name)
        leftovers = [
            row
            for row in manager.all()
            if row.pk not in keys and not any(row is each for each in rows)
        ]
        if leftovers:
            manager.remove(*leftovers)

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
        if "delivered_to" in self.fields:
            stock = self.fields["delivered_to"]
            self.fields["delivered_to"] = NamedOrganisationsField(stock.queryset, label=stock.label)
        self._offer_words()
        self._begin()
        section = getattr(self.parent_page and self.parent_page.specific, "section", None)
        if section in KINDS and "kind" in self.fields:
            kinds = {*KINDS[section], self.instance.kind}
            choices = [(kind.value, kind.label) for kind in Kind if kind in kinds]
            self.fields["kind"].choices = choices
            kind = self.instance.kind or choices[0][0]
            self.fields["kind"].initial = self.initial["kind"] = kind

    def _offer_words(self):
        """The vocabularies; a field that must be filled in says so when the text is handed in."""
        for name, (field, vocabulary) in VOCABULARIES.items():
            if name in self.fields:
                stock = self.fields[name]
                options = {"required": stock.required, "label": stock.label}
                value = getattr(self.instance, name)
                self.fields[name] = field(vocabulary, value, help_text=stock.help_text, **options)
        if "doc_series" in self.fields:
            chosen = Q(is_retired=False) | Q(pk=self.instance.doc_series_id)
            self.fields["doc_series"].queryset = DocumentSeries.objects.filter(chosen)

    def _begin(self):
        """What a new document most often says: the office of its writer as the one that issues."""
        if self.instance.pk or self.instance.issuer:
            return
        office = self.instance.office or office_of(self.for_user)
        for name, value in (("issuer", office and office.official_name), ("office", office)):
            if name in self.fields:
                self.fields[name].initial = self.initial[name] = value

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
