"""Where in the portal each reason against submitting can be put right."""

from dataclasses import dataclass

from django.urls import reverse

from workflow.policies.submitting import reasons_against_submitting

PARTICULARS = ("applicant", "contact_person", "phone", "email", "production_township")
COMMITMENT = ("commitment", "signatory", "signatory_capacity", "signed_on")
ANCHORS = {"commitment": "id_accept", "applicant": "register"}


@dataclass(frozen=True)
class Pointer:
    """One reason, the page where it can be mended, and which of the five steps that page is."""

    step: str
    field: str
    reason: str
    url: str


def pointers(application, *, on):
    """Every reason against submitting ``application`` on day ``on``, each with its place."""
    return [
        point(application, field, reason)
        for field, reason in reasons_against_submitting(application, on=on)
    ]


def point(application, field, reason):
    """The :class:`Pointer` for one ``(field, reason)`` as the policies name fields."""
    if field.startswith("item-"):
        pk, name = field.removeprefix("item-").split("-", 1)
        product = application.items.get(pk=pk)
        url = reverse("portal:product", args=[application.pk, pk])
        return Pointer("products", field, f"{product}：{reason}", f"{url}?check=1#id_{name}")
    if field.startswith("material-"):
        url = reverse("portal:materials", args=[application.pk])
        return Pointer("materials", field, reason, f"{url}?check=1#{field}")
    step = _step(field)
    url = reverse(f"portal:{step}", args=[application.pk])
    anchor = ANCHORS.get(field, f"id_{field}")
    return Pointer(step, field, reason, f"{url}?check=1#{anchor}")


def _step(field):
    if field in PARTICULARS:
        return "particulars"
    if field in COMMITMENT:
        return "commitment"
    return "products" if field == "items" else "check"


def at_fields(found, *, prefix=""):
    """``{field: [reason]}`` of plain pairs whose field starts with ``prefix``, without it."""
    fields = {}
    for field, reason in found:
        if field.startswith(prefix):
            fields.setdefault(field.removeprefix(prefix), []).append(reason)
    return fields
