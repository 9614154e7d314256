"""Entering passed items in the catalogue after the national window, with evidence (A14, A39)."""

from applications.models import Outcome
from applications.services import photos
from catalog.services import add_photo, list_product
from files.models import Scan
from pages.notices.services import open_product_page
from records.audit import record
from rules import typed_dates
from rules.periods import local_day
from rules.refusal import Refused, refuse_fields, refuse_if
from supervision.models import Complaint

from .. import letters, outcomes
from ..verified_figures import verified_figures
from .milestones import milestones
from .steps import step


def list_item(item, *, listed_on, evidence, by, at, basis_doc_no="", external_url=""):
    """List one item for its validity; certificate, public page, letter and end in one transaction.

    ``evidence`` says how the office knows that the national window closed without objection (A39).
    """
    refuse_fields(_reasons_against(listed_on, evidence, at))
    with step(item, "list_item", by=by, at=at, duty="record") as (item, _task):
        refuse_if(_complained_of(item))
        certificate = list_product(
            item.facts() | verified_figures(item),
            applicant=item.application.applicant,
            ruleset=item.application.ruleset,
            listed_on=listed_on,
            publicity=_windows(item),
            milestones=milestones(item),
            by=by,
            at=at,
            renewal_of=item.renewal_of,
            basis_doc_no=basis_doc_no,
            external_url=external_url,
        )
        item.certificate = certificate
        item.save(update_fields=["certificate"])
        _copy_photos(item, certificate.product, by=by, at=at)
        open_product_page(certificate, by=by, at=at)
        outcomes.end(
            item,
            Outcome.Kind.LISTED,
            level=Outcome.Level.DISTRICT,
            reasons=evidence,
            by=by,
            at=at,
        )
        letters.send(item, "listed", at=at, certificate=certificate)
    return certificate


def _copy_photos(item, product, *, by, at):
    """What the applicant showed of the product becomes the catalogue's, unless it has its own."""
    if product.photos.exists():
        return
    for number, photo in enumerate(item.photos.exclude(file__scan=Scan.INFECTED), start=1):
        content, words = photos.read(photo), photo.alt_text
        try:
            add_photo(product, name=f"{number}.jpg", content=content, alt_text=words, by=by, at=at)
        except Refused as refused:  # a picture never stands in the way of a listing
            record("workflow.photo_not_copied", photo, by=by, at=at, because=str(refused))


def _reasons_against(listed_on, evidence, at):
    reasons = typed_dates.LISTING.reasons_against(listed_on, on=local_day(at))
    if len((evidence or "").strip()) < 5:
        reasons.append(("evidence", "请写明全国公示期满无异议的依据"))
    return reasons


def _complained_of(item):
    """A11: a complaint after the window stops the listing while it is looked into."""
    about = Complaint.objects.looked_into().filter(item=item)
    return ["有已受理、尚未处理的投诉举报，暂不能列入目录"] if about.exists() else []


def _windows(item):
    """The days of the two windows that this item stood to the end."""
    passed = item.publicity_entries.filter(ending="passed")
    windows = {}
    for entry in passed.select_related("publicity").order_by("pk"):
        windows[entry.publicity.level] = (entry.publicity.first_day, entry.last_day)
    if set(windows) != {"district", "national"}:
        raise Refused(["区级公示和全国公示均期满无异议后才能列入目录"])
    return windows
