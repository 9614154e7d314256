"""Writing the audit trail. Called by every service, inside its transaction."""

from .models import AuditEvent


def record(action, subject, *, by, at, because="", **data):
    """Append one row: ``by`` (a user, or None for the clock) did ``action`` to ``subject``.

    ``data`` holds words and numbers about the act, never personal data.
    """
    return AuditEvent.objects.create(
        at=at,
        actor_id=getattr(by, "pk", None),
        actor=by.username if by else "系统",
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject=str(subject)[:200],
        because=because[:500],
        data=data,
    )
