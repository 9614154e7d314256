"""Around a bulletin: corrections, reminders, the missing, the feed, the same words in all forms."""

import io
import re
from datetime import date, timedelta

import feedparser
import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from tests.support import plan
from tests.support.bulletins import AT, LEADS, draft, issue, issue_of_district, of
from tests.support.pdf_particulars import holds_particulars
from tests.support.standing import stands

from demo.acts import holder
from demo.timetables import moment
from files.pdf_words import pdf_pages
from ledger.bulletin_lists import reports
from ledger.models import Bulletin
from ledger.praise import praise_and_urge
from ledger.services import tasks
from pages.models import BulletinPage
from records.models import OutgoingMail
from registry.models import User
from rules.periods import local_day
from rules.refusal import Refused
from workflow.services import bulletins
from workflow.services.bulletin_reminders import remind

pytestmark = pytest.mark.django_db
WHY = "培训场次误将筹备会计入，现予更正。"


@pytest.fixture
@stands
def closed(office):
    plan.load_plan()
    close = plan.close(1, 2, 3, 4)
    bulletins.take_up(AT)
    return close


def browser(login):
    client = Client()
    client.force_login(plan.person(login), backend="django.contrib.auth.backends.ModelBackend")
    return client


def issue_again(correction, text, at=AT):
    """A correction through its three hands."""
    code = correction.unit.code
    draft(correction, f"{code}-bao", text, at=at)
    bulletins.check(correction, is_passed=True, by=plan.person("reviewer"), at=at)
    return bulletins.sign(correction, is_passed=True, by=plan.person(f"{code}-fu"), at=at)


def test_an_issued_bulletin_is_corrected_by_another_with_three_hands_and_a_number(closed, new_acts):
    first = issue("czj")
    head = plan.person("czj-fu")
    with pytest.raises(Refused, match="签发单位负责人"):
        bulletins.correct(first, because=WHY, by=plan.person("czj-bao"), at=AT)
    with pytest.raises(Refused, match="写明更正原因"):
        bulletins.correct(first, because="错", by=head, at=AT)
    with pytest.raises(Refused, match="签发以后才能更正"):
        bulletins.correct(of("gsl"), because=WHY, by=plan.person("gsl-fu"), at=AT)
    new_acts()
    correction = bulletins.correct(first, because=WHY, by=head, at=AT)
    assert [row.action for row in new_acts()] == ["workflow.bulletin.correct"]
    with pytest.raises(Refused, match="已有更正"):
        bulletins.correct(first, because=WHY, by=head, at=AT)
    assert (correction.text, first.corrected_by) == (first.text, None)
    issue_again(correction, first.text + "\n培训场次已更正。")
    correction.refresh_from_db()
    assert (correction.number, first.corrected_by) == ("2020年第2期", correction)
    assert correction.recipients.count() == first.recipients.count()
    assert list(Bulletin.objects.standing().filter(unit=first.unit)) == [correction]
    with pytest.raises(IntegrityError), transaction.atomic():
        Bulletin.objects.filter(pk=correction.pk).update(correction_reason="")


def test_the_public_reads_that_a_bulletin_was_corrected_and_by_which(closed, time_travel):
    first = issue("gsl")
    manager = plan.person("manager")
    bulletins.publish(first, is_public=True, by=manager, at=AT)
    correction = bulletins.correct(first, because=WHY, by=plan.person("gsl-fu"), at=AT)
    time_travel(local_day(AT), hour=23)
    address = BulletinPage.objects.get().url
    assert "已更正" not in Client().get(address).content.decode()
    correction = issue_again(correction, first.text)
    assert "本通报已更正，以2020年第2期为准" in Client().get(address).content.decode()
    bulletins.publish(correction, is_public=True, by=manager, at=AT)
    page = BulletinPage.objects.get(bulletin=correction)
    old, new = (Client().get(each).content.decode() for each in (address, page.url))
    assert f'href="{page.url}"' in old
    assert f"本通报更正2020年第1期，更正原因：{WHY}" in new
    assert "通报（更正）" in new


def test_a_correction_of_the_district_s_waits_for_no_lead_unit(closed):
    for code in LEADS:
        issue(code)
    bulletins.take_up(AT)
    first = issue_of_district()
    correction = bulletins.correct(first, because=WHY, by=plan.person("manager"), at=AT)
    assert bulletins.open_task(correction, "draft") is not None
    assert not bulletins.open_task(correction, "await_reports")


