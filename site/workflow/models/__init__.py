"""The paper on its way: applications, items, materials, opinions, and whose turn it is."""

from .changes import ChangeReport
from .countersigning import OpinionProposal, ProposalFile
from .decisions import Investigation, Opinion, OpinionFile, SignedDuty
from .dishonesty import DishonestyFile, DishonestyFileView, DishonestyRepair, UnitLetter
from .documents import Document
from .drafting import OpinionDraft, OpinionDraftFile, OpinionTemplate, SavedFilter
from .letters import Letter
from .oversight import Reminder
from .processes import (
    BulletinProcess,
    BulletinTask,
    CertificationProcess,
    CertificationTask,
    ChangeProcess,
    ChangeTask,
    DishonestyProcess,
    DishonestyTask,
    Turn,
)
from .renewals import RenewalReminder
from .transfers import CaseTransfer
from .upper import Report, UpperReview

__all__ = [
    "BulletinProcess",
    "BulletinTask",
    "CaseTransfer",
    "CertificationProcess",
    "CertificationTask",
    "ChangeProcess",
    "ChangeReport",
    "ChangeTask",
    "DishonestyFile",
    "DishonestyFileView",
    "DishonestyProcess",
    "DishonestyRepair",
    "DishonestyTask",
    "Document",
    "Investigation",
    "Letter",
    "Opinion",
    "OpinionDraft",
    "OpinionDraftFile",
    "OpinionFile",
    "OpinionProposal",
    "OpinionTemplate",
    "ProposalFile",
    "Reminder",
    "RenewalReminder",
    "Report",
    "SavedFilter",
    "SignedDuty",
    "Turn",
    "UnitLetter",
    "UpperReview",
]
