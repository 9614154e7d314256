"""The quarter of the demonstration: every state that a filing can be in, and what comes of it."""

from collections import Counter

import pytest
from tests.support import plan

from demo import quarter
from ledger import filings
from ledger.models import Bulletin, Filing
from rules.periods import local_day


@pytest.mark.walk
@pytest.mark.django_db
def test_ledgers_are_filed_in_time_late_returned_and_missing_and_the_bulletin_says_so(office):
    plan.load_plan()
    for _ in range(2):  # the second time tells nothing more
        quarter.tell_quarter()
    units = filings.owing_units(quarter.QUARTER)
    states = {each[0].code: each[2] for each in filings.standing_of(quarter.QUARTER, units)}
    assert (states[quarter.SILENT], states[quarter.RETURNED]) == ("missing", "returned")
    assert Counter(states.values()) == {"filed": len(units) - 2, "missing": 1, "returned": 1}
    due_on = filings.due_on(quarter.QUARTER, local_day(quarter.ISSUED_AT))
    late = [each for each in Filing.objects.signed() if local_day(each.signed_at) > due_on]
    assert [each.unit.code for each in late] == [quarter.LATE]
    urge = Bulletin.objects.get(kind="district").lists["urge"]
    assert [line for line in urge if "台账" in line] == [
        "区工信局：台账逾期报送",
        "区供销社：台账未报送",
        "示例学校食堂（虚构）：台账退回后未重新报送",
    ]
    assert Bulletin.objects.issued().count() == Bulletin.objects.count() > 1
