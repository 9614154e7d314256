"""Who reviews side by side in the district: as the rule set names offices for it (R12, A06)."""

import pytest

from workflow.invariants import violations
from workflow.models import Opinion

pytestmark = pytest.mark.django_db


def test_nothing_goes_up_without_a_review_that_its_rule_set_asks_for(walked):
    [item] = walked("report")
    assert violations() == []
    Opinion.objects.filter(item=item, step="quality").update(result="return")
    assert violations() == [f"{item} 缺少审核意见即上报市级复核"]
