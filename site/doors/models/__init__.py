"""What the public hands in at any door: let in once, counted, named by a receipt, with files."""

from .admissions import Admission, RateCount
from .evidence import Evidence, EvidenceLook
from .receipts import Receipted

__all__ = ["Admission", "Evidence", "EvidenceLook", "RateCount", "Receipted"]
