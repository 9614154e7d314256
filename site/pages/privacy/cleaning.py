"""A library file as it may be kept: shown to the scanner; a picture with nothing but its pixels.

Where and with what a photo was taken goes at upload, once, for the original and all its sizes.
"""

from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.images.models import AbstractImage

from files.inspection import bare_file
from files.kinds import Unreadable, plain_picture
from files.models import Scan
from files.scanning import refused_if_infected
from rules.refusal import Refused, refuse_if

PICTURES = (".jpg", ".jpeg", ".png")
PAPERS = (".pdf", ".docx", ".xlsx")
SILENT = "病毒扫描服务暂时没有应答；公开的文件须先经扫描，请稍后再上传"


def clean_file(thing):
    """Put the clean bytes of a new file in its place; ``ValidationError`` when it cannot be had."""
    fresh = clean_bytes(thing.file, is_picture=isinstance(thing, AbstractImage))
    if fresh is None:
        return
    thing.file = ContentFile(fresh, name=thing.file.name)
    if isinstance(thing, AbstractImage):
        thing._set_image_file_metadata()
    else:
        thing._set_document_file_metadata()


def clean_bytes(file, *, is_picture=False):
    """The bytes as they may be kept, None when they may stay as they are.

    Raises ``ValidationError`` with what the scanner or the reader of pictures said. A picture is
    written anew and a paper loses its particulars; all but pictures wait for a scanner that is
    there but does not answer.
    """
    data = _read(file)
    is_picture = is_picture or PurePath(file.name).suffix.lower() in PICTURES
    try:
        verdict = refused_if_infected(data)
        refuse_if([SILENT] if verdict == Scan.WAITING and not is_picture else [])
        if is_picture:
            return plain_picture(data)
        return _without_particulars(file.name, data)
    except (Refused, Unreadable) as error:
        raise ValidationError(list(getattr(error, "reasons", [str(error)]))) from error


def _without_particulars(name, data):
    """A paper that does not say who made it, when and with what; None where it says nothing."""
    if PurePath(name).suffix.lower() not in PAPERS:
        return None
    bare = bare_file(data)
    return None if bare == data else bare


def _read(file):
    file.seek(0)
    data = file.read()
    file.seek(0)
    return data
