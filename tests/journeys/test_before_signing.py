"""What writer, checker and signer look at before a signature: the checks, and the printed paper."""

import os
import re

import pypdfium2
import pytest
from playwright.sync_api import expect
from tests.pages.hands import appoint
from wagtail.rich_text import RichText

from pages.models import DocumentPage
from registry.models import User

from .people import sign_in
from .test_an_editor import look
from .unsigned_papers import column

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(600),
    pytest.mark.django_db(transaction=True),
]
PICTURES = os.environ.get("EDITOR_PICTURES")
SENTENCE = "请各单位于2020年5月底以前报送消费帮扶工作情况。"


@pytest.fixture
def draft(site, office, clock, at):
    """A draft whose headings leave a level out, which the checks find."""
    clock(at)
    appoint(User)
    page = DocumentPage(
        title="关于报送消费帮扶工作情况的通知",
        slug="figures",
        kind="notice",
        issuer="章贡区扶贫办",
        recipients="各镇",
        topic="扶贫",
        written_on=at.date(),
        body=[
            ("heading", {"level": "4", "text": "报送要求"}),
            ("paragraph", RichText(f"<p>{SENTENCE}</p>")),
        ],
        owner=User.objects.get(username="editor"),
        live=False,
    )
    column().add_child(instance=page)
    page.save_revision(user=page.owner)
    return page


def arrive(someone, login):
    page = someone()
    page.context.set_default_timeout(90_000)
    return sign_in(page, User.objects.get(username=login), "admin")


def test_the_writer_reads_what_the_checks_found_and_sees_the_preview(someone, draft):
    page = arrive(someone, "editor")
    page.goto(f"/admin/pages/{draft.pk}/edit/")
    page.locator("[data-side-panel-toggle=checks]").click()
    expect(page.locator("[data-content-word-count]")).to_have_text(re.compile("[1-9]"))
    expect(page.locator("[data-content-checker-name]").first).to_be_visible()
    look(page, "checks")
    page.locator("[data-side-panel-toggle=preview]").click()
    preview = page.frame_locator("#w-preview-iframe")
    expect(preview.locator("main")).to_contain_text(SENTENCE)
    look(page, "preview")


def test_who_signs_opens_the_paper_as_it_will_be_printed(someone, draft):
    draft.get_workflow().start(draft, draft.owner)
    page = arrive(someone, "checker")
    page.goto(f"/admin/pages/{draft.pk}/edit/")
    expect(page.locator("main")).to_contain_text("当前步骤")
    look(page, "review")
    paper = page.request.get(page.get_by_role("link", name="PDF 版").get_attribute("href"))
    assert paper.headers["content-type"] == "application/pdf"
    document = pypdfium2.PdfDocument(paper.body())
    text = document[0].get_textpage().get_text_range()
    assert "章贡区扶贫办" in text.replace("\r\n", "")
    assert SENTENCE in text.replace("\r\n", "")
    if PICTURES:
        document[0].render(scale=1.5).to_pil().save(f"{PICTURES}/paper.png")
    page.get_by_role("link", name="Word 版").wait_for()
    as_public = page.get_by_role("link", name="按公开的样子打开")
    with page.expect_popup() as opened:
        as_public.click()
    expect(opened.value.locator("main")).to_contain_text(SENTENCE)
