"""What was sold, bought and done, as rows: sales, imports, closed periods, tasks, the ledgers."""

from .events import EventProduct, SalesEvent
from .imports import ImportBatch, ImportMapping, ImportMistake
from .periods import PeriodClose
from .purchases import Purchase
from .sales import SalesRecord
from .support import Pairing, Placement, SupplyBase, SupplyContract, SupportMeasure
from .tasks import Task, TaskUnit
from .venues import ShelfProduct, Venue, VenueNotice

__all__ = [
    "EventProduct",
    "ImportBatch",
    "ImportMapping",
    "ImportMistake",
    "Pairing",
    "PeriodClose",
    "Placement",
    "Purchase",
    "SalesEvent",
    "SalesRecord",
    "ShelfProduct",
    "SupplyBase",
    "SupplyContract",
    "SupportMeasure",
    "Task",
    "TaskUnit",
    "Venue",
    "VenueNotice",
]
