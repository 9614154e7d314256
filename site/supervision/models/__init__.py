"""What is watched: complaints, inspections, what they propose, draws, intents,
ratings and reports of mistakes on the site, as rows."""

from .complaints import Complaint, ComplaintStep, Feedback
from .draws import InspectionDraw
from .evidence import EvidenceFile, EvidenceView
from .inspections import Inspection
from .intents import PurchaseIntent
from .proposals import CaseProposal
from .ratings import Rating
from .replies import ReplyRequest
from .site_reports import SiteReport

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
    "Rating",
    "ReplyRequest",
    "SiteReport",
]
