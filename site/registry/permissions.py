"""Duties as permissions: ``role@organisation`` strings that Viewflow's queues and buttons honour.

No rows are written for them: they follow from memberships in force today, from those of an absent
colleague one stands in for, and from the applicant a person acts for (``applicant@<id>``).
"""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from records.prepared import DAY, NUMBER, Prepared
from rules.periods import local_day

from .models import Delegation, Membership, User
from .roles import HEADS, UNDELEGATED, words_with


def duty(role, organisation):
    """The permission of ``role`` in ``organisation``."""
    return f"{role}@{organisation.code}"


def agency(applicant_id):
    """The permission to act for one applicant."""
    return f"applicant@{applicant_id}"


def duties(user):
    """Every duty of ``user`` today, as a set of strings; asked once per request.

    Whoever acts for an applicant holds no duty of an office, whatever memberships say (R67).
    """
    if not user.is_active or user.is_anonymous:
        return frozenset()
    if user.applicant_id:
        return frozenset({agency(user.applicant_id)})
    if not hasattr(user, "_duties"):
        pairs = PAIRS(user.pk, local_day(timezone.now()))
        user._duties = frozenset(f"{role}@{code}" for role, code in pairs)
    return user._duties


def held_by(user, on):
    """The memberships whose duties are ``user``'s on day ``on``: their own, and those deputised."""
    deputised = Delegation.objects.in_force(on).filter(
        deputy=user, absent=OuterRef("user"), organisation=OuterRef("organisation")
    )
    theirs = Q(user=user) | (Exists(deputised) & ~Q(role__in=UNDELEGATED))
    return Membership.objects.filter(theirs).in_force(on)


def deputised(user, on):
    """``{duty: the absent colleague}`` of what ``user`` may do on day ``on`` as a deputy only."""
    own, theirs = set(), {}
    for each in held_by(user, on).select_related("user", "organisation"):
        name = duty(each.role, each.organisation)
        if each.user_id == user.pk:
            own.add(name)
        else:
            theirs[name] = each.user
    return {name: absent for name, absent in theirs.items() if name not in own}


#: ``(role, code of the organisation)`` of the duties of a user on a day.
PAIRS = Prepared(
    lambda user, on: held_by(user, on).values_list("role", "organisation__code"), NUMBER, DAY
)


def holders(permission, on):
    """The active people who hold ``role@organisation`` on day ``on``, deputies included."""
    role, _, code = permission.partition("@")
    members = Membership.objects.filter(role=role, organisation__code=code).in_force(on)
    absent = Delegation.objects.in_force(on).filter(organisation__code=code)
    deputies = absent.filter(absent__in=members.values("user"))
    people = Q(pk__in=members.values("user"))
    if role not in UNDELEGATED:
        people |= Q(pk__in=deputies.values("deputy"))
    return User.objects.filter(people, is_active=True, applicant=None).order_by("pk")


def headed(user):
    """The duties whose holders ``user`` is the head of, each in the head's own organisation."""
    pairs = (name.split("@", 1) for name in duties(user))
    return {f"{role}@{code}" for head, code in pairs for role in HEADS.get(head, ())}


def organisations(user, *permissions):
    """The codes of the organisations in which ``user`` has one of ``permissions`` (roles.py)."""
    roles = words_with(*permissions)
    pairs = (name.split("@", 1) for name in duties(user))
    return {code for role, code in pairs if role in roles}


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
