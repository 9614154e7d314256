"""数据报送 at the desk: made by one, approved by another, every answer and fault on a page."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.support.listed import listed

import exchange
from exchange.codes import CODES, STATUSES
from exchange.models import BatchDelivery, ExchangeFault, ExportBatch
from exchange.services import export_catalog
from exchange.services.receipts import take_receipt
from records.models import AuditEvent
from registry.models import User
from workflow.services.overdue import overdue

pytestmark = pytest.mark.django_db
SCHEMAS = Path(exchange.__file__).parent / "schemas"


@pytest.fixture
def entry(office):
    return listed()


def signed_in(username):
    browser = Client()
    browser.force_login(
        User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend"
    )
    return browser


def page(name, *args):
    return reverse(f"desk:{name}", args=args)


@pytest.fixture
def exporter(entry):
    return signed_in("exporter")


@pytest.fixture
def head(entry):
    return signed_in("manager")


@pytest.fixture
def batch(exporter):
    answer = exporter.post(page("exchange_make"), {"target": "catalog:1"}, follow=True)
    assert "已生成批次" in answer.content.decode()
    return ExportBatch.objects.get()


def test_one_makes_it_another_approves_and_the_answer_is_written_down(batch, exporter, head):
    assert "批准发送" not in exporter.get(page("exchange_batch", batch.pk)).content.decode()
    assert exporter.post(page("exchange_approve", batch.pk)).status_code in (302, 403)
    assert BatchDelivery.objects.get().state == "frozen"
    assert "批准发送" in head.get(page("exchange_batch", batch.pk)).content.decode()
    head.post(page("exchange_approve", batch.pk))
    html = exporter.get(page("exchange_batch", batch.pk)).content.decode()
    assert "登记对方结果" in html
    values = {"status": "accepted", "number": "TZ-1"}
    exporter.post(page("exchange_answer", batch.pk), values)
    assert BatchDelivery.objects.get().state == "accepted"
    assert "TZ-1" in exporter.get(page("exchange_batch", batch.pk)).content.decode()
    assert "已接受" in exporter.get(page("exchange")).content.decode()


def test_the_second_click_makes_and_approves_nothing_more(batch, exporter, head):
    answer = exporter.post(page("exchange_make"), {"target": "catalog:1"}, follow=True)
    assert "没有新的变更" in answer.content.decode()
    head.post(page("exchange_approve", batch.pk))
    again = head.post(page("exchange_approve", batch.pk), follow=True)
    assert "不需要批准" in again.content.decode()
    assert ExportBatch.objects.count() == 1


def test_a_batch_of_another_receiver_makes_no_old_one_new(batch, exporter):
    exporter.post(page("exchange_make"), {"target": "catalog:0"})
    assert ExportBatch.objects.count() == 2
    answer = exporter.post(page("exchange_make"), {"target": "catalog:1"}, follow=True)
    assert "没有新的变更" in answer.content.decode()


def test_every_download_is_logged_and_is_a_file(batch, exporter):
    for form, start in (("zip", b"PK"), ("xlsx", b"PK"), ("csv", "\ufeff".encode())):
        answer = exporter.get(page("exchange_download", batch.pk), {"form": form})
        content = b"".join(answer.streaming_content)
        assert content.startswith(start)
        assert "no-store" in answer["Cache-Control"]
    assert AuditEvent.objects.filter(action="exchange.download").count() == 3
    assert exporter.get(page("exchange_download", batch.pk), {"form": "exe"}).status_code == 404


def test_a_skip_needs_its_reason(batch, head):
    answer = head.post(page("exchange_skip", batch.pk), {"because": ""})
    assert answer.status_code == 422
    head.post(page("exchange_skip", batch.pk), {"because": "对方暂停接收"})
    assert BatchDelivery.objects.get().state == "closed"


def test_a_fault_leads_to_its_entry_and_its_unit_and_stands_in_the_inbox(entry, exporter, head):
    batch = export_catalog(at=timezone.now())
    head.post(page("exchange_approve", batch.pk))
    record = {"index": 0, "code": "E200_FIELD", "message": "名称不规范", "field": "product_name"}
    body = {
        "schema_version": "1.0",
        "receipt_id": "R1",
        "batch_id": batch.batch_id,
        "manifest_sha256": batch.manifest_sha256,
        "received_at": "2020-10-14T10:00:00+08:00",
        "status": "partially_accepted",
        "accepted": batch.record_count - 1,
        "rejected": 1,
        "errors": [record],
    }
    assert batch.record_count > 1 or take_receipt(batch, body, at=timezone.now()).distrust
    fault = ExchangeFault.objects.create(
        stream=batch.stream,
        batch=batch,
        kind="refused",
        event=entry.events.first(),
        code="E200_FIELD",
        reason="product_name：名称不规范",
        opened_at=timezone.now(),
    )
    for address in (page("exchange_faults"), page("exchange_fault", fault.pk)):
        html = exporter.get(address).content.decode()
        assert "名称不规范" in html
        assert entry.applicant.name in html
    inbox = exporter.get(page("inbox"), {"tab": "queue"}).content.decode()
    assert entry.number in inbox
    assert page("exchange_fault", fault.pk) in inbox
    exporter.post(page("exchange_again", fault.pk))
    assert "将随下一批次再次报送" in exporter.get(page("exchange_fault", fault.pk)).content.decode()
    answer = exporter.post(page("exchange_close", fault.pk), {"because": ""})
    assert answer.status_code == 422
    exporter.post(page("exchange_close", fault.pk), {"because": "对方已更正"})
    assert "没有待处理" in exporter.get(page("exchange_faults")).content.decode()
    assert "对方已更正" in exporter.get(page("exchange_fault", fault.pk)).content.decode()


def test_a_batch_to_approve_stands_in_the_inbox_of_the_head_alone(batch, exporter, head):
    address = page("exchange_batch", batch.pk)
    assert address in head.get(page("inbox"), {"tab": "queue"}).content.decode()
    assert address not in exporter.get(page("inbox"), {"tab": "queue"}).content.decode()


def test_a_batch_that_nobody_approves_or_that_is_stuck_is_overdue(batch, head):
    at = timezone.now()
    assert overdue(at)["exchange"] == []
    assert overdue(at + timedelta(days=6))["exchange"] == [f"{batch} 待批准"]
    html = head.get(page("operations")).content.decode()
    assert batch.batch_id not in html
    head.post(page("exchange_approve", batch.pk))
    BatchDelivery.objects.update(state="failed")
    assert overdue(at)["exchange"] == [f"{batch} 发送失败"]
    assert batch.batch_id in head.get(page("operations")).content.decode()


def test_the_chain_is_checked_by_a_button(batch, exporter):
    answer = exporter.post(page("exchange_chain"), follow=True)
    assert "前后衔接" in answer.content.decode()


def test_lists_take_the_same_number_of_queries_however_long(
    batch, exporter, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries(address):
        with CaptureQueriesContext(connection) as made:
            assert exporter.get(address).status_code == 200
        return len(made)

    stream = batch.stream
    ExchangeFault.objects.create(
        stream=stream, kind="difference", reason="差异", opened_at=timezone.now()
    )
    addresses = (page("exchange"), page("exchange_faults"), page("exchange_batch", batch.pk))
    few = [queries(address) for address in addresses]
    for number in range(12):
        ExchangeFault.objects.create(
            stream=stream,
            batch=batch,
            kind="difference",
            reason=f"差异{number}",
            opened_at=timezone.now() + timedelta(minutes=number),
        )
    for target in ("catalog:0", "reconciliation:0"):
        exporter.post(page("exchange_make"), {"target": target, "full": "on"})
    assert [queries(address) for address in addresses] == few


def test_a_code_is_told_in_words_with_what_to_do_and_whose_it_is(entry, batch, exporter):
    fault = ExchangeFault.objects.create(
        stream=batch.stream,
        batch=batch,
        kind="refused",
        event=entry.events.first(),
        code="E203_NOT_ACTIVE",
        reason="not active",
        opened_at=timezone.now(),
    )
    html = exporter.get(page("exchange_fault", fault.pk)).content.decode()
    assert "该条目在对方不是有效状态（E203_NOT_ACTIVE）" in html
    assert "核对销售日期和条目的暂停、清理日期" in html
    assert str(User.objects.get(username="exporter")) in html
    assert "该条目在对方不是有效状态" in exporter.get(page("exchange_faults")).content.decode()


def test_every_code_and_state_of_the_format_has_its_words():
    answer = json.loads((SCHEMAS / "receipt.schema.json").read_text(encoding="utf-8"))
    codes = answer["properties"]["errors"]["items"]["properties"]["code"]["enum"]
    assert set(codes) == set(CODES)
    assert set(answer["properties"]["status"]["enum"]) == set(STATUSES)
