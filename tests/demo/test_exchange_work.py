"""The demo's batches: approved, sent, received, one record refused, mended, accepted, by itself."""

from datetime import date, timedelta

import pytest
from tests.support.listed import listed
from tests.support.platforms import platform_beside

from demo.exchange_work import PLATFORM, mend_first, report_first
from demo.timetables import moment
from exchange.models import BatchDelivery, ExchangeFault
from exchange.services.sending import send_due

AT = moment(date(2020, 6, 1))


@pytest.fixture
def platform(settings):
    """The sandbox, told what the demo's command tells it."""
    faults = dict(zip(PLATFORM[::2], map(int, PLATFORM[1::2]), strict=True))
    with platform_beside(settings) as server:
        server.faults.tell({"delay": faults["--delay"]})
        server.platform.refuse_once = faults["--refuse-once"]
        yield server.platform


@pytest.fixture
def entries(office):
    return [listed(serial) for serial in (1, 2, 3)]


def states():
    rows = BatchDelivery.objects.order_by("batch__created_at", "pk")
    return list(rows.values_list("state", flat=True))


def test_a_batch_goes_the_whole_way_and_another_fault_is_left_to_whoever_tries(entries, platform):
    report_first(at=AT)
    assert states() == ["approved"]
    mend_first(at=AT)
    send_due(AT)
    assert states() == ["received"]
    at = AT + timedelta(minutes=2)
    send_due(at)
    assert states() == ["partially_accepted"]
    for _ in range(2):
        mend_first(at=at)
    assert states() == ["partially_accepted", "approved"]
    send_due(at)
    mend_first(at=at)
    assert states() == ["partially_accepted", "accepted"]
    faults = ExchangeFault.objects.order_by("pk").values_list("state", flat=True)
    assert list(faults) == ["mended", "open"]
    assert len(platform.records) == 2


def test_it_is_reported_once_however_often_the_demo_is_started(entries, platform):
    for _ in range(2):
        report_first(at=AT)
    assert len(states()) == 1
