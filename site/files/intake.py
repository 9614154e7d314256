"""The one way in: a file is opened in a child, shown to the scanner, digested, sealed, noted.

Opening takes seconds and goes before the act's transaction; the row is made inside it.
"""

import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from django.conf import settings

from rules.refusal import Refused, refuse_if

from .inspection import phone_picture, pictures_as_pdf
from .kinds import EXTENSIONS, HEIC, Unreadable, plain_name, plain_photo, reasons_against_file
from .models import Scan, StoredFile
from .opening import JPEG
from .page_pictures import MOST_PAGES
from .phone_pictures import is_phone_picture
from .scanning import refused_if_infected
from .vault import sealed

#: How the name of a picture ends, whoever took it.
PICTURES = (*HEIC, ".webp", ".jpg", ".jpeg", ".png")


@dataclass(frozen=True)
class SoundFile:
    """A file that was opened, found sound and shown to the scanner; nothing is stored yet."""

    name: str
    data: bytes
    mime: str
    scan: str

    @property
    def sha256(self):
        return hashlib.sha256(self.data).hexdigest()


def examine(name, data, *, max_bytes=None, is_strange=False):
    """``data`` as a :class:`SoundFile`; raises ``Refused`` with every reason against it (R62–R66).

    ``max_bytes``: how long it may be, ``MATERIAL_MAX_BYTES`` if nothing is said; ``is_strange``: it
    comes from somebody who is not signed in.
    """
    name, most = plain_name(name), max_bytes or settings.MATERIAL_MAX_BYTES
    if len(data) <= most and _is_from_a_phone(name, data):
        name, data = _as_jpeg(name, data, is_strange=is_strange)
    refuse_if(reasons_against_file(name, data, max_bytes=most, is_strange=is_strange))
    mime = EXTENSIONS[PurePath(name).suffix.lower()]
    return SoundFile(name, data, mime, refused_if_infected(data))


def _is_from_a_phone(name, data):
    """By its bytes, whatever its name: telephones and chats rename pictures to ``.jpg``."""
    return PurePath(name).suffix.lower() in PICTURES and is_phone_picture(data)


def _as_jpeg(name, data, *, is_strange):
    try:
        return f"{PurePath(name).stem}.jpg", phone_picture(data, is_strange=is_strange)
    except Unreadable as error:
        raise Refused([str(error)]) from error


def examine_pages(files):
    """Several pictures ``[(name, data)]`` as one PDF, named after the first."""
    most = settings.MATERIAL_MAX_BYTES
    reasons = [] if len(files) <= MOST_PAGES else [f"一次最多把{MOST_PAGES}张照片合成一个文件"]
    large = (plain_name(name) for name, data in files if len(data) > most)
    refuse_if([*reasons, *(f"{name}：照片超过{most // (1024 * 1024)}MB" for name in large)])
    for _name, data in files:
        refused_if_infected(data)
    try:
        data = pictures_as_pdf([data for _name, data in files])
    except Unreadable as error:
        raise Refused([str(error)]) from error
    return examine(f"{PurePath(plain_name(files[0][0])).stem}等{len(files)}页.pdf", data)


def examine_at(field, name, data):
    """Like :func:`examine`, for a file of a larger form: reasons name it and stand at ``field``."""
    try:
        return examine(name, data)
    except Refused as refused:
        reasons = [f"{plain_name(name)}：{reason}" for reason in refused.reasons]
        raise Refused(reasons, {field: reasons}) from refused


def examine_photo(data):
    """A strange picture as the :class:`SoundFile` of a JPEG with nothing but what is seen."""
    if len(data) > settings.MATERIAL_MAX_BYTES:
        raise Refused([f"照片超过{settings.MATERIAL_MAX_BYTES // (1024 * 1024)}MB"])
    verdict = refused_if_infected(data)
    try:
        return SoundFile("photo.jpg", plain_photo(data), JPEG, verdict)
    except Unreadable as error:
        raise Refused([str(error)]) from error


def take(sound, *, by, at):
    """Seal and store a :class:`SoundFile`: the :class:`StoredFile` for an act's row to hold.

    ``by`` is None for a stranger. Raises ``NoSpace`` when the disk is full.
    """
    file = StoredFile(
        name=sound.name,
        size=len(sound.data),
        mime=sound.mime,
        sha256=sound.sha256,
        scan=sound.scan,
        scanned_at=at if sound.scan == Scan.CLEAN else None,
        taken_at=at,
        sent_by=by,
    )
    file.sealed.save("", sealed(sound.data), save=False)
    file.save()
    return file
