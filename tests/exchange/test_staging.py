"""前置库: one transaction into the receiver's PostgreSQL, once, and the receipt read from it."""

import json
from datetime import timedelta

import pytest

from exchange.digests import canonical, sm3
from exchange.models import BatchDelivery
from exchange.services import contents, export_catalog
from exchange.services.approval import approve
from exchange.services.sending import send_due

from .conftest import LISTED_AT

AT = LISTED_AT + timedelta(days=1)
pytestmark = pytest.mark.postgres


@pytest.fixture
def batch(certifier, staging):
    for name in ("赣南脐橙", "𠮷祥㐂庆（虚构）"):
        certifier.list(name)
    batch = export_catalog(at=AT)
    approve(batch, by=certifier.officer("manager"), at=AT)
    return batch


def rows(database, statement):
    return database.execute(statement).fetchall()


def test_a_batch_is_written_whole_once_and_done_by_the_receipt(batch, staging):
    send_due(AT)
    records = json.loads(contents(batch)["data/catalog.json"])
    assert rows(staging, "SELECT line_no, product_name, row_sm3 FROM ex_catalog ORDER BY 1") == [
        (line, each["product_name"], sm3(canonical(each).encode()))
        for line, each in enumerate(records, 1)
    ]
    BatchDelivery.objects.update(state="sending", due_at=AT, begun_at=AT)
    send_due(AT)
    assert rows(staging, "SELECT batch_id, send_flag FROM ex_batch") == [(batch.batch_id, 0)]
    send_due(AT + timedelta(minutes=5))
    assert BatchDelivery.objects.get().state == "sent"
    staging.execute(
        "INSERT INTO ex_receipt VALUES ('R1', %s, 'accepted', 2, 0, '[]',"
        " '2020-10-14T10:00:00+08:00', 0)",
        [batch.batch_id],
    )
    send_due(AT + timedelta(hours=1))
    assert BatchDelivery.objects.get().state == "accepted"


def test_a_write_that_breaks_in_the_middle_leaves_nothing(batch, staging):
    staging.execute("ALTER TABLE ex_batch ADD CHECK (rec_count > 9)")
    send_due(AT)
    assert rows(staging, "SELECT * FROM ex_catalog") == []
    assert BatchDelivery.objects.get().reason == "前置库未成（CheckViolation）"


def test_another_batch_under_our_number_is_not_overwritten(batch, staging):
    staging.execute(
        "INSERT INTO ex_batch (batch_id, manifest_sha256) VALUES (%s, 'x')", [batch.batch_id]
    )
    send_due(AT)
    assert BatchDelivery.objects.get().reason == "前置库中已有同号批次，内容不同"
