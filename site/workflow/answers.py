"""What ``applications`` asks of the workflow: is it being mended, was it returned, who sees it."""

from django.db.models import Q

from registry.permissions import organisations
from registry.roles import Permission

from .models import Letter, UpperReview
from .positions import MENDING, open_task


def is_being_mended(item):
    return item.process_id is not None and open_task(item, *MENDING) is not None


def was_returned(application):
    return Letter.objects.filter(item__application=application, kind="returned").exists()


def visible_to(user):
    """City and province see what came up to them."""
    upper = organisations(user, Permission.SEE_UPPER_PAPERS)
    if not upper:
        return None
    reviews = UpperReview.objects.filter(organisation__code__in=upper)
    return Q(pk__in=reviews.values("item__application"))
