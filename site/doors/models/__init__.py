"""What the public hands in at any door, let in once and counted; what officers take away."""

from .admissions import Admission, RateCount
from .evidence import Evidence, EvidenceLook
from .receipts import Receipted
from .table_exports import TableExport

__all__ = ["Admission", "Evidence", "EvidenceLook", "RateCount", "Receipted", "TableExport"]
