"""Every day of every ledger has a floor and a ceiling, at its own column."""

from datetime import date, timedelta

import pytest

from ledger.entry_policies import reasons_against_entry
from ledger.ledgers import LEDGERS
from registry.models import Organisation

TODAY = date(2020, 6, 1)
DAYS = [
    (ledger, column)
    for ledger in LEDGERS.values()
    for column in ledger.all_columns
    if column.is_day
]


def told_of(ledger, column, day):
    """What is said at ``column`` where it bears ``day`` and nothing else is filled in."""
    entry = ledger.model(unit=Organisation(kind=ledger.kept_by[0]), **{column.name: day})
    reasons = reasons_against_entry(ledger, entry, on=TODAY)
    return [reason for name, reason in reasons if name == column.name]


@pytest.mark.parametrize(("ledger", "column"), DAYS, ids=lambda each: getattr(each, "name", None))
def test_a_mistyped_year_is_refused_at_its_column(ledger, column):
    ahead = ledger.ahead.get(column.name, 0)
    assert told_of(ledger, column, TODAY + timedelta(days=ahead)) == []
    for late in (TODAY + timedelta(days=ahead + 1), date(9999, 12, 31)):
        [reason] = told_of(ledger, column, late)
        assert reason.startswith(f"{column.title}不得晚于今天")
    [reason] = told_of(ledger, column, date(202, 6, 1))
    assert "请核对年份" in reason
