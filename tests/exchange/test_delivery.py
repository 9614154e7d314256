"""From approval to receipt, over HTTP, against the platform of the sandbox."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from catalog.services import adjust, suspend
from exchange.models import BatchDelivery, DeliveryAttempt, ExchangeFault, ExchangeReceipt
from exchange.services import contents, export_catalog, export_dataset
from exchange.services.approval import approve, resend, skip
from exchange.services.receipts import take_receipt
from exchange.services.sending import LADDER, send_due
from exchange.services.set_aside import close, send_again
from records.models import AuditEvent
from rules.refusal import Refused

from .conftest import LISTED_AT

AT = LISTED_AT + timedelta(days=1)
LATER = AT + timedelta(days=30)
BECAUSE = {"by": None, "at": LATER, "because": "测试"}


@pytest.fixture
def maker(certifier):
    return certifier.officer("export_officer")


@pytest.fixture
def head(certifier):
    return certifier.officer("manager")


@pytest.fixture
def batch(certifier, maker, sandbox):
    certifier.list()
    return export_catalog(at=AT, by=maker)


def state(batch):
    return BatchDelivery.objects.get(batch=batch).state


def let_go(batch, head, at=AT):
    approve(batch, by=head, at=at)
    send_due(at)
    return state(batch)


def test_nothing_leaves_before_a_second_person_approved_it(batch, maker, head, sandbox):
    send_due(AT)
    assert (state(batch), sandbox.posts) == ("frozen", [])
    with pytest.raises(Refused, match="批准人不得是生成人"):
        approve(batch, by=maker, at=AT)
    assert let_go(batch, head) == "accepted"
    assert sandbox.posts == sandbox.platform.applied == [batch.batch_id]
    with pytest.raises(Refused, match="不需要批准"):
        approve(batch, by=head, at=AT)


def test_the_database_refuses_the_maker_as_approver_and_an_end_without_a_receipt(batch, maker):
    row = BatchDelivery.objects.filter(batch=batch)
    for change in (
        {"approved_by": maker, "approved_at": AT},
        {"state": "approved"},
        {"state": "accepted"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**change)


def test_a_batch_is_done_by_its_receipt_and_not_before(batch, head, sandbox):
    sandbox.faults.tell({"delay": 2})
    assert let_go(batch, head) == "received"
    at = AT
    for wait in LADDER[:3]:
        at += wait
        send_due(at)
    assert state(batch) == "accepted"
    receipt = ExchangeReceipt.objects.get(status="accepted")
    assert BatchDelivery.objects.get().receipt == receipt
    assert sandbox.posts == [batch.batch_id]


@pytest.mark.parametrize("fault", ["fail", "lose", "drop", "duplicate", "lie", "reorder"])
def test_whatever_the_receiver_does_the_batch_ends_accepted_and_has_one_effect(
    batch, head, sandbox, fault
):
    sandbox.faults.tell({fault: 1})
    assert let_go(batch, head) != "accepted"
    for minutes in (1, 2, 6, 12):
        send_due(AT + timedelta(minutes=minutes))
    assert state(batch) == "accepted"
    assert sandbox.platform.applied == [batch.batch_id]
    assert not ExchangeFault.objects.open().exists()
    assert DeliveryAttempt.objects.exclude(reason="").exists() or fault == "duplicate"


def test_a_receipt_that_cannot_be_believed_is_kept_and_moves_nothing(batch, head, sandbox):
    sandbox.faults.tell({"lie": 1})
    assert let_go(batch, head) == "sent"
    receipt = ExchangeReceipt.objects.get()
    assert receipt.distrust == "回执的清单摘要与本批次不符"
    assert receipt.body["manifest_sha256"] == "f" * 64


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"accepted": 7}, "条数"),
        ({"status": "splendid"}, "不符合交换格式"),
        ({"status": "partially_accepted", "accepted": 0, "rejected": 1}, "条数"),
        (
            {"errors": [{"index": 5, "code": "E200_FIELD", "message": "无此条"}]},
            "不在本批次",
        ),
    ],
)
def test_a_receipt_is_held_against_the_batch(batch, head, sandbox, change, reason):
    approve(batch, by=head, at=AT)
    true = sandbox.platform.receipt(batch.batch_id, batch.manifest_sha256, "accepted", accepted=1)
    receipt = take_receipt(batch, {**true, **change}, at=AT)
    assert reason in receipt.distrust
    assert state(batch) == "approved"


ERROR = {"code": "E200_FIELD", "message": "无此条"}


@pytest.mark.parametrize(
    "change",
    [
        {"errors": [{**ERROR, "index": -1}]},
        {"errors": [{**ERROR, "index": 1 << 70}]},
        {"errors": [{**ERROR, "index": [0]}]},
        {"receipt_id": "R\0"},
        {"receipt_id": "R\ud800"},
        {"accepted": float("nan")},
    ],
)
def test_a_receipt_that_no_database_takes_is_kept_and_not_believed(batch, head, sandbox, change):
    approve(batch, by=head, at=AT)
    true = sandbox.platform.receipt(batch.batch_id, batch.manifest_sha256, "accepted", accepted=1)
    for _ in range(2):
        assert take_receipt(batch, {**true, **change}, at=AT).distrust
    assert ExchangeReceipt.objects.count() == 1
    assert state(batch) == "approved"


def test_a_receiver_that_the_settings_lost_is_tried_again_and_becomes_work(batch, head, settings):
    approve(batch, by=head, at=AT)
    _first, *settings.EXCHANGE_RECEIVERS = settings.EXCHANGE_RECEIVERS
    at = AT
    for wait in (timedelta(0), *LADDER):
        at += wait
        send_due(at)
    assert state(batch) == "failed"
    assert "设置中没有接收方" in ExchangeFault.objects.get().reason


def test_an_error_of_ours_is_noted_and_climbs_the_ladder_too(batch, head, sandbox, monkeypatch):
    monkeypatch.setattr("exchange.services.sending.parcel", lambda *args: 1 / 0)
    approve(batch, by=head, at=AT)
    assert send_due(AT) == {"sent": 0, "failed": 1}
    delivery = BatchDelivery.objects.get()
    assert (delivery.state, delivery.due_at) == ("approved", AT + LADDER[0])
    monkeypatch.undo()
    send_due(AT + LADDER[0])
    assert state(batch) == "accepted"


def test_a_late_word_that_it_was_received_hides_no_refusal(batch, head, sandbox):
    sandbox.platform.refusals = {
        json.loads(contents(batch)["data/catalog.json"])[0]["certificate_no"]: ("name", "不规范")
    }
    assert let_go(batch, head) == "rejected"
    late = sandbox.platform.receipt(batch.batch_id, batch.manifest_sha256, "received")
    take_receipt(batch, late, at=AT)
    assert state(batch) == "rejected"
    assert ExchangeFault.objects.open().exists()


def test_a_batch_given_up_that_was_received_after_all_is_asked_after(batch, head, sandbox):
    sandbox.faults.tell({"drop": 9, "fail": 9})
    at = AT
    approve(batch, by=head, at=at)
    for wait in (timedelta(0), *LADDER):
        at += wait
        send_due(at)
    assert state(batch) == "failed"
    sandbox.faults.tell({"drop": 0, "fail": 0})
    late = sandbox.platform.receipt(batch.batch_id, batch.manifest_sha256, "received")
    take_receipt(batch, late, at=at)
    assert state(batch) == "received"
    sandbox.platform.batches[batch.batch_id] = sandbox.platform.receipt(
        batch.batch_id, batch.manifest_sha256, "accepted", accepted=1
    )
    send_due(at)
    assert state(batch) == "accepted"


def test_after_a_day_of_silence_it_is_work_for_a_person_who_sends_it_again(batch, head, sandbox):
    sandbox.faults.tell({"fail": 9})
    at = AT
    approve(batch, by=head, at=at)
    for wait in (timedelta(0), *LADDER):
        at += wait
        send_due(at)
    assert at - AT == timedelta(hours=24)
    assert state(batch) == "failed"
    fault = ExchangeFault.objects.get()
    assert (fault.kind, fault.state) == ("delivery", "open")
    assert "HTTP 503" in fault.reason
    send_due(at + timedelta(days=3))
    assert len(sandbox.posts) == 9
    resend(batch, by=head, at=at)
    send_due(at)
    assert state(batch) == "accepted"
    fault.refresh_from_db()
    assert fault.state == "settled"


def test_a_later_batch_waits_for_the_receipt_of_the_one_before(
    batch, certifier, maker, head, sandbox
):
    certifier.list("板鸭", category="livestock")
    second = export_catalog(at=AT, by=maker)
    assert let_go(second, head) == "approved"
    sandbox.faults.tell({"delay": 1})
    approve(batch, by=head, at=AT)
    send_due(AT)
    send_due(AT)
    assert (state(batch), state(second)) == ("received", "approved")
    send_due(AT + timedelta(minutes=10))
    send_due(AT + timedelta(minutes=20))
    send_due(AT + timedelta(minutes=20))
    assert (state(batch), state(second)) == ("accepted", "accepted")
    assert sandbox.platform.applied == [batch.batch_id, second.batch_id]


def test_a_record_refused_becomes_work_is_mended_and_accepted(
    batch, certifier, maker, head, sandbox
):
    certifier.list("板鸭", category="livestock")
    second = export_catalog(at=AT, by=maker)
    number = json.loads(contents(second)["data/catalog.json"])[0]["certificate_no"]
    other = json.loads(contents(batch)["data/catalog.json"])[0]["certificate_no"]
    sandbox.platform.refusals = {
        number: ("product_name", "名称不规范"),
        other: ("holder_name", "名称不规范"),
    }
    assert let_go(batch, head) == "rejected"
    skip(batch, because="名称不规范，更正后重报", by=head, at=LATER)
    assert state(second) == "closed"
    sandbox.platform.refusals = {number: ("product_name", "名称不规范")}
    full = export_catalog(at=LATER, by=maker)
    assert (full.mode, full.corrects, full.record_count) == ("full", second, 2)
    assert let_go(full, head, LATER) == "partially_accepted"
    fault = ExchangeFault.objects.open().get()
    assert (fault.event.certificate.number, fault.code) == (number, "E200_FIELD")
    assert fault.reason == "产品名称（product_name）：名称不规范"
    assert export_catalog(at=LATER) == full
    sandbox.platform.refusals = {}
    send_again(fault, by=maker, at=LATER)
    third = export_catalog(at=LATER, by=maker)
    assert let_go(third, head, LATER) == "accepted"
    assert not ExchangeFault.objects.open().exists()
    assert len(sandbox.platform.records) == 2


def test_a_record_refused_goes_again_by_itself_once_its_holder_is_mended(
    certifier, maker, head, sandbox
):
    one = certifier.list()
    certifier.list("板鸭", category="livestock")
    sandbox.platform.refusals = {one.number: ("holder_name", "名称不规范")}
    assert let_go(export_catalog(at=AT, by=maker), head) == "partially_accepted"
    sandbox.platform.refusals = {}
    certifier.applicant.name = "赣州市章贡区青禾示例果业公司（虚构）"
    certifier.applicant.save()
    again = export_catalog(at=LATER, by=maker)
    assert again.record_count == 1
    assert let_go(again, head, LATER) == "accepted"


def test_a_refused_version_is_overtaken_by_its_correction(certifier, maker, head, sandbox):
    one = certifier.list()
    certifier.list("板鸭", category="livestock")
    sandbox.platform.refusals = {one.number: ("product_name", "名称不规范")}
    let_go(export_catalog(at=AT, by=maker), head)
    sandbox.platform.refusals = {}
    adjust(one, certifier.facts(name="赣南脐橙（示例）"), **BECAUSE)
    assert let_go(export_catalog(at=LATER, by=maker), head, LATER) == "accepted"
    assert ExchangeFault.objects.get().state == "superseded"


def test_a_person_may_give_a_record_up_with_a_reason(certifier, maker):
    certifier.list(households=None)
    export_catalog(at=AT, by=maker)
    fault = ExchangeFault.objects.get()
    with pytest.raises(Refused) as refused:
        close(fault, because=" ", by=maker, at=AT)
    assert refused.value.fields == {"because": ["请说明处理结果"]}
    close(fault, because="已退出，不再报送", by=maker, at=AT)
    assert export_catalog(at=LATER) is None
    assert ExchangeFault.objects.get().state == "skipped"
    with pytest.raises(Refused, match="已经办结"):
        close(fault, because="再来一次", by=maker, at=AT)


def test_after_a_skipped_batch_the_next_is_full_and_the_receiver_takes_it(
    certifier, maker, head, sandbox
):
    one = certifier.list()
    assert let_go(export_catalog(at=AT, by=maker), head) == "accepted"
    suspend(one, reason="quality_safety", **BECAUSE)
    lost = export_catalog(at=LATER, by=maker)
    with pytest.raises(Refused) as refused:
        skip(lost, because="", by=head, at=LATER)
    assert refused.value.fields == {"because": ["请说明跳过的原因"]}
    skip(lost, because="对方换了平台", by=head, at=LATER)
    full = export_catalog(at=LATER, by=maker)
    assert (full.mode, full.corrects, full.previous) == ("full", lost, lost)
    assert let_go(full, head, LATER) == "accepted"
    (record,) = sandbox.platform.records.values()
    assert (record["status"], record["record_version"]) == ("suspended", 2)
    assert AuditEvent.objects.get(action="exchange.skip").because == "对方换了平台"


def test_the_same_number_with_other_contents_is_a_conflict_and_stops_the_stream(
    batch, head, sandbox
):
    sandbox.platform.batches[batch.batch_id] = sandbox.platform.receipt(
        batch.batch_id, "a" * 64, "accepted", accepted=1
    )
    assert let_go(batch, head) == "conflict"
    words = "内容冲突：同一批次号内容不同（E104_CONFLICT）"
    assert ExchangeFault.objects.open().get().reason == words
    assert sandbox.platform.applied == []


def test_a_receiver_that_lost_its_place_hears_the_whole_again(certifier, maker, head, sandbox):
    one = certifier.list()
    assert let_go(export_catalog(at=AT, by=maker), head) == "accepted"
    sandbox.platform.streams.clear()
    suspend(one, reason="quality_safety", **BECAUSE)
    second = export_catalog(at=LATER, by=maker)
    assert let_go(second, head, LATER) == "out_of_sequence"
    skip(second, because="对方平台重建，改报全量", by=head, at=LATER)
    assert let_go(export_catalog(at=LATER, by=maker), head, LATER) == "accepted"


def test_the_final_receipt_stands_against_a_later_one(batch, head, sandbox):
    let_go(batch, head)
    other = sandbox.platform.receipt(batch.batch_id, batch.manifest_sha256, "rejected", rejected=1)
    assert take_receipt(batch, other, at=AT).distrust == "与已采信的最终回执不一致"
    assert state(batch) == "accepted"


def test_an_address_inside_is_not_spoken_to(batch, head, settings):
    first, *others = settings.EXCHANGE_RECEIVERS
    for address, reason in (
        ("http://127.0.0.1:9/", "内部网络"),
        ("https://10.0.0.1/", "内部网络"),
        ("https://169.254.169.254/", "内部网络"),
        ("https://[::ffff:10.0.0.1]/", "内部网络"),
        ("https://[::1]/", "内部网络"),
        ("http://93.184.216.34/", "须用 https"),
        ("ftp://93.184.216.34/", "须以https、http开头"),
        ("https://93.184.216.34:99999/", "无法识别"),
    ):
        settings.EXCHANGE_ALLOW_LOOPBACK = False
        settings.EXCHANGE_RECEIVERS = [{**first, "address": address}, *others]
        BatchDelivery.objects.filter(batch=batch, approved_by=None).exists() and approve(
            batch, by=head, at=AT
        )
        BatchDelivery.objects.filter(batch=batch).update(due_at=AT, attempts=0)
        send_due(AT)
        assert reason in BatchDelivery.objects.get(batch=batch).reason, address


def test_a_full_batch_and_its_repetition_are_equal_byte_for_byte(certifier, maker):
    certifier.list()
    export_catalog(at=AT, by=maker)
    full = export_dataset("catalog", full=True, at=LATER)
    assert contents(full) == contents(export_dataset("catalog", full=True, at=LATER))


def test_a_full_batch_is_repeated_though_a_record_is_set_aside_or_not_taken(
    certifier, maker, settings
):
    certifier.list()
    certifier.list("板鸭", households=None)
    export_catalog(at=AT, by=maker)
    full = export_dataset("catalog", full=True, at=LATER)
    assert full.mode == "full"
    assert export_dataset("catalog", full=True, at=LATER) == full
