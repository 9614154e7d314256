"""That it was done, for whoever watches and whoever audits."""

from django.db import transaction

from records.audit import record
from records.jobs import came_through
from records.models import JobBeat


@transaction.atomic
def note(name, *, at, **data):
    """When ``name`` last came through, and an audit row ``system.name`` with ``data``."""
    came_through(name, at)
    record(f"system.{name}", JobBeat.objects.get(name=name), by=None, at=at, **data)
