"""What must not be forgotten: the trail and its seals, numbers, mail, heartbeats."""

from .audit import AuditEvent, AuditSeal
from .heartbeat import Heartbeat, JobBeat, JobFailure
from .kept_forms import KeptForm
from .mail import OutgoingMail
from .numbering import Counter

__all__ = [
    "AuditEvent",
    "AuditSeal",
    "Counter",
    "Heartbeat",
    "JobBeat",
    "JobFailure",
    "KeptForm",
    "OutgoingMail",
]
