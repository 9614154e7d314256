"""An editor hands a draft to somebody outside the office, who reads it until it is revoked."""

import os

import pytest
from tests.pages.hands import appoint

from pages.documents.drafting import draft_document
from registry.models import User
from rules.periods import local_day

from .people import lacks, reads, sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(400),
    pytest.mark.django_db(transaction=True),
]
PICTURES = os.environ.get("PREVIEW_PICTURES")


def look(page, name):
    """Keep pictures of the page, wide and narrow, where somebody asked for them."""
    for width in (1366, 375) if PICTURES else ():
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)


def test_a_draft_goes_out_and_comes_back(someone, site, clock, at):
    clock(at)
    appoint(User)
    editor = User.objects.get(username="editor")
    draft = draft_document(
        by=editor,
        at=at,
        kind="guide",
        title="示例办事指南（征求意见）",
        issuer="示例机关",
        written_on=local_day(at),
        topic="农业、林业、水利",
        paragraphs=["一、条件。符合条件的都可以申请。"],
    )
    desk, reader = someone(), someone()
    desk.context.set_default_timeout(90_000)  # the back office loads its scripts for the first time
    sign_in(desk, editor, "admin")
    desk.goto(f"/admin/previews/{draft.pk}/")
    reads(desk, "还没有预览地址")
    desk.get_by_label("给谁看").fill("法制股会签")
    desk.get_by_role("button", name="生成预览地址").click()
    desk.get_by_text("只在本页显示这一次").wait_for()
    look(desk, "made")
    address = desk.locator("code").first.evaluate("each => each.textContent")
    reader.goto(address)
    reads(reader, "示例办事指南（征求意见）", "尚未公开")
    look(reader, "draft")
    desk.get_by_role("button", name="撤销").click()
    reads(desk, "已撤销")
    look(desk, "listed")
    reader.goto(address)
    reads(reader, "预览地址已经失效")
    lacks(reader, "征求意见")
    look(reader, "ended")
