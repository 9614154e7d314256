"""The holder's own sales: typed, from a file, mended, reversed, found again, taken away."""

import io
from datetime import date
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from tests.support.listed import listed
from tests.support.own_sales import HEADINGS, SALE, upload

from demo.acts import agent
from demo.timetables import moment
from ledger.models import ImportBatch, SalesRecord

pytestmark = pytest.mark.django_db


def test_a_sale_is_entered_counted_and_taken_back(held, holder, press, look):
    assert "还没有销售记录" in look(holder, "sales")
    assert "请选择产品" in press(holder, "new_sale", **SALE)
    page = press(holder, "new_sale", certificate=held.pk, **{**SALE, "sold_on": "2020-06-02"})
    assert "不得晚于今天" in page
    form = {**SALE, "external_id": "20200601-3F9A2C"}
    assert "1,210.00" in press(holder, "new_sale", certificate=held.pk, **form)
    assert "已登记" in press(holder, "new_sale", certificate=held.pk, **form)
    sale = SalesRecord.objects.get()
    page = look(holder, "sales")
    for word in ("2020年第2季度", "单位食堂采购", "1,210.00", "2020年5月"):
        assert word in page
    assert "请写明冲正原因" in press(holder, "sale", sale.pk)
    assert "冲正记录" in press(holder, "sale", sale.pk, reason="重复填报")
    assert "合计 <b>0.00</b>" in look(holder, "sales", query="?quarter=2020Q2")


def test_a_month_without_sales_is_told_from_the_page_of_sales(held, holder, look, press):
    assert "2020年5月的销售还没有登记，请在2020年6月10日（含当日）前登记" in look(holder, "home")
    page = look(holder, "sales")
    assert "2020年5月的销售还没有登记" in page
    assert "每月10日前登记上月的销售" in page
    assert "尚未结束" in press(holder, "no_sales", month="2020-06-01")
    assert "请选择月份" in press(holder, "no_sales", month="上个月")
    page = press(holder, "no_sales", month="2020-05-01")
    assert "已申报2020年5月无销售" in page
    assert "已申报无销售的月份：2020年5月" in page
    assert "还没有登记" not in page
    assert "的销售还没有登记" not in look(holder, "home")


def test_a_file_is_judged_row_by_row_before_anything_is_booked(held, holder, press):
    rows = [
        f"A-1,{held.number},2020-05-25,20,箱,60.50,,单位食堂采购,学校,示例学校",
        f"A-2,{held.number},2020-05-01,1,箱,60.50,,其他电商平台,个人消费者,",
        f"A-1,{held.number},2020-05-25,20,箱,60.50,,单位食堂采购,学校,示例学校",
        f"A-4,{held.number},下个月,很多,箱,60.50,,月球,学校,",
        "A-5,ZG-360702-2020-0002-1,2020-05-25,1,箱,1,,其他电商平台,学校,",
    ]
    page = upload(holder, "\n".join([HEADINGS, *rows])).content.decode()
    for word in ("可导入 2 行", "1 行不计入", "重复 1 行", "有误 2 行", "下个月", "月球", "校验码"):
        assert word in page
    assert not SalesRecord.objects.exists()
    batch = ImportBatch.objects.get()
    assert "未导入任何记录" in press(holder, "preview_sales", batch.pk, how="all")
    assert not SalesRecord.objects.exists()
    assert "已导入2条" in press(holder, "preview_sales", batch.pk, how="good")
    assert SalesRecord.objects.filter(batch=batch).count() == 2
    gone = holder.post(reverse("portal:preview_sales", args=[batch.pk]), {"how": "good"})
    assert gone.status_code == 404
    page = upload(holder, f"{HEADINGS}\n{rows[0]}").content.decode()
    assert "重复 1 行" in page
    press(holder, "preview_sales", ImportBatch.objects.get(confirmed_at=None).pk, cancel="1")
    assert not ImportBatch.objects.filter(confirmed_at=None).exists()
    assert "只接受 XLSX 或 CSV" in upload(holder, "x", "a.txt").content.decode()


