"""A receiver tells its receipt by itself: signed by a key that we trust, or not heard."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from exchange.models import BatchDelivery, ExchangeReceipt
from exchange.receivers import Key
from exchange.services import export_catalog
from exchange.services.approval import approve
from exchange.services.sending import send_due
from exchange.signing import sign

from .conftest import LISTED_AT

AT = LISTED_AT + timedelta(days=1)


@pytest.fixture
def key(settings, tmp_path, sandbox):
    (tmp_path / "theirs").write_text("a secret of the platform")
    key = {"alg": "HMAC-SM3", "key_id": "p1", "file": f"{tmp_path}/theirs"}
    first, *others = settings.EXCHANGE_RECEIVERS
    settings.EXCHANGE_RECEIVERS = [{**first, "trusted": [key]}, *others]
    return Key(**key)


@pytest.fixture
def batch(certifier, sandbox, key):
    certifier.list()
    batch = export_catalog(at=AT)
    sandbox.faults.tell({"delay": 100})
    approve(batch, by=certifier.officer("manager"), at=AT)
    send_due(AT)
    return batch


def told(receipt, key, *, key_id=None):
    body = json.dumps(receipt).encode()
    return Client(enforce_csrf_checks=True).post(
        "/exchange/v1/receipts",
        body,
        content_type="application/json",
        headers={"X-Signature": f"{key_id or key.key_id};{sign(body, key)}"},
    )


def test_a_signed_receipt_ends_the_batch_once_however_often_it_is_told(batch, key, sandbox):
    receipt = sandbox.platform.answer(batch.batch_id)
    assert BatchDelivery.objects.get().state == "received"
    assert [told(receipt, key).status_code for _ in range(2)] == [204, 204]
    assert BatchDelivery.objects.get().state == "accepted"
    assert ExchangeReceipt.objects.filter(status="accepted").count() == 1
    send_due(AT + timedelta(hours=1))
    assert BatchDelivery.objects.get().state == "accepted"


def test_whoever_we_do_not_trust_is_not_heard_and_learns_nothing(batch, key, sandbox, tmp_path):
    receipt = sandbox.platform.answer(batch.batch_id)
    (tmp_path / "other").write_text("somebody else")
    other = Key("HMAC-SM3", "p1", f"{tmp_path}/other")
    unknown = {**receipt, "batch_id": "360702-CAT-20201014-0099"}
    assert told(receipt, other).status_code == 403
    assert told(receipt, key, key_id="p2").status_code == 403
    assert told(unknown, key).status_code == 403
    assert told(["batch_id"], key).status_code == 403
    assert BatchDelivery.objects.get().state == "received"


def test_a_signed_lie_is_kept_and_moves_nothing(batch, key, sandbox):
    receipt = {**sandbox.platform.answer(batch.batch_id), "manifest_sha256": "f" * 64}
    answer = told(receipt, key)
    assert (answer.status_code, answer.content.decode()) == (409, "回执的清单摘要与本批次不符")
    assert BatchDelivery.objects.get().state == "received"


def test_a_batch_that_nobody_let_go_has_no_receipt(certifier, sandbox, key):
    certifier.list()
    batch = export_catalog(at=AT)
    true = sandbox.platform.receipt(batch.batch_id, batch.manifest_sha256, "accepted", accepted=1)
    answer = told(true, key)
    assert (answer.status_code, answer.content.decode()) == (409, "批次尚未批准")
    assert BatchDelivery.objects.get().state == "frozen"


def test_a_receipt_longer_than_a_form_may_be_is_taken(batch, key, sandbox):
    receipt = sandbox.platform.answer(batch.batch_id)
    assert told({**receipt, "receipt_id": "R" * (3 << 20)}, key).status_code == 204
    assert told({**receipt, "receipt_id": "R" * (6 << 20)}, key).status_code == 413


def test_what_is_nested_beyond_reading_is_a_stranger_s(batch):
    answer = Client().post("/exchange/v1/receipts", "[" * 100_000, content_type="application/json")
    assert answer.status_code == 403
