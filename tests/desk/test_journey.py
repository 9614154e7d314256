"""A whole paper by HTTP alone: every role at its own page, from submission to the catalogue."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.support.desk import opinion, page, press_twice

from applications.models import Item
from catalog.models import Certificate
from demo.papers import pdf
from publicity.models import Objection, Publicity
from rules.lifecycle import ItemState
from workflow.positions import state_of
from workflow.services.timers import fire_due_timers

pytestmark = pytest.mark.django_db


def states(items):
    return {state_of(Item.objects.get(pk=item.pk)) for item in items}


def ids(items):
    return {"items": [item.pk for item in items]}


def test_from_submission_to_the_catalogue(paper, station, signed_in, on_day, after_day):
    items = paper(products=2)
    application = items[0].application
    clerk, recorder = signed_in("fpb_clerk@fpb"), signed_in("upper_recorder@fpb")
    signed = opinion(items[0]) | opinion(items[1])

    on_day(date(2020, 4, 2))
    station(items[0]).post(page("endorse", application.pk), signed)
    on_day(date(2020, 4, 3))
    signed_in("fpb_reviewer@fpb").post(page("benefit", application.pk), signed)
    signed_in("agri_reviewer@nyncj").post(page("quality", application.pk), signed)
    assert states(items) == {ItemState.PUBLICITY_PENDING}

    assert len(clerk.get(page("notice")).context["lines"]) == 2
    press_twice(clerk, page("notice"), ids(items))
    assert states(items) == {ItemState.DISTRICT_PUBLICITY}
    fire_due_timers(after_day(Publicity.objects.get().last_day))

    on_day(date(2020, 4, 20))
    clerk.post(
        page("report"),
        {**ids(items), "document_no": "章扶办字〔2020〕12号", "reported_on": "2020-04-20"},
    )
    outcome = {**ids(items), "result": "pass", "decided_on": "2020-04-22"}
    on_day(date(2020, 4, 22))
    for level, number in (("city", "市扶办字〔2020〕3号"), ("province", "省扶办字〔2020〕8号")):
        scan = SimpleUploadedFile("扫描件.pdf", pdf(level), "application/pdf")
        recorder.post(page(level), {**outcome, "document_no": number, "scan": scan})
    assert states(items) == {ItemState.NATIONAL_PENDING}

    file = pdf("national")
    screenshot = SimpleUploadedFile("公示截图.pdf", file, "application/pdf")
    recorder.post(
        page("national"),
        {
            **ids(items),
            "published_on": "2020-04-22",
            "external_url": "https://platform.example.gov.cn/1",
            "evidence": screenshot,
        },
    )
    assert states(items) == {ItemState.NATIONAL_PUBLICITY}
    national = Publicity.objects.filter(level="national").first()
    assert recorder.get(page("evidence", national.pk)).content == file
    fire_due_timers(after_day(national.last_day))

    on_day(date(2020, 5, 8))
    listing = {"listed_on": "2020-05-08", "evidence": "全国公示期满，未收到异议（截图存档）"}
    done = clerk.post(page("list"), {**ids(items), **listing}, follow=True)
    assert "已列入目录" in done.content.decode()
    assert states(items) == {ItemState.LISTED}
    assert Certificate.objects.filter(listed_on=date(2020, 5, 8)).count() == 2
    html = clerk.get(page("application", application.pk)).content.decode()
    for act in ("提交申请", "签署工作站认可意见", "上报市级", "登记全国公示", "列入目录"):
        assert act in html


def test_the_clerk_names_a_station_for_the_whole_application(draft, signed_in, at):
    from applications.models import Application
    from demo.acts import agent
    from demo.preparing import submit
    from registry.models import Organisation, Township

    application = draft(2)
    Township.objects.update(station=None)
    application = submit(application, by=agent(application.applicant_id), at=at)
    station = Organisation.objects.filter(kind="work_station").first()
    first = application.items.first()
    signed_in("fpb_clerk@fpb").post(page("assign"), {**ids([first]), "station": station.pk})
    assert Application.objects.get().station == station
    assert states(application.items.all()) == {ItemState.STATION_REVIEW}
    officer = signed_in(f"station_officer@{station.code}")
    assert len(officer.get(page("endorse", application.pk)).context["sheets"]) == 2


def test_an_objection_by_phone_holds_is_investigated_and_runs_on(walked, signed_in, on_day):
    disputed, undisputed = walked("notice", products=2)
    on_day(Publicity.objects.get().first_day)
    clerk, investigator = signed_in("fpb_clerk@fpb"), signed_in("complaint_officer@fpb")
    clerk.post(
        page("objection", disputed.pk),
        {"channel": "12317", "content": "带动户数与实际不符", "person_name": "示例异议人"},
    )
    assert states([disputed]) == {ItemState.OBJECTION_HOLD}
    assert states([undisputed]) == {ItemState.DISTRICT_PUBLICITY}
    html = investigator.get(page("investigate", disputed.pk)).content.decode()
    objection = Objection.objects.get()
    assert objection.number in html
    assert page("objector", objection.pk) in html
    assert "示例异议人" not in html

    decided = {"decision": "resume", "text": "经调阅材料、走访核实，反映的情况不成立。"}
    refused = investigator.post(page("investigate", disputed.pk), decided)
    assert refused.status_code == 422
    assert "每一件未答复的异议都要写明结论和答复" in refused.content.decode()
    answered = {
        f"objection-{objection.pk}-finding": "rejected",
        f"objection-{objection.pk}-answer": "经核查，带动户数与证明一致，特此答复。",
    }
    investigator.post(page("investigate", disputed.pk), decided | answered)
    assert states([disputed]) == {ItemState.DISTRICT_PUBLICITY}


def test_no_objection_is_taken_where_nothing_is_before_the_public(submitted, signed_in):
    item = submitted
    answer = signed_in("fpb_clerk@fpb").post(
        page("objection", item.pk), {"channel": "letter", "content": "带动户数与实际不符"}
    )
    assert answer.status_code == 422
    assert "该产品没有正在进行的公示" in answer.content.decode()


def test_the_manager_ends_what_cannot_go_on(submitted, signed_in, on_day, at):
    item = submitted
    on_day(date(2020, 4, 2))
    manager = signed_in("manager@fpb")
    refused = manager.post(page("terminate", item.pk), {"because": "无"})
    assert "请说明终止原因" in refused.content.decode()
    press_twice(manager, page("terminate", item.pk), {"because": "申请单位已注销登记"})
    assert states([item]) == {ItemState.TERMINATED}


def test_a_wrong_document_number_is_told_at_its_field_and_nothing_is_reported(
    walked, signed_in, on_day, after_day
):
    items = walked("notice", products=2)
    last = Publicity.objects.get().last_day
    fire_due_timers(after_day(last))
    on_day(date(2020, 4, 20))
    answer = signed_in("fpb_clerk@fpb").post(
        page("report"), {**ids(items), "document_no": "十二号", "reported_on": "2020-05-20"}
    )
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"document_no", "reported_on"}
    assert all(line.is_chosen for line in answer.context["lines"])
    assert states(items) == {ItemState.REPORT_PENDING}


def test_nothing_ticked_and_something_gone_are_told(walked, signed_in):
    (item,) = walked("province")
    recorder = signed_in("upper_recorder@fpb")
    assert "请至少选择一个产品" in recorder.post(page("national"), {}).content.decode()
    gone = recorder.post(page("city"), ids([item]))
    assert f"{item}：该环节已由您于" in gone.content.decode()


def test_evidence_must_be_a_sound_file(walked, signed_in, on_day):
    (item,) = walked("province")
    on_day(date(2020, 5, 20))
    fake = SimpleUploadedFile("截图.pdf", b"not a pdf", "application/pdf")
    answer = signed_in("upper_recorder@fpb").post(
        page("national"),
        {
            **ids([item]),
            "published_on": "2020-05-19",
            "external_url": "https://platform.example.gov.cn/1",
            "evidence": fake,
        },
    )
    assert answer.status_code == 422
    assert "evidence" in answer.context["form"].errors
    assert states([item]) == {ItemState.NATIONAL_PENDING}
