"""What the public may object to, and what it said, as rows."""

from .draws import InspectionDraw
from .objections import Objection
from .publicity import Publicity, PublicityEntry

__all__ = ["InspectionDraw", "Objection", "Publicity", "PublicityEntry"]
