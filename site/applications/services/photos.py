"""Photos of a product: re-encoded, described, shown to who may see the paper, copied at listing."""

from django.db import transaction

from files import delivery
from files.destroying import forget
from files.intake import examine_photo, take
from records.audit import record
from rules.privacy import scan
from rules.refusal import Refused, refuse_fields, refuse_if

from .. import above
from ..models import Item, Photo
from .drafts import is_being_mended

MOST = 6


def add(item, *, data, alt_text, by, at):
    """Add one photo; where it was taken and with what is gone, only the picture is kept."""
    refuse_fields(_reasons_against_words(alt_text))
    sound = examine_photo(data)
    with transaction.atomic():
        item = _open_to(item, by)
        refuse_if(_reasons_against_adding(item, sound.sha256))
        photo = Photo.objects.create(
            item=item,
            alt_text=alt_text.strip(),
            file=take(sound, by=by, at=at),
            added_at=at,
            added_by=by,
        )
        record("applications.add_photo", photo, by=by, at=at, sha256=sound.sha256, item=item.pk)
    return photo


def _reasons_against_words(alt_text):
    """They will be read by the public beside the picture, so nothing personal stands in them."""
    if not alt_text.strip():
        yield "alt_text", "请填写照片的文字说明"
    for finding in scan(alt_text):
        yield "alt_text", f"文字说明含有个人信息，不得公开：{finding.masked}"


def _reasons_against_adding(item, digest):
    if item.photos.filter(file__sha256=digest).exists():
        return ["同一照片已上传"]
    return [f"每个产品最多{MOST}张照片"] if item.photos.count() >= MOST else []


@transaction.atomic
def remove(photo, *, by, at):
    """Take a photo back while its product can still be changed."""
    _open_to(photo.item, by)
    paper = photo.item.application
    refuse_if(above.reasons_against_deleting(paper.applicant_id, at=at, application=paper))
    file = photo.file
    record("applications.remove_photo", photo, by=by, at=at, sha256=photo.sha256)
    photo.delete()
    forget([file])


def read(photo):
    """The JPEG; the door has scoped who may see the application.

    It was drawn anew by us when it was taken, so nobody waits for the scanner to look at it.
    """
    return delivery.read(photo.file, is_own=True)


def _open_to(item, by):
    item = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if by.applicant_id != item.application.applicant_id:
        raise Refused(["只有申请单位可以修改产品照片"])
    if not item.application.is_draft and not is_being_mended(item):
        raise Refused(["该产品正在审核，不能修改"])
    return item
