"""Which columns have had nothing new for too long (requirements §5.6)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from rules.periods import local_day

from ..models import DocumentIndexPage
from ..models.document_queries import published


@dataclass(frozen=True)
class ColumnAge:
    """A column, the day of its latest text, and what that means."""

    title: str
    pk: int
    months_allowed: int
    latest_on: date | None
    days_since: int | None
    is_stale: bool

    @property
    def verdict(self):
        if self.latest_on is None:
            return "没有内容"
        return "超期未更新" if self.is_stale else "正常"


def column_ages(at):
    """A :class:`ColumnAge` for each live column of documents, the most neglected first."""
    ages = [_age(column, at) for column in DocumentIndexPage.objects.live().order_by("path")]
    return sorted(ages, key=lambda age: (not age.is_stale, -(age.days_since or 0)))


def _age(column, at):
    today = local_day(at)
    latest = column.documents(at).aggregate(latest=Max(published()))["latest"]
    day = local_day(latest) if latest else None
    return ColumnAge(
        title=column.title,
        pk=column.pk,
        months_allowed=column.months_until_stale,
        latest_on=day,
        days_since=(today - day).days if day else None,
        is_stale=day is None or months_after(day, column.months_until_stale) < today,
    )


def months_after(day, months):
    """The corresponding day so many months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(last, day.day))
        except ValueError:
            continue
    raise ValueError(day)
