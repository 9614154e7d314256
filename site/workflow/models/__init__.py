"""The paper on its way: applications, items, materials, opinions, and whose turn it is."""

from .applications import Application, Submission
from .decisions import Investigation, Opinion, SignedDuty
from .items import Item, Outcome
from .letters import Letter
from .materials import Material, MaterialAccess
from .processes import CertificationProcess, CertificationTask, Turn
from .upper import Report, UpperReview

__all__ = [
    "Application",
    "CertificationProcess",
    "CertificationTask",
    "Investigation",
    "Item",
    "Letter",
    "Material",
    "MaterialAccess",
    "Opinion",
    "Outcome",
    "Report",
    "SignedDuty",
    "Submission",
    "Turn",
    "UpperReview",
]
