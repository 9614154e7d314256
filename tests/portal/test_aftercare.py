"""The holder after listing: certificate, renewal, changes, leaving, sales; and nobody else's."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from tests.support.listed import listed

from applications.models import Application
from catalog.leaving import leave_due
from demo.acts import agent
from demo.acts import holder as officer_with
from demo.papers import pdf
from demo.timetables import moment
from ledger.models import ImportBatch, SalesRecord
from printing.pdf import PrinterMissing
from workflow.models import ChangeReport
from workflow.services import findings

pytestmark = pytest.mark.django_db

TODAY = date(2020, 6, 1)
SALE = {
    "sold_on": "2020-05-25",
    "quantity": "20",
    "unit": "箱",
    "unit_price": "60.50",
    "channel": "canteen",
    "buyer_type": "school",
    "buyer_name": "示例学校",
    "six_entry": "school",
    "fund_source": "canteen_fund",
}
HEADINGS = "流水号,证书编号,销售日期,数量,单位,单价（元）,金额（元）,销售渠道,购买方类型,购买单位"


@pytest.fixture
def held(office, clock):
    clock.move_to(moment(TODAY))
    return listed()


@pytest.fixture
def holder(held, sign_in):
    """The browser of the entry's holder."""
    return sign_in(agent(held.applicant_id))


def test_an_entry_is_found_from_the_first_page_and_tells_its_standing(held, holder, look):
    assert reverse("portal:certificate", args=[held.pk]) in look(holder, "home")
    assert held.number in look(holder, "certificates")
    page = look(holder, "certificate", held.pk)
    for word in ("下载证书", "报告变更", "退出目录", f"/verify/{held.number}/", "2021年5月20日"):
        assert word in page


def test_the_certificate_is_drawn_only_while_the_entry_is_in_force(
    held, holder, sign_in, monkeypatch, clock
):
    address = reverse("portal:print_certificate", args=[held.pk])
    drawn = []
    monkeypatch.setattr("portal.certificate_paper.pdf", lambda html: drawn.append(html) or b"%PDF")
    assert holder.get(address)["Content-Type"] == "application/pdf"
    assert held.number in drawn[0]
    assert "<svg" in drawn[0]

    def missing(html):
        raise PrinterMissing("系统未安装 PDF 排印组件")

    monkeypatch.setattr("portal.certificate_paper.pdf", missing)
    broken = holder.get(address)
    assert (broken.status_code, "系统未安装" in broken.content.decode()) == (503, True)
    clock.move_to(moment(date(2021, 5, 21)))
    holder = sign_in(agent(held.applicant_id))
    assert "已到期，不能打印证书" in holder.get(address, follow=True).content.decode()


def test_who_has_a_case_reads_of_it_and_is_offered_no_exit(held, holder, look):
    exit_page = reverse("portal:exit", args=[held.pk])
    assert exit_page in look(holder, "certificate", held.pk)
    [case] = findings.confirm_finding(
        held,
        reason_code="quality_safety",
        text="抽检不合格，已要求停止销售。",
        found_on=TODAY,
        asks_removal=False,
        by=officer_with("complaint_officer@fpb"),
        at=moment(TODAY, 8),
    )
    page = look(holder, "certificate", held.pk)
    assert f"案件{case}正在办理" in page
    assert exit_page not in page
    told = holder.post(exit_page, {"because": "不再生产", "sure": "on"}, follow=True)
    assert f"案件{case}在办理，办结前不能退出目录" in told.content.decode()
    assert look(holder, "certificate", held.pk).count("已自愿退出") == 0
    assert "抽检不合格" in look(holder, "change", held.pk, case.pk)


@pytest.mark.paper
def test_the_certificate_fits_one_page(held, holder):
    import pikepdf

    answer = holder.get(reverse("portal:print_certificate", args=[held.pk]))
    assert len(pikepdf.open(io.BytesIO(answer.content)).pages) == 1


