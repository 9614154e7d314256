"""The form for files of the library: sound, without macros, no personal data inside (§5.7)."""

from pathlib import PurePath

from django import forms
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from catalog.pictures import DAMAGES
from files.kinds import HEIC, HEIC_ADVICE

from ..privacy.admin_forms import ConfirmsUnread, refuse_private
from ..privacy.cleaning import clean_bytes
from ..privacy.gate import reasons_against_words
from .signed_files import KeepsSigned


class LibraryFileForm(ConfirmsUnread, KeepsSigned, BaseDocumentForm):
    """Says at the field what the gate would refuse."""

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            refuse_private(file)
            clean_bytes(file)
        return file

    def clean_title(self):
        title = self.cleaned_data["title"]
        if reasons := reasons_against_words(title):
            raise forms.ValidationError(reasons)
        return title


class SoundPictureField(WagtailImageField):
    """Says of a damaged picture that it is damaged, whatever the decoder stumbles over."""

    def to_python(self, data):
        if data and PurePath(data.name).suffix.lower() in HEIC:
            raise forms.ValidationError(HEIC_ADVICE)
        try:
            return super().to_python(data)
        except DAMAGES as error:
            raise forms.ValidationError("图片文件已损坏，不能打开") from error


class LibraryPictureForm(ConfirmsUnread, KeepsSigned, BaseImageForm):
    """Says at the field what the scanner or the reader of pictures would refuse."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        stock = self.fields["file"]
        self.fields["file"] = SoundPictureField(
            label=stock.label, required=stock.required, widget=stock.widget
        )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            clean_bytes(file, is_picture=True)
        return file
