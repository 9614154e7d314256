"""Change reports at the desk: found in the inbox, walked to their end, closed to strangers."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.support.desk import page
from tests.support.listed import listed

from demo.acts import agent, holder
from demo.papers import pdf
from demo.timetables import moment
from supervision.services import complaints
from workflow.models import ChangeReport
from workflow.services import changes

pytestmark = pytest.mark.django_db

MONDAY = date(2020, 6, 1)
CLERK, REVIEWER = "fpb_clerk@fpb", "fpb_reviewer@fpb"
RECORDER, INVESTIGATOR = "upper_recorder@fpb", "complaint_officer@fpb"


@pytest.fixture
def certificate(office, on_day):
    on_day(MONDAY)
    return listed()


@pytest.fixture
def change(certificate):
    return changes.report_change(
        certificate,
        kinds=["price", "safety"],
        after={"reference_price_fen": 4500},
        text="抽检指标波动，已暂停发货并复检，价格上调。",
        changed_on=date(2020, 5, 28),
        by=agent(certificate.applicant_id),
        at=moment(MONDAY),
    )


def text(client, address, status=200):
    response = client.get(address, follow=True)
    assert response.status_code == status
    return response.content.decode()


def act(client, change, step, **values):
    response = client.post(page("change", change.pk), {"step": step, **values}, follow=True)
    change.refresh_from_db()
    return response.status_code, response.content.decode()


def test_a_report_is_found_in_the_inbox_and_walked_to_a_removal(
    change, certificate, signed_in, on_day
):
    clerk, reviewer = signed_in(CLERK), signed_in(REVIEWER)
    inbox = text(clerk, page("inbox"))
    assert "登记变更报告" in inbox
    html = text(clerk, page("item_changes", certificate.item.pk))
    for word in (change.number, "30.00", "45.00", "+50.0%", "予以登记"):
        assert word in html
    assert act(clerk, change, "register_change")[0] == 422
    act(clerk, change, "register_change", is_accepted="yes")
    assert change.state_text == "核查中"
    assert "您没有办理该环节的权限" in text(clerk, page("change", change.pk))

    status, html = act(reviewer, change, "assess_change", decision="", assessment="短")
    assert (status, "请选择处理决定" in html, "不少于10个字" in html) == (422, True, True)
    act(
        reviewer,
        change,
        "assess_change",
        decision="remove",
        assessment="经核查，一项指标不合格，先行暂停。",
    )
    assert "该环节已由" in act(reviewer, change, "assess_change", decision="record")[1]
    assert "暂停" in text(reviewer, page("change", change.pk))

    on_day(date(2020, 6, 9))
    late = text(signed_in(CLERK), page("changes") + "?tab=overdue")
    assert change.number in late
    assert "已逾期" in late
    clerk = signed_in(CLERK)
    status, html = act(clerk, change, "report_upward", report_no="12", reported_up_on="2020-06-10")
    assert (status, "不得晚于今天" in html, "发文字号" in html) == (422, True, True)
    act(
        clerk,
        change,
        "report_upward",
        report_no="章测扶办报[2020]40号",
        reported_up_on="2020-06-09",
    )
    recorder, forwarded = signed_in(RECORDER), page("forward_change", change.pk)
    wrong = recorder.post(forwarded, {"city_on": "2020-06-08"}, follow=True).content.decode()
    assert "不早于上报日期" in wrong
    recorder.post(forwarded, {"city_on": "2020-06-09", "province_on": "2020-06-09"})
    assert "省级收到 2020-06-09" in text(recorder, page("change", change.pk))
    act(
        signed_in(RECORDER),
        change,
        "record_ruling",
        ruling="remove",
        ruling_no="省测扶办字〔2020〕9号",
        ruled_on="2020-06-09",
    )
    certificate.refresh_from_db()
    assert (change.state_text, certificate.status) == ("已办结：清理", "removed")
    drawn = signed_in(CLERK).get(page("change_chart", change.pk))
    assert drawn["Content-Type"].startswith("image/svg+xml")
    assert "清理出目录" in drawn.content.decode()
    bpmn = signed_in(CLERK).get(page("change_bpmn", change.pk))
    assert bpmn["Content-Disposition"] == f'attachment; filename="{change.number}.bpmn"'
    assert "清理出目录" in bpmn.content.decode()
    paper = text(signed_in(CLERK), page("application", certificate.item.application_id))
    assert "登记省级清理决定" in paper


FINDING = {
    "origin": "office",
    "reason_code": "quality_safety",
    "changed_on": "2020-06-01",
    "text": "监督抽检一项指标不合格，已要求停止销售。",
    "measure": "remove",
}


def test_a_finding_is_confirmed_from_the_desk_and_the_cause_decides_for_which_entries(
    certificate, signed_in
):
    """A24: a bad product is one entry; an unlawful act of the holder is all of its entries."""
    second, third = listed(row=1), listed(row=2)
    officer = signed_in(INVESTIGATOR)
    html = text(officer, page("changes") + f"?q={certificate.number}")
    assert page("finding", certificate.pk) in html
    assert "没有符合条件" in text(officer, page("changes") + "?q=查无此物")
    refused = officer.post(page("finding", certificate.pk), {**FINDING, "origin": "superior"})
    assert (refused.status_code, "来文" in refused.content.decode()) == (422, True)
    officer.post(page("finding", certificate.pk), FINDING)
    statuses = [
        type(certificate).objects.get(pk=each.pk).status for each in (certificate, second, third)
    ]
    assert statuses == ["suspended", "active", "active"]
    again = officer.post(page("finding", certificate.pk), FINDING)
    assert (again.status_code, "在该案件中办理" in again.content.decode()) == (422, True)
    officer.post(page("finding", second.pk), {**FINDING, "reason_code": "illegal_act"})
    statuses = [
        type(certificate).objects.get(pk=each.pk).status for each in (certificate, second, third)
    ]
    assert statuses == ["suspended", "suspended", "suspended"]
    assert ChangeReport.objects.filter(origin="office").count() == 3
    assert signed_in(CLERK).get(page("finding", certificate.pk)).status_code == 302


def test_a_suspension_is_lifted_at_the_desk_by_who_re_checked(certificate, signed_in, on_day):
    officer = signed_in(INVESTIGATOR)
    officer.post(page("finding", certificate.pk), {**FINDING, "measure": "suspend"})
    change = ChangeReport.objects.get()
    report = {"report_no": "章测扶办报〔2020〕40号", "reported_up_on": "2020-06-01"}
    act(signed_in(CLERK), change, "report_upward", **report)
    on_day(date(2020, 6, 10))
    reviewer = signed_in(REVIEWER)
    shown = text(reviewer, page("item_changes", certificate.item.pk))
    assert "复核整改情况" in shown
    assert "复核整改情况" in text(reviewer, page("inbox"))
    mended = {
        "conclusion": "resume",
        "rechecked_on": "2020-06-10",
        "text": "现场复核，标签已更正。",
    }
    assert act(reviewer, change, "recheck", **{**mended, "conclusion": ""})[0] == 422
    act(reviewer, change, "recheck", **mended)
    certificate.refresh_from_db()
    assert (certificate.status, change.state_text) == ("active", "已办结：整改到位，恢复")
    assert "该环节已由" in act(reviewer, change, "recheck", **mended)[1]


def test_a_proposal_is_answered_at_the_desk_once(certificate, signed_in):
    """Empty, waiting, declined, and told of on the page of the complaint."""
    officer, inspector = signed_in(INVESTIGATOR), holder("agri_reviewer@nyncj")
    assert "没有待确认的处置建议" in text(officer, page("changes"))
    case = uphold(certificate, inspector)
    asked = case.proposal
    shown = text(officer, page("changes"))
    assert page("case_proposal", asked.pk) in shown
    assert "\\u6e05\\u7406\\uff081\\uff09" in shown, "清理（1）, in the menu's JSON"
    assert "待确认的处置建议" not in text(signed_in(CLERK), page("changes"))
    assert "待有权人员确认" in text(officer, page("complaint", case.pk))
    assert officer.post(page("case_proposal", asked.pk), {"because": ""}).status_code == 422
    officer.post(page("confirm_proposal", asked.pk))
    certificate.refresh_from_db()
    assert (certificate.status, certificate.changes.count()) == ("suspended", 1)
    again = officer.post(page("confirm_proposal", asked.pk), follow=True).content.decode()
    assert "该建议已由" in again
    assert f"{certificate.changes.get()}" in text(officer, page("complaint", case.pk))


def uphold(entry, handler):
    """A complaint about ``entry`` that an officer of the bureau, who may not suspend, upheld."""
    who = {"by": handler, "at": moment(MONDAY)}
    case = complaints.receive(
        source="visit",
        certificate=entry,
        subject_kind="product",
        about_text="示例产品",
        category="quality",
        content="买到的产品有腐坏，销售点不处理。",
        at=moment(MONDAY),
    )
    case = complaints.accept(case, unit=entry.ruleset.bureau, handler=handler, **who)
    case = complaints.investigate(case, **who)
    return complaints.decide(
        case,
        findings="经检验，产品质量不合格。",
        action="suspend",
        cause="quality_safety",
        public_summary="经核查属实，要求整改。",
        **who,
    )


def test_a_case_is_handed_over_and_its_removal_published_from_its_page(certificate, signed_in):
    officer = signed_in(INVESTIGATOR)
    officer.post(page("finding", certificate.pk), FINDING)
    change = ChangeReport.objects.get()
    assert page("transfer_case", change.pk) in text(officer, page("change", change.pk))
    wrong = officer.post(page("transfer_case", change.pk), {}, follow=True).content.decode()
    assert "请填写接收机关的全称" in wrong
    handed = {
        "receiver": "区市场监督管理局",
        "document_no": "章测移〔2020〕1号",
        "sent_on": "2020-06-01",
    }
    said = {f"transfer-{name}": value for name, value in handed.items()}
    officer.post(page("transfer_case", change.pk), said)
    assert "区市场监督管理局，章测移〔2020〕1号" in text(officer, page("change", change.pk))
    report = {"report_no": "章测扶办报〔2020〕40号", "reported_up_on": "2020-06-01"}
    act(signed_in(CLERK), change, "report_upward", **report)
    recorder = signed_in(RECORDER)
    address = page("publish_entry", change.certificate_id)
    assert address not in text(recorder, page("change", change.pk))
    ruling = {"ruling": "remove", "ruling_no": "省测扶办字〔2020〕9号", "ruled_on": "2020-06-01"}
    act(recorder, change, "record_ruling", **ruling)
    assert address in text(recorder, page("change", change.pk))
    published = {
        "kind": "removal",
        "address": "https://platform.example.gov.cn/removed/1",
        "first_day": "2020-06-01",
        "evidence": SimpleUploadedFile("page.pdf", pdf("page")),
    }
    recorder.post(address, published)
    html = text(recorder, page("change", change.pk))
    assert "https://platform.example.gov.cn/removed/1" in html
    assert address not in html
    row = change.certificate.publications.get()
    assert (row.kind, row.first_day) == ("removal", date(2020, 6, 1))


def test_strangers_stations_and_tied_officers_see_or_do_nothing(change, certificate, signed_in):
    addresses = [page("change", change.pk), page("change_chart", change.pk)]
    other = signed_in("station_officer@station-360702105")
    assert {other.get(each).status_code for each in addresses} == {404}
    assert signed_in(CLERK).get(page("change", 999)).status_code == 404
    clerk = signed_in(CLERK)
    clerk.post(page("tie", certificate.item.application_id))
    assert "应当回避" in text(clerk, page("change", change.pk))
    assert "没有等待您所在单位签收的任务" in text(clerk, page("inbox") + "?tab=queue")


def test_the_ledgers_registers_are_read_by_the_district_and_by_nobody_else(certificate, signed_in):
    from decimal import Decimal

    from demo.district import DIRECTORY
    from desk.loading import offices
    from desk.loading.ledger import load_task
    from desk.loading.report import LoadReport, load_each
    from ledger.services import close_quarter, record_sale
    from registry.models import User

    sale = record_sale(
        certificate,
        by=agent(certificate.applicant_id),
        at=moment(MONDAY),
        sold_on=date(2020, 5, 25),
        quantity=Decimal(20),
        unit="箱",
        unit_price_fen=6050,
        channel="canteen",
        buyer_type="school",
    )
    report = LoadReport()
    load_each(DIRECTORY, "responsible_units.json", offices.load_unit, report, key="code")
    load_each(DIRECTORY, "tasks.json", load_task, report, key="no")
    assert report.ok
    close_quarter("2020Q2", by=User.objects.get(username="manager"), at=moment(date(2020, 7, 1)))
    boss = signed_in("manager@fpb")
    address = reverse("close_quarter")
    assert "没有可以关账的季度" in text(boss, address)
    assert "请选择季度" in boss.post(address, {"quarter": "x"}, follow=True).content.decode()
    assert signed_in(CLERK).get(address).status_code == 302
    manager, station = signed_in("manager@fpb"), signed_in("station_officer@station-360702101")
    for model, words in {
        "salesrecord": (sale.external_id, "1,210.00"),
        "importbatch": ("导入批次",),
        "periodclose": ("2020Q2", "1,210.00"),
        "task": ("搭建消费扶贫认购平台", "各结对帮扶单位", "区总工会、区扶贫办"),
    }.items():
        address = reverse(f"ledger_{model}_modeladmin_index")
        html = text(manager, address)
        assert [word for word in words if word not in html] == []
        assert station.get(address).status_code == 302
    assert "计入" in text(manager, reverse("ledger_salesrecord_modeladmin_inspect", args=[sale.pk]))
