"""What the public may object to, and what it said, as rows."""

from .objections import Objection
from .publicity import Publicity, PublicityEntry

__all__ = ["Objection", "Publicity", "PublicityEntry"]
