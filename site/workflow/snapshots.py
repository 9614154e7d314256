"""Keeping what was submitted, word for word, so that what was reviewed can be proved later."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder

from .models import Submission

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


def keep(application, *, by, at):
    """Append the :class:`Submission` of the application as it stands."""
    payload = payload_of(application)
    return Submission.objects.create(
        application=application,
        number=application.submissions.count() + 1,
        payload=payload,
        sha256=digest(payload),
        submitted_at=at,
        submitted_by=by,
    )


def payload_of(application):
    """The paper as plain JSON: applicant, header, products in order, digests of the materials."""
    applicant = application.applicant
    payload = {
        "applicant": {"name": applicant.name, "credit_code": applicant.credit_code},
        "header": {name: getattr(application, name) for name in HEADER},
        "items": [_item(item) for item in application.items.order_by("position", "pk")],
        "materials": list(
            application.materials.current().order_by("kind", "pk").values("kind", "sha256", "name")
        ),
    }
    photos = application.items.filter(photos__isnull=False)
    if photos:
        payload["photos"] = list(photos.order_by("photos").values(*_PHOTO))
    return json.loads(json.dumps(payload, cls=DjangoJSONEncoder))


_PHOTO = ("uid", "photos__sha256", "photos__alt_text")


def digest(payload):
    """SHA-256 of the canonical JSON (sorted keys, no spaces, UTF-8)."""
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _item(item):
    names = [name for name in item.fact_names() if name != "origin_township"]
    township = item.origin_township
    facts = {name: getattr(item, name) for name in names}
    code = township.gb_code if township else None
    return {"uid": str(item.uid), "round": item.round, "origin_township": code, **facts}
