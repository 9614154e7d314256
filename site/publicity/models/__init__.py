"""What stands before the public and what was said against it, as rows."""

from .evidence import ObjectionEvidence, ObjectionEvidenceView
from .objections import Objection
from .observations import Observation
from .windows import Publicity, PublicityEntry

__all__ = [
    "Objection",
    "ObjectionEvidence",
    "ObjectionEvidenceView",
    "Observation",
    "Publicity",
    "PublicityEntry",
]
