"""A table that is too long to wait for, in a browser: asked for, seen on its way, taken away."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from desk.making_exports import make_exports
from doors import table_exports

from .people import officer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.django_db(transaction=True),
]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 375, "height": 800}


def look(page):
    """No barrier in the part that is the desk's, and nothing wider than a telephone."""
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        barriers = Axe().run(page, context=".desk").response["violations"]
        assert [each["id"] for each in barriers] == []
        assert page.evaluate("document.querySelector('.desk').scrollWidth") <= size["width"]


def test_a_long_register_is_asked_for_seen_on_its_way_and_taken(someone, paper, monkeypatch):
    monkeypatch.setattr(table_exports, "WHILE_WAITING", 1)
    for serial in (1, 2):
        paper(1, serial=serial)
    page = someone()
    page = officer(someone(), "manager@fpb")
    page.goto("/admin/desk/exports/")
    expect(page.locator(".desk")).to_contain_text("没有导出文件")
    look(page)
    page.goto("/admin/applications/item/?export=xlsx")
    expect(page.get_by_role("status").last).to_contain_text("正在制作")
    expect(page.locator(".desk")).to_contain_text("等待制作，共2行")
    look(page)
    make_exports(timezone.now())
    page.get_by_role("link", name="刷新进度").click()
    expect(page.locator(".desk")).to_contain_text("已做好，2行")
    look(page)
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载").click()
    assert taken.value.suggested_filename.endswith(".xlsx")
    page.get_by_role("button", name="删除").click()
    expect(page.locator(".desk")).to_contain_text("没有导出文件")
