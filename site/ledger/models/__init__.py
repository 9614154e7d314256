"""What was sold and what was to be done, as rows: sales, imports, closed periods, tasks."""

from .periods import PeriodClose, Reopening
from .sales import SalesImport, SalesRecord
from .tasks import Task, TaskUnit

__all__ = ["PeriodClose", "Reopening", "SalesImport", "SalesRecord", "Task", "TaskUnit"]
