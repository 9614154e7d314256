"""Who is who, as rows: remembered facts, no effects."""

from .access_codes import AccessCode
from .accounts import FailedSignIn, Invitation, Registration
from .applicants import Applicant, Licence
from .calendars import CalendarEdition, HolidayPaper, LocalOverride
from .delegations import Delegation
from .dishonesty import DishonestyEntry
from .listed_words import ListedWord
from .organisations import Organisation, Township
from .people import Membership, Tie, User
from .ruleset_changes import RuleSetChange
from .rulesets import RuleSet
from .tokens import ApiCall, ApiToken

__all__ = [
    "AccessCode",
    "ApiCall",
    "ApiToken",
    "Applicant",
    "CalendarEdition",
    "Delegation",
    "DishonestyEntry",
    "FailedSignIn",
    "HolidayPaper",
    "Invitation",
    "Licence",
    "ListedWord",
    "LocalOverride",
    "Membership",
    "Organisation",
    "Registration",
    "RuleSet",
    "RuleSetChange",
    "Tie",
    "Township",
    "User",
]
