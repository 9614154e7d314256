"""What must not be forgotten: the trail and its seals, numbers, mail, heartbeats."""

from .append_only import AppendOnly
from .audit import AuditEvent, AuditSeal
from .evidence import EvidenceLeaf, HeadStamp, TreeHead
from .heartbeat import Heartbeat, JobBeat, JobFailure
from .kept_forms import KeptForm
from .mail import OutgoingMail
from .numbering import Counter
from .public_writes import PublicWrite

__all__ = [
    "AppendOnly",
    "AuditEvent",
    "AuditSeal",
    "Counter",
    "EvidenceLeaf",
    "HeadStamp",
    "Heartbeat",
    "JobBeat",
    "JobFailure",
    "KeptForm",
    "OutgoingMail",
    "PublicWrite",
    "TreeHead",
]
