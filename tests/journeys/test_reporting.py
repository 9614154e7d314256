"""Reporting to the platform in a browser: approved, sent, one record refused, mended, accepted."""

from datetime import date

import pytest
from django.utils import timezone
from tests.support.listed import listed
from tests.support.platforms import platform_beside

from demo.papers import pdf
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


def test_a_list_of_a_platform_is_held_against_ours_and_an_announcement_recorded(
    office, someone, clock
):
    clock(moment(date(2020, 12, 1), 10))
    entry = listed(serial=1)
    exporter = officer_at(someone(), "export_officer@fpb")
    see(exporter, "/admin/desk/exchange/")
    press(exporter, "平台文件核对")
    reads(exporter, "还没有上传平台文件")
    exporter.fill("[name=last_day]", "2020-11-30")
    own = f"{entry.version.name},{entry.applicant.name},1"
    rows = f"产品名称,供应商名称,价格\n虚构蜂蜜,虚构合作社,1\n{own}\n"
    exporter.set_input_files(
        "[name=file]", {"name": "list.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    )
    press(exporter, "上传并核对")
    reads(exporter, "价格不同")
    assert barriers(exporter) == []
    press(exporter, "确认核对结果")
    reads(exporter, "2处差异已列入报送问题")
    see(exporter, "/admin/desk/?tab=queue")
    reads(exporter, "与平台名单不符")
    recorder = officer_at(someone(), "upper_recorder@fpb")
    see(recorder, "/admin/desk/publications/")
    press(recorder, "登记全国公布")
    recorder.fill("[name=address]", "https://platform.example.gov.cn/1")
    recorder.fill("[name=first_day]", "2020-11-20")
    recorder.set_input_files(
        "[name=evidence]", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": pdf("a")}
    )
    assert barriers(recorder) == []
    press(recorder, "登记")
    reads(recorder, "登记时仍在公布")
    assert barriers(recorder) == []
