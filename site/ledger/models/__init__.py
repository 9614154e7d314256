"""What was sold, bought and done, as rows: sales, imports, closed periods, tasks, the ledgers."""

from .bulletins import Bulletin, BulletinRecipient
from .events import EventProduct, SalesEvent
from .filings import Filing
from .imports import ImportBatch, ImportMapping, ImportMistake
from .monthly import NoSales
from .periods import PeriodClose, Reopening
from .progress import (
    Baseline,
    CoordinationNote,
    Problem,
    Progress,
    ProgressFile,
    ProgressFileView,
)
from .purchases import Purchase
from .sales import SalesRecord, SaleVoucher, SaleVoucherView
from .support import Pairing, Placement, SupplyBase, SupplyContract, SupportMeasure
from .tasks import PlanMeasure, Task, TaskPlan, TaskUnit
from .venues import ShelfProduct, Venue, VenueNotice

__all__ = [
    "Baseline",
    "Bulletin",
    "BulletinRecipient",
    "CoordinationNote",
    "EventProduct",
    "Filing",
    "ImportBatch",
    "ImportMapping",
    "ImportMistake",
    "NoSales",
    "Pairing",
    "PeriodClose",
    "Placement",
    "PlanMeasure",
    "Problem",
    "Progress",
    "ProgressFile",
    "ProgressFileView",
    "Purchase",
    "Reopening",
    "SaleVoucher",
    "SaleVoucherView",
    "SalesEvent",
    "SalesRecord",
    "ShelfProduct",
    "SupplyBase",
    "SupplyContract",
    "SupportMeasure",
    "Task",
    "TaskPlan",
    "TaskUnit",
    "Venue",
    "VenueNotice",
]
