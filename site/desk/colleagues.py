"""Who may be handed a task by a head: the holders of the duties that the head answers for."""

from django.db.models import Q

from registry.models import Membership, User
from registry.permissions import headed


def of(head, on):
    """The people whose work ``head`` hands out on day ``on``, by name."""
    return _holding(headed(head), on).order_by("username")


def _holding(duties, on):
    matches = Q(pk__in=[])
    for duty in duties:
        role, code = duty.split("@", 1)
        matches |= Q(role=role, organisation__code=code)
    members = Membership.objects.filter(matches).in_force(on)
    return User.objects.filter(pk__in=members.values("user"), is_active=True)
