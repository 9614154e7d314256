"""A new draft from an old paper: what was refused or taken back, or a draft that is copied."""

from django.db import transaction

from records.audit import record
from rules.periods import local_day
from rules.refusal import refuse_if

from ..models import Application, Photo
from ..policies.renewing import reasons_against_renewing
from ..policies.starting_anew import reasons_against_copying, reasons_against_starting_anew
from . import drafts

CONTACT = ("contact_person", "phone", "email", "production_township", "production_address")


@transaction.atomic
def start_anew(application, items, *, by, at, reuse_licences=False, token=None):
    """A draft with the ended products ``items`` of ``application``, their photos and contacts.

    ``reuse_licences`` takes the still valid licences along. Proofs, rosters, commitment and
    signature are asked for anew, as of every application. A product that was to renew an entry
    does so again where it still may.
    """
    refuse_if(reasons_against_starting_anew(application, items, by=by))
    if made := _made(application, token):
        return made
    draft = _copy(application, items, by=by, at=at, token=token)
    if reuse_licences:
        drafts.take_licences_along(draft, application.materials.all(), by=by, at=at)
    record("applications.start_anew", draft, by=by, at=at, earlier=application.number)
    return draft


@transaction.atomic
def copy_draft(application, *, by, at, token=None):
    """Another draft with the same products; files are not copied, they are kept once."""
    refuse_if(reasons_against_copying(application, by=by))
    if made := _made(application, token):
        return made
    items = application.items.order_by("position", "pk")
    draft = _copy(application, items, by=by, at=at, token=token)
    label = f"{application.label or '草稿'}（副本）"[
        : Application._meta.get_field("label").max_length
    ]
    return drafts.save_header(draft, by=by, at=at, label=label)


def _made(application, token):
    """What the first press of the same button made; the second finds it."""
    mine = Application.objects.filter(applicant=application.applicant_id, start_token=token)
    return mine.first() if token else None


def _copy(application, items, *, by, at, token):
    applicant, on = application.applicant, local_day(at)
    entries = {each.renewal_of_id: each.renewal_of for each in items if each.renewal_of_id}
    renewed = [
        entry
        for entry in entries.values()
        if not reasons_against_renewing(applicant, [entry], on=on)
    ]
    draft = drafts.start(applicant, renewal_of=renewed, by=by, at=at, token=token)
    contact = {name: getattr(application, name) for name in CONTACT}
    drafts.save_header(draft, by=by, at=at, **contact)
    for item in items:
        _take_photos_along(item, _copy_item(draft, item, by=by, at=at), by=by, at=at)
    return draft


def _copy_item(draft, item, *, by, at):
    """The row that renews the same entry, with the later facts; or one more row."""
    renewing = item.renewal_of_id and draft.items.filter(renewal_of=item.renewal_of_id).first()
    if renewing:
        return drafts.save_item(renewing, by=by, at=at, **item.facts())
    return drafts.add_item(draft, by=by, at=at, **item.facts())


def _take_photos_along(old, new, *, by, at):
    """By reference to the very files: bytes are forgotten when no row holds them any more."""
    for photo in old.photos.all():
        Photo.objects.create(
            item=new, file=photo.file, alt_text=photo.alt_text, added_at=at, added_by=by
        )
