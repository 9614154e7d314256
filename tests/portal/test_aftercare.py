"""The holder after listing: certificate, renewal, changes, leaving; and nobody else's."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.support.listed import listed
from tests.support.own_sales import HEADINGS, SALE, upload
from tests.support.pdf_particulars import holds_particulars

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
    holds_particulars(
        answer.content,
        title=f"{held.ruleset.product_term}认定证书 {held.number}",
        author=held.ruleset.office.official_name,
        day=held.listed_on,
    )


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
    unchanged = "“产量或供货时间”的内容与目录现有内容相同"
    page = press(holder, "new_change", held.pk, **said)
    assert f'<a href="#id_annual_output">{unchanged}' in page
    said["annual_output"] = "6"
    page = press(holder, "new_change", held.pk, **said)
    change = ChangeReport.objects.get()
    assert change.after == {"reference_price_fen": 4500, "annual_output": "6"}
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


def test_a_suspension_is_opened_by_a_deliberate_act_that_is_kept(held, holder, look, press):
    findings.confirm_finding(
        held,
        reason_code="quality_safety",
        text="抽检发现标签不完整，已通知整改。",
        found_on=TODAY,
        asks_removal=False,
        by=officer_with("complaint_officer@fpb"),
        at=moment(TODAY),
    )
    letter = held.item.letters.get(kind="suspended")
    assert "有 1 份告知没有打开" in look(holder, "home")
    assert "可以书面陈述申辩" not in look(holder, "letter", letter.pk)
    assert "可以书面陈述申辩" in press(holder, "letter", letter.pk)
    letter.refresh_from_db()
    assert letter.read_at


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
    assert "<b>自愿退出</b>" in gone.content.decode(), "in the track, and not as having run out"


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
