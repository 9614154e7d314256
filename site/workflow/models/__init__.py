"""The paper on its way: applications, items, materials, opinions, and whose turn it is."""

from .applications import Application, Submission
from .decisions import Investigation, Opinion, OpinionFile, SignedDuty
from .documents import Document
from .drafting import OpinionDraft, OpinionTemplate, SavedFilter
from .items import Item, Outcome
from .letters import Letter
from .materials import Material, MaterialAccess
from .processes import CertificationProcess, CertificationTask, Turn
from .upper import Report, UpperReview

__all__ = [
    "Application",
    "CertificationProcess",
    "CertificationTask",
    "Document",
    "Investigation",
    "Item",
    "Letter",
    "Material",
    "MaterialAccess",
    "Opinion",
    "OpinionDraft",
    "OpinionFile",
    "OpinionTemplate",
    "Outcome",
    "Report",
    "SavedFilter",
    "SignedDuty",
    "Submission",
    "Turn",
    "UpperReview",
]
