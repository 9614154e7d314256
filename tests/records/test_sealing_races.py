"""Several clocks that seal at once, in processes of their own, on either database."""

import pytest
from tests.support.race import race

from records.audit_faults import faults
from records.models import AuditEvent, AuditSeal

pytestmark = pytest.mark.django_db(transaction=True)


def test_clocks_that_seal_at_once_never_take_the_same_number(at):
    act = ("seal", {"rows": 25, "at": at.isoformat()})
    assert race(act, act, act) == [{"ok": None}] * 3
    numbers = list(AuditSeal.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert AuditEvent.objects.filter(seal__isnull=False).count() == 75
    assert faults(at=at) == []
