"""What became of each record: loaded, unchanged, or bad with its file, id and reasons."""

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from rules.refusal import Refused


@dataclass
class LoadReport:
    """Counts per file and the list of bad records; ``ok`` when there is none."""

    loaded: Counter = field(default_factory=Counter)
    unchanged: Counter = field(default_factory=Counter)
    bad: list[dict] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def ok(self):
        return not self.bad

    def refuse(self, file, record_id, reasons):
        self.bad.append({"file": file, "id": record_id, "reasons": list(reasons)})

    def as_json(self):
        return {
            "loaded": dict(self.loaded),
            "unchanged": dict(self.unchanged),
            "bad": self.bad,
            "notes": self.notes,
        }


def read_records(directory, file, report):
    """The records of one file; a missing or broken file is reported, never raised."""
    path = Path(directory) / file
    if not path.exists():
        report.notes[file] = "没有此文件"
        return []
    try:
        records = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        report.refuse(file, None, [f"文件不能读取：{error}"])
        return []
    if not isinstance(records, list) or not all(isinstance(each, dict) for each in records):
        report.refuse(file, None, ["文件应为记录的列表"])
        return []
    return records


def load_each(directory, file, load, report, *, key="id"):
    """Call ``load(record)`` for each record in a transaction of its own.

    ``load`` returns True when it wrote something, False when the record was already there, and
    raises :class:`Refused`, ``ValidationError`` or a lookup's own error when it cannot.
    """
    for record in read_records(directory, file, report):
        try:
            with transaction.atomic():
                counts = report.loaded if load(record) else report.unchanged
            counts[file] += 1
        except (Refused, ValidationError, LookupError, ValueError, TypeError) as error:
            report.refuse(file, record.get(key), reasons_of(error))


def reasons_of(error):
    """The reasons in an error, each a Chinese sentence that names its field where it has one."""
    if isinstance(error, Refused):
        return error.reasons
    if isinstance(error, ValidationError) and hasattr(error, "error_dict"):
        return [f"{name}：{text}" for name, texts in error.message_dict.items() for text in texts]
    if isinstance(error, ValidationError):
        return error.messages
    if isinstance(error, KeyError):
        return [f"缺少字段 {error.args[0]}"]
    return [f"数据格式不正确：{error}"]
