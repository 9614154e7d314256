"""The townships that a form may offer on a day."""

from django.db.models import Q

from registry.models import Township


def townships(on, *, current=None):
    """Those in force on ``on``, and the one that the paper already names, should it have ended."""
    in_force = Township.objects.in_force(on).values("pk")
    return Township.objects.filter(Q(pk__in=in_force) | Q(pk=current))
