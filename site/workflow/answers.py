"""What lower rooms ask of the workflow: is it being mended, was it returned, is there a case."""

from django.db.models import Q

from registry.permissions import organisations
from registry.roles import Permission

from .models import ChangeReport, Letter, UpperReview
from .positions import MENDING, open_task


def is_being_mended(item):
    return item.process_id is not None and open_task(item, *MENDING) is not None


def was_returned(application):
    return Letter.objects.filter(item__application=application, kind="returned").exists()


def open_case(certificate):
    case = certificate.changes.holding().first()
    return f"{case}" if case else ""


def open_cases(applicant):
    cases = ChangeReport.objects.open().filter(certificate__applicant=applicant)
    return [f"{case}" for case in cases.order_by("pk")]


def visible_to(user):
    """City and province see what came up to them."""
    upper = organisations(user, Permission.SEE_UPPER_PAPERS)
    if not upper:
        return None
    reviews = UpperReview.objects.filter(organisation__code__in=upper)
    return Q(pk__in=reviews.values("item__application"))
