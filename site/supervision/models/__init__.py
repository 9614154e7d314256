"""What the public may object to, what it said, and what was done about it, as rows."""

from .admissions import Admission, RateCount
from .complaints import Complaint, ComplaintStep, Feedback, ReplyRequest
from .draws import InspectionDraw
from .evidence import EvidenceFile, EvidenceView
from .inspections import Inspection
from .intents import PurchaseIntent
from .objections import Objection
from .publicity import Publicity, PublicityEntry

__all__ = [
    "Admission",
    "Complaint",
    "ComplaintStep",
    "EvidenceFile",
    "EvidenceView",
    "Feedback",
    "Inspection",
    "InspectionDraw",
    "Objection",
    "Publicity",
    "PublicityEntry",
    "PurchaseIntent",
    "RateCount",
    "ReplyRequest",
]
