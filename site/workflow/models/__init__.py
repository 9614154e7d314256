"""The paper on its way: applications, items, materials, opinions, and whose turn it is."""

from .applications import Application, Submission
from .decisions import Investigation, Opinion, SignedDuty
from .items import Item, Outcome
from .letters import Letter
from .materials import Material, MaterialAccess
from .printing import PrintedForm
from .processes import CertificationProcess, CertificationTask, Turn
from .unsaved import UnsavedForm
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
    "PrintedForm",
    "Report",
    "SignedDuty",
    "Submission",
    "Turn",
    "UnsavedForm",
    "UpperReview",
]
