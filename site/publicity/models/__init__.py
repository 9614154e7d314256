"""What stands before the public and what was said against it, as rows."""

from .evidence import ObjectionEvidence, ObjectionEvidenceView
from .objections import Objection
from .windows import Publicity, PublicityEntry, WindowExtension

__all__ = [
    "Objection",
    "ObjectionEvidence",
    "ObjectionEvidenceView",
    "Publicity",
    "PublicityEntry",
    "WindowExtension",
]
