"""Reading documents in a real browser: every page type, wide and on a phone, without a barrier."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from demo.district import DIRECTORY
from desk.loading.documents import Documents

from .people import follow, reads

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.django_db(transaction=True),
]

WANTED = {"D000", "D900", "D003", "D009", "D028", "D029"}
COLUMNS = ("zcwj", "zcjd", "tzgg", "gztb", "dxal", "bszn")
SIZES = ({"width": 1280, "height": 900}, {"width": 375, "height": 800})


@pytest.fixture
def published(office):
    files = [
        (DIRECTORY / "plan.json").read_text(),
        (DIRECTORY / "policies.json").read_text(),
    ]
    records = [record for text in files for record in json.loads(text)]
    loader = Documents(records, json.loads((DIRECTORY / "sales.json").read_text()))
    for record in records:
        if record["id"] in WANTED:
            loader.load(record)


def addresses(page):
    """Every column, and the first documents that it lists."""
    for column in COLUMNS:
        address = f"/{column}/?validity=all"
        page.goto(address)
        yield address
        links = page.locator(".rows__title a").all()
        yield from [link.get_attribute("href") for link in links]


def test_every_page_of_documents_is_without_a_barrier(published, someone):
    reader = someone()
    found = list(addresses(reader))
    assert len(found) == len(COLUMNS) + len(WANTED)
    for size in SIZES:
        reader.set_viewport_size(size)
        for address in found:
            reader.goto(address)
            answer = Axe().run(reader)
            assert answer.violations_count == 0, f"{address} {answer.generate_report()}"
            across = reader.evaluate("document.documentElement.scrollWidth")
            assert across <= size["width"], f"{address} scrolls sideways"


def test_a_reader_narrows_the_list_and_takes_a_document_home(published, someone):
    reader = someone()
    reader.goto("/")
    reads(reader, "通报数据")
    follow(reader, "nav >> text=政策文件")
    reads(reader, "申报材料清单的通知》的通知")
    expect(reader.locator("main .badge")).to_have_count(0)
    follow(reader, "text=查看全部，包括尚未施行、失效和废止的")
    expect(reader.locator("main .badge").first).to_contain_text("废止")
    reader.select_option("[name=target]", "for_pioneers")
    follow(reader, "main form button")
    follow(reader, "text=关于印发《章贡区消费扶贫实施方案》的通知")
    reader.click("text=样表：章贡区扶贫产品认定申请书（样稿）")
    reader.wait_for_url("**#part-3")
    with reader.expect_download() as download:
        reader.click("text=下载 Word 版")
    assert download.value.suggested_filename.endswith("实施方案》的通知.docx")
