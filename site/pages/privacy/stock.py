"""What lies in the library from before: its files lose what they say of their making, too."""

from contextlib import closing

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from records.audit import record

from ..documents.signed_files import reasons_against_changing
from ..models.confirmations import FileConfirmation
from .cleaning import clean_bytes
from .stored import digest_of

CLEANED = "已清除"


def bare_stock(*, at):
    """``(title, what came of it)`` of each file and picture of the library that said something.

    What was signed stands as it was signed: it is named with what can be done about it.
    """
    for model in (get_document_model(), get_image_model()):
        for thing in model.objects.order_by("pk").iterator():
            if (outcome := _outcome(thing, at)) is not None:
                yield thing.title, outcome


def _outcome(thing, at):
    """What came of ``thing``; None where it says nothing of its making."""
    try:
        with closing(thing.file) as file:
            fresh = clean_bytes(file, is_picture=isinstance(thing, AbstractImage))
    except FileNotFoundError:
        return "文件缺失"
    except ValidationError as error:
        return "；".join(error.messages)
    if fresh is None or fresh == _stored(thing.file):
        return None
    if reasons := reasons_against_changing(thing):
        return "；".join(reasons)
    try:
        _replace(thing, fresh, at)
    except ValidationError as error:  # what the gate did not read when this file came
        return "；".join(error.messages)
    return CLEANED


def _stored(file):
    with file.open("rb") as content:
        return content.read()


@transaction.atomic
def _replace(thing, fresh, at):
    """Store the clean bytes; whoever looked at the old ones has looked at these."""
    old, before = thing.file, digest_of(thing.file)
    storage, name = old.storage, old.name
    thing.file = ContentFile(fresh, name=name.rpartition("/")[2])
    thing.save()
    looked = FileConfirmation.objects.filter(sha256=before).first()
    after = digest_of(thing.file)
    if looked is not None and not FileConfirmation.objects.filter(sha256=after).exists():
        looked.pk, looked.sha256 = None, after
        looked.save(force_insert=True)
    if isinstance(thing, AbstractImage):
        thing.renditions.all().delete()
    record("pages.bare_file", thing, by=None, at=at, before=before, after=after)
    transaction.on_commit(lambda: storage.delete(name))
