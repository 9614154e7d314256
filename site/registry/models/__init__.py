"""Who is who, as rows: remembered facts, no effects."""

from .accounts import FailedSignIn, Invitation, KeptForm, Registration
from .applicants import Applicant, Licence
from .audit import AuditEvent, AuditSeal
from .calendars import HolidayPaper, LocalOverride
from .delegations import Delegation
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
    "AuditSeal",
    "Counter",
    "Delegation",
    "DishonestyEntry",
    "FailedSignIn",
    "Heartbeat",
    "HolidayPaper",
    "Invitation",
    "KeptForm",
    "Licence",
    "LocalOverride",
    "Membership",
    "Organisation",
    "OutgoingMail",
    "Registration",
    "RuleSet",
    "Tie",
    "Township",
    "User",
]
