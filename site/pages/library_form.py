"""The form for files of the library: sound, without macros, no personal data inside (§5.7)."""

from django import forms
from wagtail.documents.forms import BaseDocumentForm

from registry.text_forms import PlainText

from .privacy_gate import reasons_against_file, reasons_against_words


class LibraryFileForm(PlainText, BaseDocumentForm):
    """Says at the field what the gate would refuse."""

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            reasons = reasons_against_file(file.name, file.read())
            file.seek(0)
            if reasons:
                raise forms.ValidationError(reasons)
        return file

    def clean_title(self):
        title = self.cleaned_data["title"]
        if reasons := reasons_against_words(title):
            raise forms.ValidationError(reasons)
        return title
