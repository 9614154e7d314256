"""The paper on its way: applications, items, materials, opinions, and whose turn it is."""

from .acceptance import Acceptance
from .archives import ArchiveFile
from .change_files import ChangeFile, ChangeFileView
from .changes import ChangeReport
from .closings import Closing
from .consultations import Circular, CircularCopy, Consultation, ExpertAddress
from .corrections import UpperCorrection
from .countersigning import OpinionProposal, ProposalFile
from .decisions import Investigation, Opinion, OpinionFile, SignedDuty
from .deliveries import DocumentRecipient
from .dishonesty import DishonestyFile, DishonestyFileView, DishonestyRepair, UnitLetter
from .disposals import Disposal, DisposalLine
from .documents import Document
from .drafting import OpinionDraft, OpinionDraftFile, OpinionTemplate, SavedFilter
from .figures import FigureCheck
from .holds import Hold
from .letters import Letter
from .listing import ListingDecision
from .mending import PointAnswer
from .oversight import Reminder, Urging
from .preservations import Preservation
from .processes import (
    BulletinProcess,
    BulletinTask,
    CertificationProcess,
    CertificationTask,
    ChangeProcess,
    ChangeTask,
    ComplaintProcess,
    ComplaintTask,
    DishonestyProcess,
    DishonestyTask,
    Turn,
)
from .questions import Question
from .renewals import RenewalReminder
from .reversals import Reversal
from .short_windows import ShortWindow
from .transfers import CaseTransfer
from .upper import Report, UpperReview
from .wordings import LetterWording

__all__ = [
    "Acceptance",
    "ArchiveFile",
    "BulletinProcess",
    "BulletinTask",
    "CaseTransfer",
    "CertificationProcess",
    "CertificationTask",
    "ChangeFile",
    "ChangeFileView",
    "ChangeProcess",
    "ChangeReport",
    "ChangeTask",
    "Circular",
    "CircularCopy",
    "Closing",
    "ComplaintProcess",
    "ComplaintTask",
    "Consultation",
    "DishonestyFile",
    "DishonestyFileView",
    "DishonestyProcess",
    "DishonestyRepair",
    "DishonestyTask",
    "Disposal",
    "DisposalLine",
    "Document",
    "DocumentRecipient",
    "ExpertAddress",
    "FigureCheck",
    "Hold",
    "Investigation",
    "Letter",
    "LetterWording",
    "ListingDecision",
    "Opinion",
    "OpinionDraft",
    "OpinionDraftFile",
    "OpinionFile",
    "OpinionProposal",
    "OpinionTemplate",
    "PointAnswer",
    "Preservation",
    "ProposalFile",
    "Question",
    "Reminder",
    "RenewalReminder",
    "Report",
    "Reversal",
    "SavedFilter",
    "ShortWindow",
    "SignedDuty",
    "Turn",
    "UnitLetter",
    "UpperCorrection",
    "UpperReview",
    "Urging",
]