def test_a_renewal_is_started_from_its_entry_with_the_old_licences(
    held, sign_in, press, clock, look
):
    clock.move_to(moment(date(2021, 2, 19)))
    holder = sign_in(agent(held.applicant_id))
    assert "起可以再次申请" in look(holder, "certificate", held.pk)
    clock.move_to(moment(date(2021, 2, 20)))
    page = look(holder, "start", query=f"?kind=renewal&certificate={held.pk}")
    assert "checked" in page.split('name="renewal_of"')[1].split(">")[0]
    press(holder, "start", kind="renewal", renewal_of=[held.pk], reuse_licences="on")
    paper = Application.objects.get(kind="renewal")
    assert paper.items.get().renewal_of == held
    assert paper.materials.get().kind == "M2_licence"
    assert "草稿，尚未提交" in look(holder, "certificate", held.pk)


def test_a_change_is_reported_in_two_questions_with_what_stood_before(held, holder, press, look):
    assert "请选择发生变化的事项" in look(holder, "new_change", held.pk, query="?next=1")
    page = look(holder, "new_change", held.pk, query="?next=1&kinds=price&kinds=output_supply")
    assert "30.00" in page
    assert "目录现有参考价格30.00元；上涨20%以上，即36.00元以上的，应当报告" in page
    assert "减少30%以上" in page
    assert "销售规格" not in page
    said = {
        "kinds": ["price", "output_supply"],
        "reference_price": "45",
        "annual_output": "10",
        "output_unit": "吨",
        "supply_months": ["11", "12", "1", "2", "3"],
        "changed_on": "2020-05-28",
        "text": "原料和包装成本上涨，价格相应调整。",
    }
    assert "不得晚于今天" in press(
        holder, "new_change", held.pk, **{**said, "changed_on": "2020-06-02"}
    )
    page = press(holder, "new_change", held.pk, **said)
    change = ChangeReport.objects.get()
    assert change.after == {"reference_price_fen": 4500}
    for word in (change.number, "30.00", "45.00", "+50.0%", "待登记"):
        assert word in page
    assert "该变更已报告" in press(holder, "new_change", held.pk, **said)
    assert change.number in look(holder, "certificate", held.pk)


def test_a_paper_comes_with_the_report_and_the_report_can_be_taken_back(
    held, holder, press, look, sign_in
):
    said = {
        "kinds": ["registration"],
        "holder_name": "章贡区模拟更名有限公司（虚构）",
        "holder_credit_code": held.applicant.credit_code,
        "holder_domicile": held.applicant.domicile,
        "changed_on": "2020-05-28",
        "text": "经登记机关核准，单位名称变更。",
    }
    assert "请上传变更登记通知书或者变更后的营业执照" in press(
        holder, "new_change", held.pk, **said
    )
    paper = SimpleUploadedFile("通知书.pdf", pdf("核准变更登记通知书"), "application/pdf")
    page = press(holder, "new_change", held.pk, **said, evidence=paper)
    change = ChangeReport.objects.get()
    file = change.evidence.get()
    own = reverse("portal:change_file", args=[held.pk, change.pk, file.uid])
    assert own in page
    assert holder.get(own)["Content-Disposition"].startswith("attachment")
    desk = sign_in(officer_with("fpb_clerk@fpb"))
    address = reverse("desk:change_file", args=[file.uid])
    assert address in desk.get(reverse("desk:change", args=[change.pk])).content.decode()
    assert desk.get(address).status_code == 200
    assert file.views.count() == 2
    assert sign_in(officer_with("export_officer@fpb")).get(address).status_code == 302
    assert "撤回变更报告" in look(holder, "withdraw_change", held.pk, change.pk)
    assert "已撤回" in press(holder, "withdraw_change", held.pk, change.pk)
    assert "撤回这份报告" not in look(holder, "change", held.pk, change.pk)
    assert "由你单位撤回" in look(holder, "change", held.pk, change.pk)
    refused = press(holder, "withdraw_change", held.pk, change.pk)
    assert "该变更报告已撤回" in refused
    assert "撤回</strong>" in desk.get(reverse("desk:change", args=[change.pk])).content.decode()


