"""Duties as permissions: ``role@organisation`` strings that Viewflow's queues and buttons honour.

No rows are written for them: they follow from memberships in force today, and from the applicant
a person acts for (``applicant@<id>``).
"""

from django.utils import timezone

from rules.periods import local_day
from rules.vocabulary import HEADS

from .models import Membership


def duty(role, organisation):
    """The permission of ``role`` in ``organisation``."""
    return f"{role}@{organisation.code}"


def agency(applicant_id):
    """The permission to act for one applicant."""
    return f"applicant@{applicant_id}"


def duties(user):
    """Every duty of ``user`` today, as a set of strings; asked once per request."""
    if not user.is_active or user.is_anonymous:
        return frozenset()
    if not hasattr(user, "_duties"):
        held = Membership.objects.filter(user=user).in_force(local_day(timezone.now()))
        pairs = held.values_list("role", "organisation__code")
        found = {f"{role}@{code}" for role, code in pairs}
        if user.applicant_id:
            found.add(agency(user.applicant_id))
        user._duties = frozenset(found)
    return user._duties


def headed(user):
    """The duties whose holders ``user`` is the head of, each in the head's own organisation."""
    held = (found.split("@", 1) for found in duties(user))
    return {f"{role}@{code}" for head, code in held for role in HEADS.get(head, ())}


def organisations(user, *roles):
    """The codes of the organisations in which ``user`` holds one of ``roles``."""
    held = (found.split("@", 1) for found in duties(user))
    return {code for role, code in held if role in roles}


class DutyBackend:
    """Django authentication backend: answers ``role@organisation``, authenticates nobody."""

    def authenticate(self, request, **credentials):
        return None

    def get_all_permissions(self, user, obj=None):
        return set() if obj is not None else set(duties(user))

    def has_perm(self, user, permission, obj=None):
        return "@" in permission and obj is None and permission in duties(user)

    def has_module_perms(self, user, app_label):
        return False
