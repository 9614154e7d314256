"""Every change of the ledger: booking and reversing sales, files of them, closing a quarter."""

from .headings import name_columns, own_headings
from .imports import Answer, import_sales, judge_rows, keep_upload, undo_import
from .quarters import (
    answer_reopening,
    close_quarter,
    open_quarter,
    propose_reopening,
    quarter_to_close,
)
from .sales import Duplicate, add_vouchers, record_sale, reverse_sale, standing

__all__ = [
    "Answer",
    "Duplicate",
    "add_vouchers",
    "answer_reopening",
    "close_quarter",
    "import_sales",
    "judge_rows",
    "keep_upload",
    "name_columns",
    "open_quarter",
    "own_headings",
    "propose_reopening",
    "quarter_to_close",
    "record_sale",
    "reverse_sale",
    "standing",
    "undo_import",
]
