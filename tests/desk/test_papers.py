"""Letters, reports and the documents of upper levels: kept with their digests, in both ways."""

import hashlib
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.conftest import schedule
from tests.support.desk import page
from tests.support.pdf_particulars import holds_particulars

from applications.models import Item
from demo.acts import agent, perform
from demo.papers import pdf
from demo.timetables import moment
from demo.walking import walk
from printing.pdf import PrinterMissing
from registry.models import Membership, Organisation, User
from rules.lifecycle import ItemState
from rules.periods import local_day
from workflow.models import Document, Letter, Report, UpperReview
from workflow.positions import state_of
from workflow.services import documents, notices
from workflow.services.correspondence import read_letter
from workflow.services.timers import fire_due_timers

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn(monkeypatch):
    """What would be printed, as HTML; the press itself is tested where it lives."""
    pages = []

    def press(html):
        pages.append(html)
        return pdf(hashlib.sha256(html.encode()).hexdigest())

    monkeypatch.setattr(documents, "pdf", press)
    return pages


def test_a_letter_is_drawn_once_and_the_same_for_office_and_applicant(walked, signed_in, drawn, at):
    (item,) = walked("review", choice="return")
    letter = item.letters.get(kind="returned")
    office = signed_in("agri_reviewer@nyncj").get(page("letter", letter.pk))
    assert office["Content-Type"] == "application/pdf"
    document = Document.objects.get(letter=letter)
    assert hashlib.sha256(office.content).hexdigest() == document.sha256
    assert "1．清晰的营业执照复印件" in drawn[0]
    by = agent(item.application.applicant_id)
    portal = signed_in(by)
    address = f"/portal/letters/{letter.pk}/pdf/"
    assert portal.get(address).status_code == 404
    read_letter(letter, by=by, at=at)
    assert portal.get(address).content == office.content
    assert len(drawn) == 1
    assert address in portal.get(f"/portal/letters/{letter.pk}/").content.decode()
    assert signed_in(agent_of(serial=2)).get(address).status_code == 404
    news = item.letters.get(kind="endorsed")
    assert portal.get(f"/portal/letters/{news.pk}/pdf/").status_code == 200, "news is never sealed"


def agent_of(serial):
    from demo import fiction

    return agent(fiction.applicant(serial).pk)


def test_a_report_lists_what_it_reports(walked, signed_in, drawn):
    items = walked("report", products=2)
    report = Report.objects.get(reviews__item=items[0])
    clerk = signed_in("fpb_clerk@fpb")
    assert clerk.get(page("report_paper", report.pk)).status_code == 200
    assert items[0].name in drawn[0]
    assert report.document_no in drawn[0]
    html = clerk.get(page("application", items[0].application_id)).content.decode()
    assert page("report_paper", report.pk) in html


def test_a_report_tells_the_city_what_the_station_verified_not_what_was_claimed(
    walked, signed_in, drawn
):
    (item,) = walked("review")
    item.opinions.filter(step="endorse").update(verified_households=3, verified_persons=9)
    assert (item.households, item.persons) != (3, 9)
    start = local_day(item.application.submitted_at)
    (item,) = walk([item], schedule(start), until="report", since="notice")
    report = Report.objects.get(reviews__item=item)
    signed_in("fpb_clerk@fpb").get(page("report_paper", report.pk))
    assert "<td>3</td><td>9</td>" in drawn[0]
    assert "个工作日无异议" in drawn[0]


def test_a_report_does_not_say_that_nobody_objected_where_somebody_did(
    walked, signed_in, drawn, user, after_day
):
    (item,) = walked("notice")
    entry = item.publicity_entries.get()
    at = moment(entry.first_day)
    by = user("complaint_officer@fpb")
    notices.take_objection(item, channel="12317", content="电话反映产地不实", by=by, at=at)
    perform(Item.objects.get(pk=item.pk), "investigate_district", at=at)
    ended = after_day(item.publicity_entries.get().last_day)
    fire_due_timers(ended)
    perform(Item.objects.get(pk=item.pk), "report_to_city", at=ended)
    signed_in("fpb_clerk@fpb").get(page("report_paper", Report.objects.get(reviews__item=item).pk))
    assert "无异议" not in drawn[0]
    assert "期间收到的异议经核查不成立" in drawn[0]


