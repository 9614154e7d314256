"""Who has issued the bulletin of a quarter and who has not, closed quarter or not (R49, R50)."""

from dataclasses import dataclass
from datetime import date, timedelta

from registry.models import Organisation
from registry.rulesets import in_force
from rules.periods import local_day
from rules.sales import quarter, quarter_ends, quarter_words

from . import task_policies as policies
from .models import Bulletin, Task, TaskUnit

#: So many quarters back the list goes.
QUARTERS = 4


@dataclass(frozen=True)
class Report:
    """What one unit owes of one quarter; ``bulletin`` is None before the quarter is closed."""

    unit: Organisation
    quarter: str
    due_on: date
    on: date
    is_district: bool = False
    bulletin: Bulletin | None = None

    @property
    def is_issued(self):
        return bool(self.bulletin and self.bulletin.issued_at)

    @property
    def is_missing(self):
        """Due, and not issued: whether somebody drafts it or the quarter is not even closed."""
        return not self.is_issued and self.due_on < self.on

    @property
    def words(self):
        if self.is_issued:
            is_late = local_day(self.bulletin.issued_at) > self.due_on
            return f"{self.bulletin.number}{'（逾期）' if is_late else ''}"
        state = self.bulletin.state if self.bulletin else "季度未关账"
        return f"逾期未通报（{state}）" if self.is_missing else state


def reports(on):
    """``[(quarter in words, [Report of each lead unit, then of the office])]``, newest first.

    For a unit that ended its successor reports, but where it began a bulletin itself.
    """
    first = Task.objects.order_by("issued_on").values_list("issued_on", flat=True).first()
    if first is None:
        return []
    words = policies.quarters_until(quarter(first), on)[-QUARTERS:][::-1]
    rows = Bulletin.objects.filter(close__quarter__in=words, close__reopened_at=None, corrects=None)
    bulletins = {
        (each.close.quarter, each.kind, each.unit_id): each
        for each in rows.select_related("close", "unit")
    }
    leads = TaskUnit.objects.filter(role=TaskUnit.Role.LEAD).values("organisation")
    tomorrow = on + timedelta(days=1)  # on its last day a unit has handed its work over
    leads = [
        (unit, unit.successor(tomorrow))
        for unit in Organisation.objects.filter(pk__in=leads).order_by("code")
    ]
    return [(quarter_words(word), list(_of_quarter(word, leads, bulletins, on))) for word in words]


def _of_quarter(word, leads, bulletins, on):
    last = quarter_ends(word)
    rules, of_unit = in_force(last), Bulletin.Kind.LEAD_UNIT
    units = [unit if (word, of_unit, unit.pk) in bulletins else heir for unit, heir in leads]
    for unit, kind, days in (
        *((unit, of_unit, rules.unit_bulletin_days) for unit in dict.fromkeys(units) if unit),
        (rules.office, Bulletin.Kind.DISTRICT, rules.bulletin_days),
    ):
        bulletin = bulletins.get((word, kind, unit.pk))
        is_district = kind == Bulletin.Kind.DISTRICT
        yield Report(unit, word, last + timedelta(days=days), on, is_district, bulletin)
