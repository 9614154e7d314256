"""What stands before the public and what was said against it, as rows."""

from .evidence import ObjectionEvidence, ObjectionEvidenceView
from .objections import Objection
from .observations import Observation
from .outages import OutageDay
from .postings import BoardPosting
from .windows import Publicity, PublicityEntry, WindowExtension

__all__ = [
    "BoardPosting",
    "Objection",
    "ObjectionEvidence",
    "ObjectionEvidenceView",
    "Observation",
    "OutageDay",
    "Publicity",
    "PublicityEntry",
    "WindowExtension",
]
