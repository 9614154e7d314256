"""Responsible units as users: for which organisations a person reports, and whose work they see."""

from django.db.models import Q

from .models import Organisation
from .permissions import organisations
from .roles import Permission


def reported_by(user):
    """The organisations for which ``user`` keeps ledgers today."""
    codes = organisations(user, Permission.KEEP_UNIT_LEDGERS)
    return Organisation.objects.filter(code__in=codes).order_by("code")


def own(user):
    """The organisations of which ``user`` is a reporter or the head today."""
    codes = organisations(user, Permission.SEE_UNIT_WORK)
    return Organisation.objects.filter(code__in=codes).order_by("code")


def in_sight(user):
    """The own organisations and those that they supervise (R30): whose work ``user`` reads."""
    codes = organisations(user, Permission.SEE_UNIT_WORK)
    supervised = Q(code__in=codes) | Q(parent__code__in=codes)
    return Organisation.objects.filter(supervised).order_by("code")
