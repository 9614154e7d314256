"""Who is who, as rows: remembered facts, no effects."""

from .applicants import Applicant, Licence
from .audit import AuditEvent
from .calendars import HolidayPaper, LocalOverride
from .dishonesty import DishonestyEntry
from .heartbeat import Heartbeat
from .mail import OutgoingMail
from .numbering import Counter
from .organisations import Organisation, Township
from .people import Membership, Tie, User
from .rulesets import RuleSet

__all__ = [
    "Applicant",
    "AuditEvent",
    "Counter",
    "DishonestyEntry",
    "Heartbeat",
    "HolidayPaper",
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
