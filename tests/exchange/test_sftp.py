"""SFTP to a real OpenSSH: nothing half is ever ready, and only the pinned host is spoken to."""

import hashlib
import json
from datetime import timedelta

import pytest
from tests.exchange import ssh_server

from exchange.models import BatchDelivery
from exchange.sandbox.platform import Platform
from exchange.services import export_catalog
from exchange.services.approval import approve
from exchange.services.sending import send_due

from .conftest import LISTED_AT

pytestmark = pytest.mark.sshd
AT = LISTED_AT + timedelta(days=1)


@pytest.fixture
def batch(certifier, sftp_platform):
    certifier.list()
    batch = export_catalog(at=AT)
    approve(batch, by=certifier.officer("manager"), at=AT)
    return batch


def delivery():
    return BatchDelivery.objects.get()


def test_a_batch_is_put_ready_with_its_digest_and_done_by_the_receipt_file(batch, sftp_platform):
    send_due(AT)
    ready = sftp_platform / "in/ready" / f"{batch.batch_id}.zip"
    digest = (ready.parent / f"{ready.name}.ok").read_text()
    assert digest == hashlib.sha256(ready.read_bytes()).hexdigest()
    assert list((sftp_platform / "in/.tmp").iterdir()) == []
    send_due(AT + timedelta(minutes=1))
    assert delivery().state == "sent"
    receipt = Platform().receive(ready.read_bytes())
    place = sftp_platform / "out" / f"{batch.batch_id}.receipt.json"
    place.write_text(json.dumps(receipt)[:40])
    send_due(AT + timedelta(minutes=10))
    assert (delivery().state, delivery().reason) == ("sent", "回执文件不完整")
    place.write_text(json.dumps(receipt))
    send_due(AT + timedelta(hours=2))
    assert delivery().state == "accepted"


def test_what_stands_ready_is_not_sent_again(batch, sftp_platform):
    send_due(AT)
    ready = sftp_platform / "in/ready" / f"{batch.batch_id}.zip"
    ready.write_bytes(b"being read")
    BatchDelivery.objects.update(state="sending", due_at=AT, begun_at=AT)
    send_due(AT)
    assert ready.read_bytes() == b"being read"


def test_another_host_key_is_not_spoken_to(batch, sftp_platform, settings, tmp_path):
    (tmp_path / "other").mkdir()
    settings.EXCHANGE_RECEIVERS[0]["options"]["host_key"] = ssh_server.key(tmp_path / "other/host")
    send_due(AT)
    assert delivery().state == "approved"
    assert delivery().reason == "SFTP服务器的主机密钥与登记的不符"
    assert list((sftp_platform / "in/ready").iterdir()) == []
