"""What was sold and what was to be done, as rows: sales, imports, closed periods, tasks."""

from .bulletins import Bulletin, BulletinRecipient
from .periods import PeriodClose, Reopening
from .progress import (
    Baseline,
    CoordinationNote,
    Problem,
    Progress,
    ProgressFile,
    ProgressFileView,
)
from .sales import SalesImport, SalesRecord
from .tasks import PlanMeasure, Task, TaskPlan, TaskUnit

__all__ = [
    "Baseline",
    "Bulletin",
    "BulletinRecipient",
    "CoordinationNote",
    "PeriodClose",
    "PlanMeasure",
    "Problem",
    "Progress",
    "ProgressFile",
    "ProgressFileView",
    "Reopening",
    "SalesImport",
    "SalesRecord",
    "Task",
    "TaskPlan",
    "TaskUnit",
]
