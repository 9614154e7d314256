"""Which library files and pictures a document names: in blocks, links and annexes."""

import hashlib
import re
from dataclasses import dataclass, field
from functools import lru_cache

from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.images import get_image_model

FILE_LINK = re.compile(
    r'<a[^>]*linktype="document"[^>]*?\bid="(\d+)"|<a[^>]*\bid="(\d+)"[^>]*linktype="document"'
)


@dataclass
class Named:
    """Keys of library files, and of pictures."""

    files: set = field(default_factory=set)
    pictures: set = field(default_factory=set)

    def holds(self, thing):
        """Whether a library file or a picture is among them."""
        return thing.pk in (self.files if is_library_file(thing) else self.pictures)


def is_library_file(thing):
    return isinstance(thing, get_document_model())


def linked_files(words):
    """Keys of the library files that rich text links to; ``words`` may be JSON."""
    matches = FILE_LINK.findall(words.replace('\\"', '"'))
    return {int(one or other) for one, other in matches}


def named_by(page):
    """What a page names, as it is in memory; pages without blocks name nothing."""
    named = Named()
    for row in [page, *(page.parts.all() if hasattr(page, "parts") else ())]:
        for column in row._meta.concrete_fields:
            if isinstance(column, StreamField):
                _add(named, getattr(row, column.name).get_prep_value())
    if hasattr(page, "attachments"):
        named.files |= {each.file_id for each in page.attachments.all()}
    if hasattr(page, "materials"):
        named.files |= {each.form_id for each in page.materials.all() if each.form_id}
    return named


def things_named_by(page):
    """The library files, then the pictures, that a page names."""
    named = named_by(page)
    files = get_document_model().objects.filter(pk__in=named.files).order_by("pk")
    return [*files, *get_image_model().objects.filter(pk__in=named.pictures).order_by("pk")]


def _add(named, value):
    """The keys in the stored ``value`` of a block, however deep it lies."""
    if isinstance(value, str):
        named.files |= linked_files(value)
    elif isinstance(value, list):
        for each in value:
            _add(named, each)
    elif isinstance(value, dict):
        for name, keys in (("document", named.files), ("image", named.pictures)):
            if isinstance(value.get(name), int):
                keys.add(value[name])
        for each in value.values():
            _add(named, each)


def digest(file):
    """SHA-256 of a stored file, in hexadecimal; empty when it is not there."""
    storage = file.storage
    if not storage.exists(file.name):
        return ""
    path = storage.path(file.name)
    return _digest(path, storage.size(file.name), storage.get_modified_time(file.name))


@lru_cache(maxsize=4096)
def _digest(path, size, modified_at):
    """Read anew only when size or time say that the file is another one."""
    with open(path, "rb") as stored:
        return hashlib.file_digest(stored, "sha256").hexdigest()
