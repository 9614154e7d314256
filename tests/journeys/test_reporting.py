"""Reporting to the platform in a browser: approved, sent, one record refused, mended, accepted."""

from datetime import date

import pytest
from django.utils import timezone
from tests.support.listed import listed
from tests.support.platforms import platform_beside

from demo.timetables import moment
from exchange.models import BatchDelivery, ExportBatch
from exchange.services.sending import send_due

from .people import officer as officer_at
from .people import reads
from .test_at_the_desk import barriers, see

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.django_db(transaction=True),
]


def press(page, words):
    """The button or the link of these words; back when the answer has loaded."""
    with page.expect_navigation():
        page.locator(".desk button, .desk a").filter(has_text=words).last.click()


def make(exporter):
    see(exporter, "/admin/desk/exchange/")
    exporter.select_option("[name=target]", "catalog:0")
    press(exporter, "生成")
    reads(exporter, "已生成批次")
    return ExportBatch.objects.latest("pk")


def let_go(head, batch):
    """The head comes by the inbox, approves, and the clock does its part."""
    see(head, "/admin/desk/?tab=queue")
    with head.expect_navigation():
        head.get_by_role("link", name=batch.batch_id).first.click()
    assert barriers(head) == []
    press(head, "批准发送")
    reads(head, "已批准")
    send_due(timezone.now())
    return BatchDelivery.objects.get(batch=batch).state


def test_a_batch_is_approved_and_sent_one_record_is_mended_and_accepted(
    office, someone, clock, settings
):
    clock(moment(date(2020, 12, 1), 10))
    with platform_beside(settings) as server:
        listed(serial=1)
        listed(serial=10)
        server.platform.refuse_once = 1
        exporter = officer_at(someone(), "export_officer@fpb")
        head = officer_at(someone(), "manager@fpb")
        assert let_go(head, make(exporter)) == "partially_accepted"
        see(exporter, "/admin/desk/?tab=queue")
        reads(exporter, "接收方不接受")
        see(exporter, "/admin/desk/exchange/faults/")
        assert barriers(exporter) == []
        exporter.locator(".desk-table td.title a").first.click()
        reads(exporter, "名称不规范")
        press(exporter, "已更正，再次报送")
        assert let_go(head, make(exporter)) == "accepted"
        see(exporter, "/admin/desk/exchange/faults/")
        reads(exporter, "没有待处理的报送问题")
        assert len(server.platform.records) == 2
