"""What a row says, field by field, in the form in which the trail keeps it."""

from datetime import date, datetime, time
from hashlib import sha256

from django.db.models import ForeignKey

HIDDEN = "（不记录内容）"
#: A longer text is told by its beginning and its digest.
LONGEST = 2000


def snapshot(audited, row):
    """``{name: value}`` of the row's own columns that are told, as Python values."""
    numbers = row._meta.concrete_fields
    columns = [column for column in numbers if column.is_relation or not column.primary_key]
    return {
        column.name: column.to_python(getattr(row, column.attname))
        for column in columns
        if audited.is_told(column.name)
    }


def difference(audited, old, new):
    """``{name: [before, after]}`` of what differs; empty for an empty value that stays away."""
    return {
        name: [_value(audited, name, old), _value(audited, name, new)]
        for name in {**old, **new}
        if _is_changed(old.get(name), new.get(name))
    }


def _is_changed(old, new):
    is_empty = old in (None, "") and new in (None, "")
    return not is_empty and old != new


def _value(audited, name, values):
    value = values.get(name)
    if value in (None, ""):
        return None
    if name in audited.secret:
        return HIDDEN
    if mask := audited.masks.get(name):
        return mask(str(value))
    column = audited.model._meta.get_field(name)
    if isinstance(column, ForeignKey):
        end = column.related_model._base_manager.filter(pk=value).first()
        return f"{end}（{value}）" if end else str(value)
    return plain(value)


def plain(value):
    """Words and numbers that JSON keeps as they are."""
    if isinstance(value, bool | int | list | dict):
        return value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    text = str(value)
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST]}…（全文{len(text)}字，摘要 {sha256(text.encode()).hexdigest()}）"


def ends(rows):
    """The far ends of a relation as words, in a fixed order."""
    return sorted(f"{row}（{row.pk}）" for row in rows)
