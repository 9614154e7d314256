"""What the public site answers to a form, and its rarer kinds of page: for everybody's eyes.

``JOURNEY_PICTURES`` (environment) names a folder for pictures of each.
"""

import os
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.support import plan
from tests.support.bulletins import AT as QUARTER
from tests.support.bulletins import issue

from catalog.services import remove
from demo.timetables import moment
from pages.models import BulletinPage, MailSubscription
from pages.notices.services import open_removal_notice
from pages.subscribing.services import letters
from records.models import OutgoingMail
from workflow.services import bulletins

from .people import reads
from .public_world import document
from .test_public_pages import COLOURS, EYES, NARROW, RULES, look, spills, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.django_db(transaction=True),
]
PICTURES = os.environ.get("JOURNEY_PICTURES")
AT = moment(date(2020, 12, 28), 10)
#: Pixels above what a page is about.
TITLE = "document.querySelector('main h1, main h2').getBoundingClientRect().bottom + scrollY"


@pytest.fixture
def reader(office, someone, clock):
    """A stranger on 2020-12-28, whose every page is looked at by :func:`is_for_everybody`."""
    clock(AT)
    return someone()


def is_for_everybody(page, name):
    """Nothing that axe-core finds in any way of looking, and no page wider than its window."""
    script, wrong = Axe().axe_script, []
    page.evaluate(script)
    for eyes, (size, scheme, large) in EYES.items():
        look(page, size, scheme, large)
        rules = COLOURS if scheme == "dark" else RULES
        wrong += [(name, eyes, *each) for each in violations(page, rules)]
        picture(page, f"{name}-{eyes}")
        wrong += [(name, eyes, "title")] if eyes == "phone" and page.evaluate(TITLE) > 600 else []
    look(page, NARROW)
    wrong += [(name, "spills")] if spills(page) else []
    if PICTURES:
        page.emulate_media(media="print")
        picture(page, f"{name}-print")
        page.emulate_media(media="screen")
    assert wrong == []


def picture(page, name):
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png")


def test_rarer_kinds_of_page_are_for_everybody(reader, walked):
    measure = document(1)
    documents = {
        "interpretation": document(
            2, kind="interpretation", title="《示例办法》解读", interprets=measure.index_no
        ),
        "guide": document(71, kind="guide", title="扶贫产品认定办事指南", doc_no=""),
        "case": document(73, kind="case", title="示例村脐橙产业帮扶案例", names_persons="no"),
    }
    [item] = walked("list", 1)
    removed = remove(
        item.certificate,
        by=None,
        at=AT - timedelta(days=1),
        because="查实",
        reason="quality_safety",
        basis_doc_no="赣测扶字〔2020〕1号",
    )
    ruled = open_removal_notice(
        removed, ruled_on=AT.date() - timedelta(days=2), by=None, at=AT - timedelta(days=1)
    )
    addresses = {name: page.url for name, page in documents.items()} | {"removal": ruled.url}
    addresses |= {"removed-verify": f"/verify/{item.certificate.number}/", "data": "/data/"}
    addresses |= {"evidence": "/evidence/", "sales": "/sales/", "left": "/cpml/?status=left"}
    for name, address in addresses.items():
        reader.goto(address)
        is_for_everybody(reader, name)


def test_a_bulletin_is_for_everybody(reader, clock):
    plan.load_plan()
    plan.close(1, 2, 3, 4)
    bulletins.take_up(QUARTER)
    bulletin = issue("gsl")
    bulletins.publish(bulletin, is_public=True, by=plan.person("manager"), at=QUARTER)
    clock(QUARTER)
    reader.goto(BulletinPage.objects.get().url)
    is_for_everybody(reader, "bulletin")


def test_each_answer_about_a_file_is_for_everybody(reader, tmp_path, client):
    page = document(1)
    edition = client.get(f"{page.url}document.docx").content
    (tmp_path / "ours.docx").write_bytes(edition)
    (tmp_path / "damaged.docx").write_bytes(edition[:-9])
    for name, said in (
        ("ours", "是本网站发出的文件"),
        ("damaged", "没有发出过与此完全相同的文件"),
    ):
        asks(reader, tmp_path / f"{name}.docx", said)
        is_for_everybody(reader, f"look-up-{name}")
    document(1, paragraphs=("一、更正后的内容。",), because="更正数字", at=AT)
    asks(reader, tmp_path / "ours.docx", "已不是现行的")
    is_for_everybody(reader, "look-up-older")
    (tmp_path / "large.pdf").write_bytes(b"%PDF-1.7" + bytes(51 * 2**20))
    asks(reader, tmp_path / "large.pdf", "文件超过50MB")
    is_for_everybody(reader, "look-up-too-large")
    asks(reader, None)
    expect(reader).to_have_title(re.compile("错误"))
    is_for_everybody(reader, "look-up-nothing")


def asks(page, file, *answer):
    page.goto("/look-up/")
    if file:
        page.set_input_files("main input[type=file]", file)
    page.click("main form button:has-text('核对')")
    reads(page, *answer)


def test_a_subscription_is_for_everybody_from_the_question_to_the_way_out(reader, clock, settings):
    settings.EMAIL_BACKEND = "records.mail.OutboxBackend"
    reader.goto("/subscriptions/")
    reader.click("main form button")
    reader.wait_for_load_state()
    is_for_everybody(reader, "subscribe-wrong")
    reader.fill("main input[name=address]", "reader@example.com")
    reader.select_option("main select[name=topic]", index=1)
    clock(AT + timedelta(minutes=1))  # nobody types as quickly as a browser does here
    reader.click("main form button")
    reader.wait_for_url("**/subscriptions/sent/")
    is_for_everybody(reader, "subscribe-sent")
    letter = OutgoingMail.objects.filter(key__startswith="subscription:").get()
    confirm = re.search(r"(/subscriptions/\S+/confirm/)", letter.body)[1]
    reader.goto(confirm)
    is_for_everybody(reader, "subscribe-confirm")
    reader.click("main form button")
    reader.wait_for_load_state()
    is_for_everybody(reader, "subscribe-confirmed")
    leave = letters.token_of(MailSubscription.objects.get(), "leave")
    reader.goto(f"/subscriptions/{leave}/leave/")
    is_for_everybody(reader, "subscribe-leave")
    reader.click("main form button")
    reader.wait_for_load_state()
    is_for_everybody(reader, "subscribe-left")
    reader.goto("/subscriptions/forged/leave/")
    is_for_everybody(reader, "subscribe-forged")


def test_a_mistake_of_the_site_is_reported_by_everybody(reader):
    reader.goto("/site-reports/new/?page=/cpml/")
    reader.click("main form button")
    expect(reader).to_have_title(re.compile("错误"))
    is_for_everybody(reader, "report-wrong")
