"""平台文件 and 全国公布 at the desk: brought, looked through, confirmed, taken back; by whom."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from tests.support.desk import page
from tests.support.listed import listed

from catalog.models import NationalPublication
from demo.papers import pdf
from exchange.models import ExchangeFault, PlatformFile, PublicPageLook
from records.models import AuditEvent

pytestmark = pytest.mark.django_db
EXPORTER, RECORDER, HEAD = "export_officer@fpb", "upper_recorder@fpb", "manager@fpb"
LIST = "产品名称,供应商名称,价格\n=1+1,虚构单位,1\n"


@pytest.fixture
def entry(office, on_day):
    on_day(date(2020, 6, 1))
    return listed()


def bring(browser, text=LIST, **changes):
    values = {"kind": "catalog", "platform": "832平台", "last_day": "2020-06-01"}
    upload = SimpleUploadedFile("list.csv", text.encode())
    return browser.post(page("platform_files"), {**values, "file": upload, **changes}, follow=True)


def text(browser, address):
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_list_is_brought_looked_through_and_confirmed_into_the_inbox(entry, signed_in):
    exporter = signed_in(EXPORTER)
    assert "还没有上传平台文件" in text(exporter, page("platform_files"))
    html = bring(exporter).content.decode()
    assert "我方目录没有" in html
    assert "确认核对结果" in html
    file = PlatformFile.objects.get()
    html = exporter.post(page("confirm_platform_file", file.pk), follow=True).content.decode()
    assert "1处差异已列入报送问题" in html
    fault = ExchangeFault.objects.get()
    assert page("exchange_fault", fault.pk) in text(exporter, page("inbox") + "?tab=queue")
    assert page("platform_file", file.pk) in text(exporter, page("exchange_fault", fault.pk))
    assert "与平台名单不符" in text(exporter, page("exchange_faults"))
    twice = exporter.post(page("confirm_platform_file", file.pk), follow=True).content.decode()
    assert "已确认" in twice
    exporter.post(page("exchange_close", fault.pk), {"because": "对方已更正"})
    assert ExchangeFault.objects.get().state == "settled"


def test_the_second_upload_of_the_same_file_leads_to_the_first(entry, signed_in):
    exporter = signed_in(EXPORTER)
    bring(exporter)
    bring(exporter)
    assert PlatformFile.objects.count() == 1


def test_a_wrong_file_or_day_comes_back_with_its_reasons(entry, signed_in):
    exporter = signed_in(EXPORTER)
    answer = bring(exporter, last_day="2020-06-02")
    assert (answer.status_code, "日期不得晚于今天" in answer.content.decode()) == (422, True)
    answer = bring(exporter, kind="sales")
    assert "请选择销售渠道" in answer.content.decode()
    assert "文件中没有列" in bring(exporter, text="甲,乙\n1,2\n").content.decode()


def test_headings_nobody_knows_are_named_on_a_page_of_their_own(entry, signed_in):
    exporter = signed_in(EXPORTER)
    own = f"{entry.version.name},{entry.applicant.name}"
    html = bring(exporter, text=f"货号,货品,商家\nA1,{own}\n").content.decode()
    file = PlatformFile.objects.get()
    columns = page("name_platform_columns", file.pk)
    assert columns in html
    assert "（没有这一列）" in text(exporter, columns)
    wrong = exporter.post(columns, {"name": "货品", "holder": "货品"})
    assert (wrong.status_code, "是同一列" in wrong.content.decode()) == (422, True)
    answer = exporter.post(columns, {"name": "货品", "holder": "商家"}, follow=True)
    html = answer.content.decode()
    assert "已按指明的列名核对" in html
    assert "没有差异" in html
    assert "确认核对结果" in html
    assert columns not in html
    assert exporter.get(columns).status_code == 404
    assert not ExchangeFault.objects.exists()


def test_a_file_is_taken_back_with_its_reason(entry, signed_in):
    exporter = signed_in(EXPORTER)
    bring(exporter)
    file = PlatformFile.objects.get()
    address = page("undo_platform_file", file.pk)
    assert exporter.post(address, {"because": ""}).status_code == 422
    html = exporter.post(address, {"because": "选错了平台"}, follow=True).content.decode()
    assert "选错了平台" in html
    assert "确认核对结果" not in html


def test_downloads_hold_no_formula_and_are_logged(entry, signed_in):
    exporter = signed_in(EXPORTER)
    bring(exporter, text=LIST + "产品,,\n")
    file = PlatformFile.objects.get()
    book = _book(exporter.get(page("platform_download", file.pk, "differences")))
    assert [cell.data_type for row in book for cell in row if cell.value] == ["s"] * 9
    assert (
        "没有证书编号"
        in _book(exporter.get(page("platform_download", file.pk, "wrong")))[2][1].value
    )
    source = exporter.get(page("platform_download", file.pk, "source"))
    assert b"".join(source.streaming_content if source.streaming else [source.content])
    assert AuditEvent.objects.filter(action="desk.export").count() == 3
    assert exporter.get(page("platform_download", file.pk, "else")).status_code == 404


def test_a_file_that_is_gone_did_not_leave_the_house(entry, signed_in, monkeypatch):
    def gone(file):
        raise FileNotFoundError

    exporter = signed_in(EXPORTER)
    bring(exporter)
    monkeypatch.setattr("desk.platform_files.read", gone)
    address = page("platform_download", PlatformFile.objects.get().pk, "source")
    assert exporter.get(address).status_code == 404
    assert not AuditEvent.objects.filter(action="desk.export").exists()


def _book(answer):
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return load_workbook(io.BytesIO(data)).active


def test_who_only_reads_brings_and_confirms_nothing(entry, signed_in):
    bring(signed_in(EXPORTER))
    file, head = PlatformFile.objects.get(), signed_in(HEAD)
    assert "上传平台文件" not in text(head, page("platform_files"))
    assert "确认核对结果" not in text(head, page("platform_file", file.pk))
    assert bring(head).status_code == 404
    head.post(page("confirm_platform_file", file.pk))
    assert not ExchangeFault.objects.exists()


def announce(browser, entry, **changes):
    values = {
        "kind": "listing",
        "address": "https://platform.example.gov.cn/1",
        "first_day": "2020-05-25",
        "evidence": SimpleUploadedFile("page.pdf", pdf("page")),
    }
    return browser.post(page("publish_entry", entry.pk), {**values, **changes}, follow=True)


def test_an_announcement_is_recorded_seen_and_taken_back(entry, signed_in):
    recorder = signed_in(RECORDER)
    assert page("publish_entry", entry.pk) in text(recorder, page("publications"))
    html = announce(recorder, entry).content.decode()
    row = NationalPublication.objects.get()
    assert row.evidence.sha256 in html
    assert "没有待登记的条目" in text(recorder, page("publications"))
    assert entry.number in text(recorder, page("publications") + "?tab=recorded")
    assert recorder.get(page("publication_file", row.pk)).status_code == 200
    again = announce(recorder, entry)
    assert (again.status_code, "已登记" in again.content.decode()) == (422, True)
    assert recorder.post(page("withdraw_publication", row.pk), {"because": ""}).status_code == 422
    html = recorder.post(
        page("withdraw_publication", row.pk), {"because": "网址有误"}, follow=True
    ).content.decode()
    assert "网址有误" in html
    assert page("publish_entry", entry.pk) in html


def test_what_the_page_answered_stands_beside_the_record_with_its_archive(entry, signed_in):
    recorder = signed_in(RECORDER)
    announce(recorder, entry)
    row = NationalPublication.objects.get()
    at = row.recorded_at
    failed = PublicPageLook.objects.create(
        publication=row, looked_at=at, outcome="no_answer", reason="接收方域名无法解析"
    )
    good = PublicPageLook.objects.create(
        publication=row, looked_at=at, outcome="good", sha256="0" * 64, page=row.evidence
    )
    html = text(recorder, page("publication", entry.pk))
    assert "接收方域名无法解析" in html
    assert page("page_archive", good.pk) in html
    assert recorder.get(page("page_archive", good.pk)).status_code == 200
    assert recorder.get(page("page_archive", failed.pk)).status_code == 404


def test_a_wrong_day_or_no_evidence_stands_at_its_field(entry, signed_in):
    recorder = signed_in(RECORDER)
    for wrong, reason in (
        ({"first_day": "2020-06-02"}, "公布日期不得晚于今天"),
        ({"first_day": "2019-05-25"}, "公布日期不得早于"),
        ({"evidence": ""}, "请上传公布页面的截图或者文件"),
        ({"kind": "removal"}, "公布内容"),
    ):
        answer = announce(recorder, entry, **wrong)
        assert answer.status_code == 422
        assert reason in answer.content.decode()
    assert not NationalPublication.objects.exists()


def test_lists_take_as_many_queries_however_long(entry, signed_in):
    exporter, recorder = signed_in(EXPORTER), signed_in(RECORDER)
    announce(recorder, entry)
    listed(row=1)
    bring(exporter)
    first = PlatformFile.objects.get()
    addresses = [
        page("platform_files"),
        page("platform_file", first.pk),
        page("publications"),
        page("publications") + "?tab=recorded",
    ]
    few = [queries(exporter, address) for address in addresses]
    for serial in (2, 3, 4):
        announce(recorder, listed(serial=serial))
        listed(serial=serial, row=1)
        bring(exporter, text=f"{LIST}产品{serial},虚构单位,2\n")
    assert [queries(exporter, address) for address in addresses] == few


def queries(browser, address):
    with CaptureQueriesContext(connection) as made:
        assert browser.get(address).status_code == 200
    return len(made)
