"""Photos of a product: re-encoded, described, shown to who may see the paper, copied at listing."""

import hashlib

from django.conf import settings
from django.db import transaction

from files.kinds import Unreadable, plain_photo
from files.scanning import refused_if_infected
from files.vault import opened, sealed
from records.audit import record
from rules.privacy import scan
from rules.refusal import Refused, refuse_fields, refuse_if

from ..models import Item, Photo
from .drafts import is_being_mended

MOST = 6


def add(item, *, data, alt_text, by, at):
    """Add one photo; where it was taken and with what is gone, only the picture is kept."""
    if len(data) > settings.MATERIAL_MAX_BYTES:
        raise Refused([f"照片超过{settings.MATERIAL_MAX_BYTES // (1024 * 1024)}MB"])
    refuse_fields(_reasons_against_words(alt_text))
    refused_if_infected(data)
    try:
        picture = plain_photo(data)
    except Unreadable as error:
        raise Refused([str(error)]) from error
    with transaction.atomic():
        item = _open_to(item, by)
        digest = hashlib.sha256(picture).hexdigest()
        refuse_if(_reasons_against_adding(item, digest))
        photo = Photo(item=item, alt_text=alt_text.strip(), sha256=digest, added_at=at, added_by=by)
        photo.file.save("photo", sealed(picture), save=False)
        photo.save()
        record("applications.add_photo", photo, by=by, at=at, sha256=digest, item=item.pk)
    return photo


def _reasons_against_words(alt_text):
    """They will be read by the public beside the picture, so nothing personal stands in them."""
    if not alt_text.strip():
        yield "alt_text", "请填写照片的文字说明"
    for found in scan(alt_text):
        yield "alt_text", f"文字说明含有个人信息，不得公开：{found.masked}"


def _reasons_against_adding(item, digest):
    if item.photos.filter(sha256=digest).exists():
        return ["同一照片已上传"]
    return [f"每个产品最多{MOST}张照片"] if item.photos.count() >= MOST else []


@transaction.atomic
def remove(photo, *, by, at):
    """Take a photo back while its product can still be changed."""
    _open_to(photo.item, by)
    stored = photo.file
    record("applications.remove_photo", photo, by=by, at=at, sha256=photo.sha256)
    photo.delete()
    transaction.on_commit(lambda: stored.storage.delete(stored.name))


def read(photo):
    """The JPEG; the door has scoped who may see the application."""
    return opened(photo.file)


def _open_to(item, by):
    item = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if by.applicant_id != item.application.applicant_id:
        raise Refused(["只有申请单位可以修改产品照片"])
    if not item.application.is_draft and not is_being_mended(item):
        raise Refused(["该产品正在审核，不能修改"])
    return item