def test_heads_correct_at_the_desk_and_nobody_else_sees_the_form(closed):
    first = issue("czj")
    address = reverse("desk:bulletin", args=[first.pk])
    assert "提出更正" not in browser("czj-bao").get(address).content.decode()
    head = browser("czj-fu")
    assert "提出更正" in head.get(address).content.decode()
    assert head.post(address, {"act": "correct", "because": "错"}).status_code == 422
    for _ in range(2):  # the second click does nothing
        assert head.post(address, {"act": "correct", "because": WHY}).status_code == 302
    correction = Bulletin.objects.get(corrects=first)
    assert "可以引用的数据" in (
        browser("czj-bao").get(reverse("desk:bulletin", args=[correction.pk])).content.decode()
    )


def test_the_next_hand_is_reminded_before_the_day_and_the_signer_after_it(closed, settings):
    settings.EMAIL_BACKEND = "records.mail.OutboxBackend"
    for login in ("czj-bao", "czj-fu", "reviewer"):
        User.objects.filter(username=login).update(email=f"{login}@example.com")
    for code in LEADS - {"czj"}:
        issue(code)
    remind(moment(date(2020, 7, 6)))
    assert not OutgoingMail.objects.exists()
    for _ in range(2):
        remind(moment(date(2020, 7, 7)))
    assert [each.recipient for each in OutgoingMail.objects.all()] == ["czj-bao@example.com"]
    remind(moment(date(2020, 7, 11)))
    late = OutgoingMail.objects.filter(body__contains="已超过期限")
    assert {each.recipient for each in late} == {"czj-bao@example.com", "czj-fu@example.com"}
    issue("czj", at=moment(date(2020, 7, 11)))
    OutgoingMail.objects.all().delete()
    remind(moment(date(2020, 7, 13)))
    assert not OutgoingMail.objects.filter(body__contains="区财政局").exists()


def test_recipients_who_have_not_read_are_reminded_once_and_see_it_among_their_work(
    closed, settings, time_travel
):
    settings.EMAIL_BACKEND = "records.mail.OutboxBackend"
    User.objects.filter(username="fpb-bao").update(email="fpb@example.com")
    issue("czj")
    time_travel(local_day(AT), hour=23)
    reader, work = browser("fpb-bao"), reverse("desk:unit_work")
    assert "阅读区财政局2020年第二季度" in reader.get(work).content.decode()
    for _ in range(2):
        remind(AT + timedelta(days=4))
    unread = OutgoingMail.objects.filter(recipient="fpb@example.com", body__contains="尚未阅读")
    assert unread.count() == 1
    reader.get(reverse("desk:bulletin", args=[of("czj").pk]))
    assert "阅读区财政局2020年第二季度" not in reader.get(work).content.decode()
    OutgoingMail.objects.all().delete()
    remind(AT + timedelta(days=5))
    assert not unread.exists()


def test_what_is_delivered_waits_in_the_recipients_inbox_until_it_is_opened(closed, time_travel):
    """Stations receive the district's too, and have no page of a unit's work."""
    time_travel(local_day(AT), hour=23)
    for code in LEADS:
        issue(code)
    bulletins.take_up(AT)
    bulletin, inbox = issue_of_district(), reverse("desk:inbox")
    address = reverse("desk:bulletin", args=[bulletin.pk])
    station = bulletin.recipients.filter(organisation__kind="work_station").first().organisation
    officer = browser(holder(f"station_officer@{station.code}").username)
    reporter, head = browser("czj-bao"), browser("czj-fu")

    def listed_in(client, tab):
        return f'href="{address}">{bulletin}' in client.get(inbox, {"tab": tab}).content.decode()

    page = officer.get(inbox, {"tab": "queue"}).content.decode()
    assert ("待签收（1）" in page, f"{station}签收" in page) == (True, True)
    assert [listed_in(each, "queue") for each in (officer, reporter, head)] == [True] * 3
    reporter.get(address)
    assert [listed_in(each, "queue") for each in (officer, reporter, head)] == [True, False, False]
    assert [listed_in(each, "done") for each in (officer, reporter, head)] == [False, True, False]