def test_without_a_printer_the_page_says_so_and_the_words_remain(
    walked, signed_in, monkeypatch, at
):
    def none(html):
        raise PrinterMissing("系统未安装 PDF 排印组件（libpango），请联系运维人员。")

    monkeypatch.setattr(documents, "pdf", none)
    (item,) = walked("review", choice="return")
    letter = item.letters.get(kind="returned")
    answer = signed_in("agri_reviewer@nyncj").get(page("letter", letter.pk))
    assert answer.status_code == 503
    assert "未安装 PDF 排印组件" in answer.render().content.decode()
    by = agent(item.application.applicant_id)
    read_letter(letter, by=by, at=at)
    portal = signed_in(by).get(f"/portal/letters/{letter.pk}/pdf/")
    assert portal.status_code == 503
    assert "未安装 PDF 排印组件" in portal.content.decode()
    assert not Document.objects.exists()


@pytest.mark.paper
def test_the_press_draws_a_letter_and_a_report(walked):
    (item,) = walked("report")
    at = item.application.submitted_at
    letter = Letter.objects.create(
        item=item, kind="listed", text="某单位：\n\n文\n区\n日", sent_at=at
    )
    by = User.objects.get(username="clerk")
    report = Report.objects.get(reviews__item=item)
    office = item.application.ruleset.office.official_name
    for document, author, day in (
        (documents.letter_document(letter, by=by, at=at), "区", local_day(at)),
        (documents.report_document(report, by=by, at=at), office, report.reported_on),
    ):
        data = documents.read(document)
        holds_particulars(data, title=document.title, author=author, day=day)
        assert hashlib.sha256(data).hexdigest() == document.sha256


OUTCOME = {"result": "pass", "document_no": "市扶办字〔2020〕3号", "decided_on": "2020-05-20"}


def test_the_desk_tells_that_nobody_scanned_a_file_and_the_unit_is_told_nothing(
    submitted, station, applicant_of, signed_in
):
    item = submitted
    officer = station(item).get(page("application", item.application_id)).content.decode()
    assert "未经病毒扫描" in officer
    own = signed_in(applicant_of(item)).get(
        reverse("portal:application", args=[item.application_id])
    )
    assert own.status_code == 200
    assert "病毒扫描" not in own.content.decode()


def test_what_an_office_on_paper_decided_is_recorded_with_its_scan(walked, signed_in, on_day):
    (item,) = walked("report")
    on_day(date(2020, 5, 20))
    recorder = signed_in("upper_recorder@fpb")
    bare = recorder.post(page("city"), {**OUTCOME, "items": [item.pk]})
    assert "不在本系统办理，请附其文件的扫描件" in str(bare.context["form"].errors["scan"])
    data = pdf("市级文件")
    scan = SimpleUploadedFile("市级文件.pdf", data, "application/pdf")
    recorder.post(page("city"), {**OUTCOME, "items": [item.pk], "scan": scan})
    assert state_of(Item.objects.get(pk=item.pk)) == ItemState.PROVINCE_PENDING
    review = UpperReview.objects.get(level="city")
    assert (review.recorded_by.username, review.scan.name) == ("recorder", "市级文件.pdf")
    assert recorder.get(page("scan", review.pk)).content == data
    assert "市级文件.pdf" in recorder.get(page("application", item.application_id)).content.decode()


def test_an_office_that_works_here_decides_itself_and_nobody_records_for_it(
    walked, signed_in, on_day
):
    (item,) = _reported_to_a_city_that_works_here(walked)
    on_day(date(2020, 5, 20))
    recorder = signed_in("upper_recorder@fpb")
    assert recorder.get(page("city")).context["lines"] == []
    official = User.objects.get(username="city")
    client = signed_in(official)
    assert [line.item for line in client.get(page("city")).context["lines"]] == [item]
    assert client.get(page("application", item.application_id)).status_code == 200
    client.post(page("city"), {**OUTCOME, "items": [item.pk]})
    review = UpperReview.objects.get(level="city")
    assert (review.recorded_by, review.result, review.scan) == (official, "pass", None)
    assert item.application.duties.get(person=official).duty == "city"


def _reported_to_a_city_that_works_here(walked):
    (item,) = walked("review")
    city = Organisation.objects.get(code="city-fpb")
    city.works_in_system = True
    city.save()
    official = User.objects.create(username="city", first_name="示例市办")
    official.groups.set(User.objects.get(username="clerk").groups.all())
    Membership.objects.create(user=official, organisation=city, role="city_reviewer")
    from tests.conftest import schedule

    from demo.walking import walk

    days = schedule(date(2020, 4, 1))
    return walk([item], days, until="report", since="notice")