def test_two_holders_number_their_slips_alike_and_neither_hears_of_it(held, holder, sign_in, press):
    neighbour = listed(serial=2)
    other = sign_in(agent(neighbour.applicant_id))
    form = {**SALE, "external_id": "2026-0001"}
    assert "已登记，流水号 2026-0001" in press(holder, "new_sale", certificate=held.pk, **form)
    assert "已登记，流水号 2026-0001" in press(other, "new_sale", certificate=neighbour.pk, **form)
    row = "{},{},2020-05-25,20,箱,60.50,,单位食堂采购,学校,示例学校"
    rows = [row.format("2026-0002", held.number), row.format("2026-0001", held.number)]
    page = upload(holder, "\n".join([HEADINGS, *rows])).content.decode()
    assert "可导入 1 行" in page
    assert "本单位已登记过流水号2026-0001" in page
    rows = [row.format("2026-0002", neighbour.number)]
    page = upload(other, "\n".join([HEADINGS, *rows])).content.decode()
    assert "可导入 1 行，重复 0 行，有误 0 行" in page
    press(holder, "preview_sales", ImportBatch.objects.get(applicant=held.applicant).pk, how="all")
    batch = ImportBatch.objects.get(applicant=neighbour.applicant)
    assert "已导入1条" in press(other, "preview_sales", batch.pk, how="all")
    assert SalesRecord.objects.filter(external_id="2026-0002").count() == 2


def test_a_sale_is_typed_as_leniently_as_a_file_is_read(held, holder, press):
    typed = {"sold_on": "2020年5月25日", "quantity": "１,０００", "unit_price": "￥60.50"}
    press(holder, "new_sale", certificate=held.pk, **{**SALE, **typed, "amount": "60,000元"})
    sale = SalesRecord.objects.get()
    assert (f"{sale.sold_on}", sale.quantity, sale.amount_fen) == ("2020-05-25", 1000, 6000000)
    wrong = {"sold_on": "昨天", "quantity": "很多", "unit_price": "-1", "external_id": "样例-1"}
    page = press(holder, "new_sale", certificate=held.pk, **{**SALE, **wrong})
    for words in ("销售日期“昨天”不正确", "数量“很多”不是数字"):
        assert words in page
    page = press(holder, "new_sale", certificate=held.pk, **{**SALE, "quantity": "-2"})
    assert "退货、冲减请打开原来的销售记录办理冲正" in page


def test_a_preview_shows_the_errors_first_page_by_page_and_gives_them_as_a_file(held, holder, look):
    good = "{},{},2020-05-25,20,箱,60.50,,单位食堂采购,学校,示例学校"
    rows = [good.format(f"A-{number}", held.number) for number in range(120)]
    rows[110] = good.format("坏", held.number).replace("箱", "")
    rows.append("合计,,,2400,,,,,,")
    page = upload(holder, "\n".join([HEADINGS, *rows])).content.decode()
    batch = ImportBatch.objects.get()
    table = page.split("<tbody>")[1]
    assert table.count("<tr") == 25
    assert table.index("请填写单位") < table.index("不是销售记录，已跳过") < table.index("A-0")
    assert page.index("确认导入") < page.index("<tbody>")
    assert f"{held.product}" in table
    for words in ("可导入 119 行", "有误 1 行", "跳过 1 行", "第 1 页，共 5 页"):
        assert words in page
    only = look(holder, "preview_sales", batch.pk, query="?show=wrong").split("<tbody>")[1]
    assert (only.count("<tr"), "坏" in only) == (1, True)
    answer = holder.get(reverse("portal:sales_mistakes", args=[batch.pk]))
    assert quote("销售导入有误的行.xlsx") in answer["Content-Disposition"]
    book = load_workbook(io.BytesIO(answer.content))
    sheet, lists = book.active, book["可选值"]
    assert (lists["B2"].value, lists["C2"].value) == (held.number, f"{held.product}")
    rules = {f"{each.sqref}": each.formula1 for each in sheet.data_validations.dataValidation}
    assert rules["D2:D2001"] == "'可选值'!$B$2:$B$2"  # the certificate, two columns further on
    assert all(each.showErrorMessage for each in sheet.data_validations.dataValidation)
    assert [cell.value for cell in sheet[2]][:4] == ["112", "请填写单位", "坏", held.number]
    again = SimpleUploadedFile("mistakes.xlsx", answer.content)
    page = holder.post(reverse("portal:import_sales"), {"file": again}, follow=True)
    assert "有误 1 行" in page.content.decode(), "what was taken away can be handed in again"


