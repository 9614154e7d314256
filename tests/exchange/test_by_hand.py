"""Files for hand upload: the receiver's columns, its eligibility, what its answer does."""

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from exchange.models import BatchDelivery
from exchange.receivers import receiver
from exchange.services import export_dataset
from exchange.services.approval import approve
from exchange.services.by_hand import reasons_against_mapping, write_upload_file
from exchange.services.receipts import record_answer
from exchange.services.sending import send_due
from ledger.services import record_sale
from records.models import AuditEvent
from rules.refusal import Refused

from .conftest import LISTED_AT

AT = LISTED_AT + timedelta(days=1)
NASTY = "=HYPERLINK(1)𠮷㐂䶮"


def made(title):
    return export_dataset("catalog", receiver=receiver(title), at=AT)


def sheet(batch, by):
    target = io.BytesIO()
    write_upload_file(batch, target, form="xlsx", by=by, at=AT)
    return [[cell.value for cell in row] for row in load_workbook(target).active.iter_rows()]


def test_the_file_has_the_columns_and_words_of_the_receiver(certifier):
    certifier.list(NASTY)
    head = certifier.officer("manager")
    headings, row = sheet(made("中国社会帮扶网"), head)
    answers = dict(zip(headings, row, strict=True))
    assert headings[:5] == ["序号", "省", "市", "县（市、区）代码", "供应商名称"]
    assert (answers["序号"], answers["商品价值量（万元）"]) == ("1", None)
    assert (answers["产品名称"], answers["产品类别"]) == (NASTY, "水果")
    assert (answers["参考价格（元）"], answers["联系电话"]) == ("49.90", None)
    assert AuditEvent.objects.get(action="exchange.download").actor_id == head.pk


def test_832_takes_only_its_own_counties_unless_a_setting_says_otherwise(certifier, settings):
    certifier.list()
    assert made("832平台") is None
    settings.EXCHANGE_832_COUNTIES = ["360702"]
    assert made("832平台").record_count == 1


def test_the_list_for_832_tells_how_farmers_take_part_and_where_it_comes_from(certifier, settings):
    certifier.list()
    settings.EXCHANGE_832_EVERYWHERE = True
    headings, row = sheet(made("832平台"), certifier.officer("manager"))
    answers = dict(zip(headings, row, strict=True))
    assert answers["联农带农机制"] == "订单收购、吸纳务工"
    assert answers["产地"] == "章贡区水东镇示例村"
    assert answers["供应商登记地代码"] == "360702"


def test_the_setting_lets_every_county_through(certifier, settings):
    certifier.list()
    settings.EXCHANGE_832_EVERYWHERE = True
    assert made("832平台").record_count == 1


def test_a_mapping_reaches_no_field_that_is_not_of_the_format():
    reasons = reasons_against_mapping(
        {
            "columns": [
                {"title": "电话", "field": "phone"},
                {"title": "空", "format": "shout"},
            ]
        }
    )
    assert reasons == [
        "列“电话”的字段phone不在交换格式中",
        "列“空”须有字段、固定内容或者序号之一",
        "列“空”的格式无法识别",
    ]


def test_the_clock_sends_nothing_and_the_officer_writes_the_answer_down(certifier):
    certifier.list()
    head, batch = certifier.officer("manager"), made("中国社会帮扶网")
    answer = {"number": "TZ-1", "by": head, "at": AT}
    with pytest.raises(Refused, match="尚未批准"):
        record_answer(batch, status="accepted", **answer)
    approve(batch, by=head, at=AT)
    send_due(AT + timedelta(days=3))
    batch.delivery.refresh_from_db()
    with pytest.raises(Refused, match="编号"):
        record_answer(batch, status="accepted", **{**answer, "number": " "})
    record_answer(batch, status="accepted", **answer)
    delivery = BatchDelivery.objects.get()
    assert (delivery.state, delivery.receipt.receipt_id) == ("accepted", "TZ-1")
    assert delivery.tries.count() == 0


def test_the_mapping_of_the_catalogue_is_not_asked_of_sales(certifier, settings):
    certificate = certifier.list()
    first, mapped, *others = settings.EXCHANGE_RECEIVERS
    settings.EXCHANGE_RECEIVERS = [first, {**mapped, "datasets": ["catalog", "sales"]}, *others]
    officer, at = certifier.officer(), LISTED_AT + timedelta(days=20)
    record_sale(
        certificate,
        by=officer,
        at=at,
        external_id="A-1",
        sold_on=(LISTED_AT + timedelta(days=10)).date(),
        quantity=Decimal("2.5"),
        unit="箱",
        unit_price_fen=4990,
        channel="canteen",
        six_entry="school",
        buyer_type="school",
    )
    batch = export_dataset("sales", receiver=receiver(mapped["title"]), at=at)
    _headings, row = sheet(batch, officer)
    assert certificate.number in row
