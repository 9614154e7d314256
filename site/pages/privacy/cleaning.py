"""A library file as it may be kept: shown to the scanner; a picture with nothing but its pixels.

Where and with what a photo was taken goes at upload, once, for the original and all its sizes.
"""

from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.images.models import AbstractImage

from files.kinds import Unreadable, plain_picture
from files.scanning import refused_if_infected
from rules.refusal import Refused

PICTURES = (".jpg", ".jpeg", ".png")


def clean_file(thing):
    """Put the clean bytes of a new file in its place; ``ValidationError`` when it cannot be had."""
    fresh = clean_bytes(thing.file)
    if fresh is None:
        return
    thing.file = ContentFile(fresh, name=thing.file.name)
    if isinstance(thing, AbstractImage):
        thing._set_image_file_metadata()
    else:
        thing._set_document_file_metadata()


def clean_bytes(file):
    """The bytes as they may be kept, None when they may stay as they are.

    Raises ``ValidationError`` with what the scanner or the reader of pictures said.
    """
    data = _read(file)
    try:
        refused_if_infected(data)
        return _stripped(file.name, data)
    except (Refused, Unreadable) as error:
        raise ValidationError(list(getattr(error, "reasons", [str(error)]))) from error


def _stripped(name, data):
    """The picture without its remarks; None of what is no JPEG or PNG."""
    return plain_picture(data) if PurePath(name).suffix.lower() in PICTURES else None


def _read(file):
    file.seek(0)
    data = file.read()
    file.seek(0)
    return data
