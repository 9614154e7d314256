"""What lower rooms ask of the workflow: is it being mended, was it returned, is there a case."""

from django.db.models import Q

from catalog.models import Certificate
from pages.issued import FileAnswer
from publicity.models import PublicityEntry
from registry.permissions import organisations
from registry.roles import Permission

from .models import ChangeReport, Document, Letter, UpperReview
from .positions import MENDING, items_at, open_task


def is_being_mended(item):
    return item.process_id is not None and open_task(item, *MENDING) is not None


def mended_items(application):
    """With what was asked of each, for a page about all of them."""
    items = items_at(*MENDING).filter(application=application).order_by("position", "pk")
    signed = ("opinions__organisation", "upper_reviews__organisation", "investigations")
    return items.select_related("application__ruleset__office").prefetch_related(*signed)


def was_returned(application):
    return Letter.objects.filter(item__application=application, kind="returned").exists()


def open_case(certificate):
    case = certificate.changes.holding().first()
    return f"{case}" if case else ""


def has_listed(applicant, on):
    rows = Certificate.objects.live().filter(applicant=applicant, valid_until__gte=on)
    return rows.exists()


def has_publicised(applicant):
    rows = PublicityEntry.objects.filter(applicant=applicant, item__outcome__isnull=True)
    return rows.filter(Q(closed_at=None) | Q(ending=PublicityEntry.Ending.PASSED)).exists()


def open_cases(applicant):
    cases = ChangeReport.objects.open().filter(certificate__applicant=applicant)
    return [f"{case}" for case in cases.order_by("pk")]


def find_document(digest, at):
    """A letter or a report by the digest of its PDF: which kind, never whose."""
    rows = Document.objects.filter(file__sha256=digest, drawn_at__lte=at)
    document = rows.select_related("letter").first()
    if document is None:
        return None
    letter = document.letter
    is_void = letter is not None and letter.voided_at is not None
    return FileAnswer(
        kind="告知文书" if letter else "上报文书",
        title=letter.get_kind_display() if letter else "",
        issued_at=document.drawn_at,
        is_current=not is_void,
        words="已经作废" if is_void else "没有作废或者代替",
    )


def visible_to(user):
    """City and province see what came up to them."""
    upper = organisations(user, Permission.SEE_UPPER_PAPERS)
    if not upper:
        return None
    reviews = UpperReview.objects.filter(organisation__code__in=upper)
    return Q(pk__in=reviews.values("item__application"))
