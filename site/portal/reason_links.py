"""Where in the portal each reason against submitting can be put right."""

from dataclasses import dataclass, replace

from django.urls import reverse

from applications.above import mended_items
from applications.policies.materials import SIGNED_FORM
from applications.policies.submitting import (
    reasons_against_resubmitting,
    reasons_against_submitting,
)
from catalog.sheet import BENEFIT

from .origins import with_way_back

PARTICULARS = ("applicant", "contact_person", "phone", "email", "production_township")
COMMITMENT = ("commitment", "signatory", "signatory_capacity", "signed_on")
ANCHORS = {"commitment": "id_accept", "applicant": "register"}
#: The materials page shows every kind; the signed form has a page of its own.
SIGNED = f"material-{SIGNED_FORM}"


@dataclass(frozen=True)
class ReasonLink:
    """One reason, the page where it can be mended, and the name of that page.

    The address leads back to the page that lists the reasons. ``is_wrong``: there is something that
    will not do; otherwise something is missing.
    """

    page: str
    field: str
    reason: str
    url: str
    is_wrong: bool = False


def reasons_against_sending(application, *, on):
    """``[(field, reason)]`` against submitting a draft, or the products that are being mended."""
    if application.is_draft:
        return reasons_against_submitting(application, on=on)
    mended = mended_items(application)
    pairs = (pair for item in mended for pair in reasons_against_resubmitting(item, on=on))
    return list(dict.fromkeys(pairs))


def links_against_submitting(application, *, on):
    """Every reason against submitting ``application`` on day ``on``, each with its place."""
    check = reverse("portal:check", args=[application.pk])
    pairs = reasons_against_submitting(application, on=on)
    return reason_links(application, pairs, back=check)


def reason_links(application, pairs, *, back):
    """The :class:`ReasonLink` of each ``(field, reason)``, leading back to the address ``back``."""
    items = {item.pk: item for item in application.items.all()}
    kinds = set(application.materials.current().values_list("kind", flat=True))
    links = [_reason_link(application, *pair, items=items, kinds=kinds) for pair in pairs]
    return [replace(link, url=with_way_back(link.url, back)) for link in links]


def pairs_of(refused):
    """``[(field, reason)]`` of what a service refused."""
    fields = refused.fields or {"": refused.reasons}
    return [(field, reason) for field, reasons in fields.items() for reason in reasons]


def _reason_link(application, field, reason, *, items, kinds):
    """The :class:`ReasonLink` for one ``(field, reason)`` as the policies name fields."""
    if field.startswith("licence-"):
        url = reverse("portal:licence", args=[field.removeprefix("licence-")])
        return ReasonLink("licence", field, reason, url, is_wrong=True)
    if field.startswith("item-"):
        return _at_product(application, field, reason, items)
    if field.startswith("material-"):
        page = "signing" if field == SIGNED else "materials"
        url = reverse(f"portal:{page}", args=[application.pk])
        is_uploaded = field.removeprefix("material-") in kinds
        return ReasonLink(page, field, reason, f"{url}?check=1#{field}", is_uploaded)
    page = _page(field)
    url = reverse(f"portal:{page}", args=[application.pk])
    anchor = ANCHORS.get(field, f"id_{field}")
    has_value = field in (*PARTICULARS, *COMMITMENT) and getattr(application, field, None)
    return ReasonLink(page, field, reason, f"{url}?check=1#{anchor}", bool(has_value))


def _at_product(application, field, reason, items):
    pk, name = field.removeprefix("item-").split("-", 1)
    product = items[int(pk)]
    page, form = ("benefit", "benefit") if name in BENEFIT else ("products", "product")
    url = reverse(f"portal:{form}", args=[application.pk, pk])
    anchor = name.removesuffix("_fen")
    has_value = getattr(product, name, None) not in (None, "", [])
    return ReasonLink(page, field, f"{product}：{reason}", f"{url}?check=1#id_{anchor}", has_value)


def _page(field):
    if field in PARTICULARS:
        return "particulars"
    if field in COMMITMENT:
        return "commitment"
    return "products" if field == "items" else "check"


def reasons_by_field(pairs, *, prefix=""):
    """``{field: [reason]}`` of plain pairs whose field starts with ``prefix``, without it."""
    fields = {}
    for field, reason in pairs:
        if field.startswith(prefix):
            fields.setdefault(field.removeprefix(prefix), []).append(reason)
    return fields