def test_who_has_not_issued_is_listed_though_the_quarter_was_never_closed(office, time_travel):
    """R49: eight lead units and the office, each quarter, missing ones listed."""
    plan.load_plan()
    title, row = reports(date(2020, 7, 10))[0]
    assert title == "2020年第二季度"
    assert {each.unit.code for each in row if not each.is_district} == LEADS
    assert not any(each.is_missing for each in row)
    _, row = reports(date(2020, 7, 11))[0]
    assert {each.unit.code for each in row if each.is_missing} == LEADS
    _, row = reports(date(2020, 7, 21))[0]
    assert all(each.is_missing for each in row)
    assert {each.words for each in row} == {"逾期未通报（季度未关账）"}
    plan.close(1, 2, 3, 4)
    bulletins.take_up(AT)
    issue("czj", at=moment(date(2020, 7, 12)))
    _, row = reports(date(2020, 7, 13))[0]
    marks = {each.unit.code: each.words for each in row if not each.is_district}
    assert (marks["czj"], marks["swj"]) == ("2020年第1期（逾期）", "逾期未通报（待拟稿）")
    time_travel(date(2020, 7, 13))
    address = reverse("desk:bulletins")
    assert "逾期未通报" in browser("manager").get(address).content.decode()
    assert "通报情况" not in browser("zgh-bao").get(address).content.decode()


def test_late_bulletins_and_old_problems_are_urged_and_no_amount_is_named(closed):
    for unit in plan.all_units():
        plan.report(unit)
    problem = {"text": "配送困难，冷链车辆不足。", "due_on": date(2020, 6, 30)}
    task = plan.all_units().get(task__number=6, organisation__code="zgh")
    tasks.raise_problem(
        task.task,
        owner=task.organisation,
        by=plan.person("zgh-bao"),
        at=moment(date(2020, 6, 20)),
        **problem,
    )
    late = moment(date(2020, 7, 12))
    for code in LEADS - {"swj"}:
        issue(code, at=late if code == "gsl" else AT)
    plan.file("czj")
    lists = praise_and_urge(of("fpb", "district"), on=date(2020, 7, 13))
    assert [line for line in lists["urge"] if "台账" not in line] == [
        "区工商联：季度通报逾期",
        "区商务局：季度通报未签发",
        "区总工会：1个问题逾期未解决",
    ]
    praised = {line.partition("：")[0] for line in lists["praise"]}
    assert "区财政局" in praised
    assert not praised & {"区工商联", "区商务局", "区总工会"}
    assert "元" not in "".join([*lists["praise"], *lists["urge"]])


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_the_feed_has_the_public_ones_and_no_other(closed, time_travel, form):
    for code, is_public in (("czj", False), ("gsl", True)):
        issue(code)
        bulletins.publish(of(code), is_public=is_public, by=plan.person("manager"), at=AT)
    time_travel(local_day(AT), hour=23)
    answer = Client().get(reverse("public:feed", args=["bulletins", form]))
    text = answer.content.decode()
    assert "区工商联关于2020年第二季度" in text
    assert "区财政局" not in text
    if form != "json":
        assert len(feedparser.parse(text).entries) == 1


@pytest.mark.paper
def test_page_word_and_pdf_say_the_same(closed, time_travel):
    """Every line and cell of the Word file stands on the page and in the PDF."""
    issue("gsl")
    bulletins.publish(of("gsl"), is_public=True, by=plan.person("manager"), at=AT)
    time_travel(local_day(AT), hour=23)
    page = BulletinPage.objects.get()
    issued = local_day(page.bulletin.issued_at)
    body = Client().get(page.url).content.decode()
    document = Document(io.BytesIO(Client().get(f"{page.url}document.docx").content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    lines = [each.text for each in document.paragraphs] + cells
    data = Client().get(f"{page.url}document.pdf").content
    holds_particulars(data, title=page.title, author=document.core_properties.author, day=issued)
    assert document.core_properties.created.date() == issued
    drawn = "".join(pdf_pages(data))
    shown = {"page": re.sub(r"\s|<[^>]*>", "", body), "pdf": re.sub(r"\s|—\d+—", "", drawn)}
    for name, text in shown.items():
        assert [line for line in lines if re.sub(r"\s", "", line) not in text] == [], name
    assert any("现将2020年第二季度" in line for line in lines)


def test_the_list_asks_as_many_questions_for_many_bulletins_as_for_one(closed, time_travel):
    time_travel(local_day(AT), hour=23)
    manager = browser("manager")

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert manager.get(reverse("desk:bulletins")).status_code == 200
        return len(queries)

    issue("czj")
    count()
    few = count()
    for code in LEADS - {"czj"}:
        issue(code)
    assert count() <= few


def test_a_script_can_look_up_every_panel_of_the_bulletins(closed):
    """A selector that begins with a digit is none, and one such stops the script for all panels."""
    page = browser("manager").get(reverse("desk:bulletins")).content.decode()
    ids = re.findall(r'<section [^>]*id="([^"]+)" [^>]*data-panel', page)
    assert any(re.fullmatch(r"of-\d{4}Q\d-section", each) for each in ids)
    assert all(re.match("[a-z]", each) for each in ids)