def test_leaving_is_asked_twice_and_shown_to_everybody(held, holder, press, client, clock):
    from pages.notices.services import open_product_page

    page = open_product_page(held, by=None, at=moment(TODAY))
    assert "请勾选确认" in press(holder, "exit", held.pk, because="不再生产该产品")
    told = press(holder, "exit", held.pk, because="不再生产该产品", sure="on")
    assert "2020年6月4日（含当日）以前可以收回" in told
    assert "收回退出申请" in told
    assert "下载证书" in told
    assert client.get(page.url).status_code == 200
    assert "仍在目录" in press(holder, "stay", held.pk)
    press(holder, "exit", held.pk, because="不再生产该产品", sure="on")
    leave_due(moment(date(2020, 6, 4)))
    assert client.get(page.url).status_code == 200
    leave_due(moment(date(2020, 6, 5)))
    held.refresh_from_db()
    assert held.exited_on == date(2020, 6, 5)
    clock.move_to(moment(date(2020, 6, 6)))
    gone = client.get(page.url)
    assert (gone.status_code, "自愿退出目录" in gone.content.decode()) == (410, True)


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


def upload(holder, text, name="sales.csv"):
    file = SimpleUploadedFile(name, text.encode("utf-8-sig"))
    return holder.post(reverse("portal:import_sales"), {"file": file}, follow=True)


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
    assert table.count("<tr") == 50
    assert table.index("请填写单位") < table.index("不是销售记录，已跳过") < table.index("A-0")
    assert page.index("确认导入") < page.index("<tbody>")
    assert f"{held.product}" in table
    for words in ("可导入 119 行", "有误 1 行", "跳过 1 行", "第 1 页，共 3 页"):
        assert words in page
    only = look(holder, "preview_sales", batch.pk, query="?show=wrong").split("<tbody>")[1]
    assert (only.count("<tr"), "坏" in only) == (1, True)
    answer = holder.get(reverse("portal:sales_mistakes", args=[batch.pk]))
    sheet = load_workbook(io.BytesIO(answer.content)).active
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


def test_nobody_elses_entry_change_sale_or_file_exists(held, holder, sign_in, press):
    press(holder, "new_sale", certificate=held.pk, **SALE)
    upload(holder, f"{HEADINGS}\nA-1,{held.number},2020-05-25,20,箱,60.50,,单位食堂采购,学校,")
    press(
        holder,
        "new_change",
        held.pk,
        kinds=["stop"],
        changed_on="2020-05-28",
        text="生产车间检修，停产十五天。",
    )
    stranger = sign_in(agent(listed(serial=2).applicant_id))
    addresses = [
        reverse(f"portal:{name}", args=args)
        for name, args in (
            ("certificate", [held.pk]),
            ("print_certificate", [held.pk]),
            ("exit", [held.pk]),
            ("new_change", [held.pk]),
            ("change", [held.pk, ChangeReport.objects.get().pk]),
            ("sale", [SalesRecord.objects.get().pk]),
            ("preview_sales", [ImportBatch.objects.get().pk]),
        )
    ]
    assert [stranger.get(address).status_code for address in addresses] == [404] * 7
    officer = sign_in(officer_with("fpb_clerk@fpb"))
    assert {officer.get(address).status_code for address in addresses} == {403}
    assert held.number not in stranger.get(reverse("portal:sales")).content.decode()


def test_the_next_sale_begins_with_the_words_of_the_last(held, holder, press):
    form = {**SALE, "external_id": "A-1", "certificate": held.pk, "save": "again"}
    page = press(holder, "new_sale", **form)
    assert "已带出上一笔（A-1）" in page
    assert 'value="60.50"' in page
    assert 'value="A-1"' not in page
