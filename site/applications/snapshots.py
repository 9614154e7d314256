"""Keeping what was submitted, word for word, so that what was reviewed can be proved later."""

from django.db.models import F

from records.prepared import NUMBER, Prepared, greatest
from registry.models import Licence

from .models import Material, Photo, Submission
from .printed import digest, item_facts, plain
from .whole_papers import items_of

HEADER = (
    "contact_person",
    "phone",
    "email",
    "production_address",
    "no_roster_statement",
    "commitment_sha256",
    "signatory",
    "signatory_capacity",
    "signed_on",
)
MATERIAL = ("kind", "licence_no", "valid_until")
OF_FILE = {"sha256": F("file__sha256"), "name": F("file__name")}
MATERIALS = Prepared(
    lambda application: (
        Material.objects.current()
        .filter(application=application)
        .order_by("kind", "pk")
        .values(*MATERIAL, **OF_FILE)
    ),
    NUMBER,
)
PHOTOS = Prepared(
    lambda application: Photo.objects.filter(item__application=application).select_related(
        "item", "file"
    ),
    NUMBER,
)
LICENCES = Prepared(
    lambda applicant: (
        Licence.objects.filter(applicant=applicant)
        .order_by("kind", "number")
        .values("kind", "number", "valid_until")
    ),
    NUMBER,
)
LAST_NUMBER = greatest(Submission, "number", owner="application")


def keep(application, *, by, at):
    """Append the :class:`Submission` of the application as it stands."""
    payload = payload_of(application)
    return Submission.objects.create(
        application=application,
        number=(LAST_NUMBER.first(application.pk) or 0) + 1,
        payload=payload,
        sha256=digest(payload),
        submitted_at=at,
        submitted_by=by,
    )


def payload_of(application):
    """The paper as plain JSON: applicant, header, products in order, digests of the materials."""
    applicant = application.applicant
    payload = {
        "applicant": _applicant(applicant),
        "header": _header(application),
        "items": [_item(item) for item in items_of(application)],
        "materials": list(MATERIALS(application.pk)),
    }
    if photos := list(PHOTOS(application.pk)):
        payload["photos"] = [_photo(photo) for photo in photos]
    return plain(payload)


def _photo(photo):
    facts = {"photos__sha256": photo.sha256, "photos__alt_text": photo.alt_text}
    return {"uid": photo.item.uid, **facts}


def _applicant(applicant):
    """The unit as it was registered on that day, with its licences."""
    names = ("name", "credit_code", "entity_type", "domicile", "legal_representative")
    return {
        **{name: getattr(applicant, name) for name in names},
        "licences": list(LICENCES(applicant.pk)),
    }


def _header(application):
    township = application.production_township
    header = {name: getattr(application, name) for name in HEADER}
    return {**header, "production_township": township.gb_code if township else None}


def _item(item):
    return {"uid": str(item.uid), "round": item.round, **item_facts(item)}
