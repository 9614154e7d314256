"""What is watched: complaints, inspections, draws and intents, as rows."""

from .complaints import Complaint, ComplaintStep, Feedback, ReplyRequest
from .draws import InspectionDraw
from .evidence import EvidenceFile, EvidenceView
from .inspections import Inspection
from .intents import PurchaseIntent

__all__ = [
    "Complaint",
    "ComplaintStep",
    "EvidenceFile",
    "EvidenceView",
    "Feedback",
    "Inspection",
    "InspectionDraw",
    "PurchaseIntent",
    "ReplyRequest",
]
