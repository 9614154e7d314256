"""The paper on its way: applications, items, materials, opinions, and whose turn it is."""

from .applications import Application, Submission
from .authorisations import Authorisation, AuthorisationAccess
from .decisions import Investigation, Opinion, SignedDuty
from .items import Item, Outcome
from .letters import Letter
from .materials import Material, MaterialAccess, Scan
from .photos import Photo
from .processes import CertificationProcess, CertificationTask, Turn
from .upper import Report, UpperReview

__all__ = [
    "Application",
    "Authorisation",
    "AuthorisationAccess",
    "CertificationProcess",
    "CertificationTask",
    "Investigation",
    "Item",
    "Letter",
    "Material",
    "MaterialAccess",
    "Opinion",
    "Outcome",
    "Photo",
    "Report",
    "Scan",
    "SignedDuty",
    "Submission",
    "Turn",
    "UpperReview",
]