def test_a_whole_file_is_undone_after_a_question_and_handed_in_again(held, holder, press, look):
    row = f"A-1,{held.number},2020-05-25,20,箱,60.50,,单位食堂采购,学校,示例学校"
    upload(holder, f"{HEADINGS}\n{row}")
    batch = ImportBatch.objects.get()
    assert "该文件还没有导入" in press(holder, "undo_import", batch.pk, reason="传错文件")
    press(holder, "preview_sales", batch.pk, how="all")
    assert reverse("portal:undo_import", args=[batch.pk]) in look(holder, "import_sales")
    page = look(holder, "undo_import", batch.pk)
    assert "<b>1</b> 条，计入统计的金额 1,210.00 元" in page
    assert "请写明冲正原因" in press(holder, "undo_import", batch.pk)
    assert "已整批冲正1条" in press(holder, "undo_import", batch.pk, reason="传错文件")
    assert "已经全部冲正" in look(holder, "undo_import", batch.pk)
    page = upload(holder, f"{HEADINGS}\n{row}").content.decode()
    for words in ("1 行的流水号登记过、已经冲正，将再次登记", "曾冲正，再次登记"):
        assert words in page


def test_the_page_of_sales_takes_as_many_queries_for_many_quarters(
    held, press, look, clock, sign_in
):
    clock.move_to(moment(date(2021, 2, 1)))
    holder, counts = sign_in(agent(held.applicant_id)), []
    for month in (6, 9, 11):
        press(holder, "new_sale", certificate=held.pk, **{**SALE, "sold_on": f"2020-{month}-01"})
        with CaptureQueriesContext(connection) as queries:
            look(holder, "sales")
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_templates_and_ledger_are_taken_away_as_files(held, holder, press):
    press(holder, "new_sale", certificate=held.pk, **{**SALE, "buyer_name": "=cmd"})
    for name in ("sales_template", "export_sales"):
        book = holder.get(reverse(f"portal:{name}", args=["xlsx"])).content
        assert load_workbook(io.BytesIO(book)).active["B2"].value == held.number
    text = holder.get(reverse("portal:export_sales", args=["csv"])).content.decode()
    assert '"\'=cmd"' in text
    assert holder.get(reverse("portal:export_sales", args=["exe"])).status_code == 404


def test_the_next_sale_begins_with_the_words_of_the_last(held, holder, press):
    form = {**SALE, "external_id": "A-1", "certificate": held.pk, "save": "again"}
    page = press(holder, "new_sale", **form)
    assert "已带出上一笔（A-1）" in page
    assert 'value="60.50"' in page
    assert 'value="A-1"' not in page


def test_sales_are_found_by_product_by_what_counts_and_by_words(held, holder, press, look):
    other = listed(row=1)
    press(holder, "new_sale", certificate=held.pk, external_id="A-1", **SALE)
    press(holder, "new_sale", certificate=other.pk, external_id="B-1", **SALE)
    early = {**SALE, "sold_on": "2020-05-01", "buyer_name": "示例食堂"}
    press(holder, "new_sale", certificate=held.pk, external_id="A-2", **early)

    def found(query):
        page = look(holder, "sales", query=query)
        return {word for word in ("A-1", "A-2", "B-1") if f"流水号{word}<" in page}

    assert found(f"?certificate={held.pk}") == {"A-1", "A-2"}
    assert found("?counted=no") == {"A-2"}
    assert found("?counted=yes&quarter=2020Q2") == {"A-1", "B-1"}
    assert found("?words=食堂") == {"A-2"}
    assert found("?words=b-") == {"B-1"}
    assert found("?counted=reversal") == set()
    assert "没有符合条件的销售记录" in look(holder, "sales", query="?words=没有的")
    assert found("?quarter=9999Q9&certificate=0&counted=x") == {"A-1", "A-2", "B-1"}
    assert 'href="?counted=no#ledger">1 条不计入' in look(holder, "sales")
