"""The form for files of the library: sound, without macros, no personal data inside (§5.7)."""

from pathlib import PurePath

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from files.inspection import inspected_mime, phone_picture
from files.kinds import ADVICE, Unreadable
from files.opening import JPEG, PNG
from files.phone_pictures import is_phone_picture

from ..privacy.admin_forms import ClaimsMistake
from ..privacy.answers import ended
from ..privacy.cleaning import clean_bytes
from ..privacy.gate import reasons_against_words
from .signed_files import KeepsSigned

MASKED = (".docx", ".xlsx", ".txt", ".csv")
MASK = "左侧菜单“遮盖个人信息”可以生成能够公开的副本"


class SoundNames:
    """The words that stand in for a file or a picture, asked at their fields."""

    def clean_title(self):
        return _sound(self.cleaned_data["title"])

    def clean_description(self):
        return _sound(self.cleaned_data["description"])

    def add_error(self, field, error):
        """One reason is enough: of a refused file Wagtail would add that its name has no ending.

        A form that asks for no file has none to complain of.
        """
        owed = getattr(error, "error_dict", {})
        if "file" in owed and (self.has_error("file") or "file" not in self.fields):
            error = forms.ValidationError({key: owed[key] for key in owed if key != "file"})
        super().add_error(field, error)


def refuse_name(file):
    """The name of a public file stands in its address."""
    if reasons := reasons_against_words(file.name):
        raise forms.ValidationError(
            [ended(f"请改了文件名再上传。文件名{reason}") for reason in reasons]
        )


def _sound(words):
    if reasons := reasons_against_words(words):
        raise forms.ValidationError([ended(reason) for reason in reasons])
    return words


class LibraryFileForm(SoundNames, ClaimsMistake, KeepsSigned, BaseDocumentForm):
    """Says at the field what the gate would refuse, and what helps whoever is refused."""

    advice = None

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            refuse_name(file)
            self.refuse_private(file, clean_bytes(file), advice=self._advice(file.name))
        return file

    def _advice(self, name):
        """Only what has words can be masked."""
        if self.advice is not None:
            return self.advice
        return MASK if PurePath(name).suffix.lower() in MASKED else ""


class SoundPictureField(WagtailImageField):
    """Takes what opens in the child; what telephones save becomes a JPEG before anything else."""

    def to_python(self, data):
        return super().to_python(_as_kept(data) if data else data)


def _as_kept(upload):
    """The upload, or its JPEG; ``ValidationError`` with what to do where it cannot be had."""
    content, name = upload.read(), PurePath(upload.name)
    upload.seek(0)
    try:
        if is_phone_picture(content):
            return SimpleUploadedFile(f"{name.stem}.jpg", phone_picture(content), "image/jpeg")
        if inspected_mime(content) not in (JPEG, PNG):
            raise Unreadable("内容不是图片")
    except Unreadable as error:
        advice = ADVICE.get(name.suffix.lower())
        reason = f"图片库只接受 JPG、PNG、HEIC、WebP 图片。{advice}" if advice else str(error)
        raise forms.ValidationError(reason) from error
    return upload


class LibraryPictureForm(SoundNames, ClaimsMistake, KeepsSigned, BaseImageForm):
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
            refuse_name(file)
            self.refuse_private(file, clean_bytes(file, is_picture=True))
        return file
