"""What is watched: complaints, inspections, what they propose, draws and intents, as rows."""

from .complaints import Complaint, ComplaintStep, Feedback, ReplyRequest
from .draws import InspectionDraw
from .evidence import EvidenceFile, EvidenceView
from .inspections import Inspection
from .intents import PurchaseIntent
from .proposals import CaseProposal

__all__ = [
    "CaseProposal",
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
