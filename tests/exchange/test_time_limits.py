"""Who drips a byte at a time is cut off in time, on each way to a receiver, and tried again."""

import time
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from tests.support.slow_peer import slow_peer

from exchange.addresses import Unavailable
from exchange.models import BatchDelivery, DeliveryAttempt
from exchange.services import export_catalog
from exchange.services.approval import approve
from exchange.services.sending import LADDER, LEASE, send_due
from exchange.time_limits import DELIVERY_SECONDS, within
from exchange.transports.https import Https
from exchange.transports.sftp import Sftp
from exchange.transports.staging import Staging

from .conftest import LISTED_AT

AT = LISTED_AT + timedelta(days=1)
SECONDS = 0.4
REASON = "对方过慢，0.4秒内没有办完，已断开连接"


@pytest.fixture(autouse=True)
def short(monkeypatch):
    for way in (Https, Sftp, Staging):
        monkeypatch.setattr(way, "seconds", SECONDS)


@pytest.fixture
def batch(certifier):
    certifier.list()
    batch = export_catalog(at=AT)
    approve(batch, by=certifier.officer("manager"), at=AT)
    return batch


def through(settings, port):
    """The first receiver is reached by another port."""
    first = settings.EXCHANGE_RECEIVERS[0]
    own = f":{urlsplit(first['address']).port}"
    first["address"] = first["address"].replace(own, f":{port}", 1)


def own_port(settings):
    return urlsplit(settings.EXCHANGE_RECEIVERS[0]["address"]).port


def sent_through(settings, *, after):
    """Send by a door that drips; how long that took."""
    port = own_port(settings)
    with slow_peer(port, after=after) as door:
        through(settings, door)
        began = time.monotonic()
        send_due(AT)
        seconds = time.monotonic() - began
    through(settings, port)
    return seconds


@pytest.mark.parametrize("after", [0, 20, 200])
def test_an_https_receiver_that_drips_is_cut_off_and_tried_again(batch, sandbox, settings, after):
    assert sent_through(settings, after=after) < 10
    delivery = BatchDelivery.objects.get()
    assert (delivery.state, delivery.reason) == ("approved", REASON)
    assert delivery.due_at == AT + LADDER[0]
    send_due(AT + LADDER[0])
    for minutes in (2, 10):
        send_due(AT + timedelta(minutes=minutes))
    assert BatchDelivery.objects.get().state == "accepted"
    assert sandbox.platform.applied == [batch.batch_id]
    assert DeliveryAttempt.objects.filter(reason=REASON).count() == 1


@pytest.mark.sshd
@pytest.mark.parametrize("after", [0, 1200, 3200])
def test_an_sftp_server_that_drips_is_cut_off(batch, sftp_platform, settings, after):
    assert sent_through(settings, after=after) < 10
    assert BatchDelivery.objects.get().reason == REASON
    assert not list((sftp_platform / "in/ready").glob("*.ok"))


@pytest.mark.postgres
def test_a_staging_database_that_drips_is_cut_off(staging, batch, settings):
    assert sent_through(settings, after=450) < 10
    assert BatchDelivery.objects.get().reason == REASON
    send_due(AT + LADDER[0])
    assert BatchDelivery.objects.get().state == "sent"
    assert staging.execute("SELECT count(*) FROM ex_batch").fetchall() == [(1,)]


def test_what_ends_in_time_keeps_its_own_error():
    with pytest.raises(ValueError, match="of its own"), within(30):
        raise ValueError("of its own")


def test_what_comes_too_late_is_no_answer_even_without_an_error():
    with pytest.raises(Unavailable, match=r"0\.01秒"), within(0.01):
        time.sleep(0.1)


def test_a_claim_outlives_every_conversation():
    assert timedelta(seconds=DELIVERY_SECONDS) * 2 < LEASE
