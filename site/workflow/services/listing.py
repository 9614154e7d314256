"""Entering passed items in the catalogue after the national window, with evidence (A14, A39)."""

from django.db.models import Q

from applications.models import Item, Outcome, Photo
from applications.services import photos
from catalog.models import ProductPhoto
from catalog.questions import lock_entries_of
from catalog.services import add_photo, list_product
from files.models import Scan
from pages.notices.services import open_product_page
from publicity.models import PublicityEntry
from records.audit import record
from records.prepared import NUMBER, SECOND_NUMBER, Prepared
from registry.dishonesty import BARRING
from rules import typed_dates
from rules.official_dates import official_date
from rules.periods import local_day
from rules.refusal import Refused, refuse_fields, refuse_if
from rules.vocabulary import CAUSES_OF_THE_HOLDER
from supervision.models import CaseProposal, Complaint

from .. import letters, outcomes
from ..models import ChangeReport
from ..policies.holds import reasons_against_going_past
from ..policies.listing import UPHELD
from ..policies.short_windows import reasons_against_going_on
from ..verified_figures import verified_figures
from .milestones import milestones
from .steps import step

#: No entry has this key.
NONE = 0
ROW = Prepared(
    lambda item: (
        Item.objects.select_for_update(no_key=True).filter(pk=item).order_by().values_list("pk")
    ),
    NUMBER,
)
#: The number of a complaint about an item, or about the entry that it renews.
UNRESOLVED = Prepared(
    lambda item, entry: (
        Complaint.objects.filter(Q(item=item) | Q(certificate=entry))
        .unresolved()
        .values_list("number", flat=True)[:1]
    ),
    NUMBER,
    SECOND_NUMBER,
)
CASE = Prepared(
    lambda applicant: ChangeReport.objects.holding().filter(
        certificate__applicant=applicant, reason_code__in=CAUSES_OF_THE_HOLDER
    )[:1],
    NUMBER,
)
PASSED = Prepared(
    lambda item: (
        PublicityEntry.objects.filter(item=item, ending="passed")
        .order_by("pk")
        .values_list("publicity__level", "publicity__first_day", "last_day")
    ),
    NUMBER,
)
HAS_PHOTO = Prepared(
    lambda product: ProductPhoto.objects.filter(product=product).values_list("pk")[:1], NUMBER
)
PHOTOS = Prepared(
    lambda item: (
        Photo.objects.filter(item=item).exclude(file__scan=Scan.INFECTED).select_related("file")
    ),
    NUMBER,
)


def list_item(item, *, listed_on, evidence, by, at, basis_doc_no=""):
    """List one item for its validity; certificate, public page, letter and end in one transaction.

    ``evidence`` says how the office knows that the national window closed without objection (A39).
    """
    refuse_fields(_reasons_against(listed_on, evidence, at))
    with step(item, "list_item", by=by, at=at) as (item, _task):
        _lock(item)
        refuse_if(
            _complained_of(item)
            + _proposed_against(item)
            + _cases_of_holder(item)
            + _registered(item, local_day(at))
            + reasons_against_going_on(item)
            + reasons_against_going_past(item, on=local_day(at))
        )
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


def _lock(item):
    """A complaint about the item, and a finding about its holder, come before or after."""
    ROW.first(item.pk)
    lock_entries_of(item.application.applicant_id)


def _copy_photos(item, product, *, by, at):
    """What the applicant showed of the product becomes the catalogue's, unless it has its own."""
    if HAS_PHOTO.first(product.pk):
        return
    for number, photo in enumerate(PHOTOS(item.pk), start=1):
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
    """A11: a complaint stops the listing until resolved; one upheld, until the head decides.

    One about the entry that is renewed does so too: its measure would meet an entry that has ended.
    """
    reasons = []
    if number := UNRESOLVED.first(item.pk, item.renewal_of_id or NONE):
        reasons.append(f"投诉举报{number}尚未处理完毕，暂不能列入目录")
    if number := UPHELD.first(item.pk):
        reasons.append(f"投诉举报{number}已查实，不予列入目录，请由负责人决定如何处置")
    return reasons


def _proposed_against(item):
    """What was proposed about the entry that is renewed is answered before it gives way."""
    waiting = CaseProposal.objects.waiting().filter(certificate=item.renewal_of_id)
    if item.renewal_of_id is None or not waiting.exists():
        return []
    return [f"原目录条目{item.renewal_of.number}的处置建议尚未确认，暂不能列入目录"]


def _cases_of_holder(item):
    """A24: while an unlawful act of the holder is a case, nothing of it is listed."""
    case = CASE.first(item.application.applicant_id)
    return [f"申请单位有违法违规案件{case}在办理，暂不能列入目录"] if case else []


def _registered(item, on):
    """任务4: a unit in the dishonesty register is not listed until it is out of it again."""
    if (entry := BARRING.first(item.application.applicant_id, on)) is None:
        return []
    until = official_date(entry.effective_until)
    return [f"申请单位在失信登记有效期内（{entry}，至{until}），暂不能列入目录"]


def _windows(item):
    """The days of the two windows that this item stood to the end."""
    windows = {level: (first, last) for level, first, last in PASSED(item.pk)}
    if set(windows) != {"district", "national"}:
        raise Refused(["区级公示和全国公示均期满无异议后才能列入目录"])
    return windows
