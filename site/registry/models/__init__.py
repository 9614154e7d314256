"""Who is who, as rows: remembered facts, no effects."""

from .accounts import Invitation, KeptForm
from .applicants import Applicant, Licence
from .audit import AuditEvent, AuditSeal
from .calendars import HolidayPaper, LocalOverride
from .delegations import Delegation
from .dishonesty import DishonestyEntry
from .heartbeat import Heartbeat, JobBeat, JobFailure
from .mail import OutgoingMail
from .numbering import Counter
from .organisations import Organisation, Township
from .people import Membership, Tie, User
from .rulesets import RuleSet

__all__ = [
    "Applicant",
    "AuditEvent",
    "AuditSeal",
    "Counter",
    "Delegation",
    "DishonestyEntry",
    "Heartbeat",
    "HolidayPaper",
    "Invitation",
    "JobBeat",
    "JobFailure",
    "KeptForm",
    "Licence",
    "LocalOverride",
    "Membership",
    "Organisation",
    "OutgoingMail",
    "RuleSet",
    "Tie",
    "Township",
    "User",
]
