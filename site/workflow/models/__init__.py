"""The paper on its way: applications, items, materials, opinions, and whose turn it is."""

from .applications import Application, Submission
from .authorisations import Authorisation, AuthorisationAccess
from .changes import ChangeReport
from .countersigning import OpinionProposal
from .decisions import Investigation, Opinion, OpinionFile, SignedDuty
from .documents import Document
from .drafting import OpinionDraft, OpinionDraftFile, OpinionTemplate, SavedFilter
from .items import Item, Outcome
from .letters import Letter
from .materials import Material, MaterialAccess, Scan
from .oversight import Reminder
from .photos import Photo
from .printing import PrintedForm
from .processes import (
    CertificationProcess,
    CertificationTask,
    ChangeProcess,
    ChangeTask,
    Turn,
)
from .renewals import RenewalReminder
from .unsaved import UnsavedForm
from .upper import Report, UpperReview

__all__ = [
    "Application",
    "Authorisation",
    "AuthorisationAccess",
    "CertificationProcess",
    "CertificationTask",
    "ChangeProcess",
    "ChangeReport",
    "ChangeTask",
    "Document",
    "Investigation",
    "Item",
    "Letter",
    "Material",
    "MaterialAccess",
    "Opinion",
    "OpinionDraft",
    "OpinionDraftFile",
    "OpinionFile",
    "OpinionProposal",
    "OpinionTemplate",
    "Outcome",
    "Photo",
    "PrintedForm",
    "Reminder",
    "RenewalReminder",
    "Report",
    "SavedFilter",
    "Scan",
    "SignedDuty",
    "Submission",
    "Turn",
    "UnsavedForm",
    "UpperReview",
]
