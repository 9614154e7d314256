"""Writing the audit trail. Called by every service, inside its transaction."""

import json
import logging

from django.db import transaction

from .acting import through
from .models import AuditEvent

#: The mirror: one JSON line per row, after COMMIT; production sends it to stdout, off the host.
mirror = logging.getLogger("gongshi.audit")


def record(action, subject, *, by, at, because="", **data):
    """Append one row: ``by`` (a user, or None for the clock) did ``action`` to ``subject``.

    ``data`` holds words and numbers about the act, never personal data.
    """
    event = AuditEvent.objects.create(
        at=at,
        actor_id=getattr(by, "pk", None),
        actor=by.username if by else "系统",
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject=str(subject)[:200],
        because=because[:500],
        data={**through(), **data},
    )
    transaction.on_commit(lambda: mirror.info(line(event)), robust=True)
    return event


def line(event):
    """The row for the mirror: what identifies and proves it, without the words people typed."""
    return json.dumps(
        {
            "id": event.pk,
            "uid": str(event.uid),
            "at": event.at.isoformat(),
            "recorded_at": event.recorded_at.isoformat(),
            "actor_id": event.actor_id,
            "action": event.action,
            "subject_type": event.subject_type,
            "subject_id": event.subject_id,
            "mac": event.mac,
        }
    )
