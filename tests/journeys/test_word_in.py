"""An editor brings a Word document, and pastes a table from Word into a paragraph."""

import os
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.pages.hands import appoint
from tests.support.word_papers import bulletin, measure

from pages.models import DocumentIndexPage, DocumentPage
from pages.models.document_words import Section
from registry.models import User

from .people import reads, sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(400),
    pytest.mark.django_db(transaction=True),
]
PICTURES = os.environ.get("WORD_PICTURES")
#: What the four programs put on the clipboard of one table, as they write it.
VALUE = "JSON.parse(document.querySelector('#body-1-value').value)"
CLIPBOARD = Path(__file__).parent / "clipboard"
#: What a browser does when somebody pastes: an event on the editor's writing surface.
PASTE = """(surface, html) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", html);
  clipboardData.setData("text/plain", "x");
  surface.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true })
  );
}"""
#: The same in a table: a range as Excel puts it on the clipboard.
PASTE_RANGE = """(text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true })
  );
}"""


def look(page, name):
    """Keep pictures of the page, wide and narrow, where somebody asked for them."""
    for width in (1280, 375) if PICTURES else ():
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})


def file_of(paper, name):
    file = SimpleUploadedFile(name, paper.data())
    return {"name": file.name, "mimeType": "application/octet-stream", "buffer": file.read()}


def column(section):
    return DocumentIndexPage.objects.get(section=section).pk


@pytest.fixture
def desk(someone, clock, at):
    clock(at)
    appoint(User)
    page = someone()
    page.context.set_default_timeout(15_000)  # the back office loads its scripts for the first time
    sign_in(page, User.objects.get(username="editor"), "admin")
    return page


def test_a_document_is_brought_looked_at_and_drafted(desk):
    desk.goto(f"/admin/word/new/{column(Section.POLICY)}/")
    look(desk, "upload")
    desk.locator("#id_file").set_input_files(file_of(measure(), "办法.docx"))
    desk.get_by_role("button", name="上传并查看").click()
    reads(desk, "附件“专柜产品清单”不在这个文件里", "一、申请条件", "章扶办字〔2020〕2号")
    look(desk, "preview")
    desk.get_by_role("button", name="导入为草稿").click()
    reads(desk, "已经导入为草稿")
    look(desk, "draft")
    draft = DocumentPage.objects.get()
    desk.goto(f"/admin/word/into/{draft.pk}/")
    desk.locator("#id_file").set_input_files(file_of(bulletin(), "通报.docx"))
    desk.get_by_role("button", name="上传并查看").click()
    desk.get_by_label("保留，导入的内容接在后面").check()
    look(desk, "append")
    desk.get_by_role("button", name="导入为草稿").click()
    reads(desk, "已经导入为草稿")
    desk.locator(".htCore").first.wait_for()
    look(desk, "table")
    assert draft.get_latest_revision_as_object().parts.count() == 1
    desk.goto(f"/admin/pages/{draft.pk}/view_draft/")
    reads(desk, "表1 分镇街销售情况", "附件：扶贫产品认定申请表")
    look(desk, "page")
    for width in (1280, 375):
        desk.set_viewport_size({"width": width, "height": 900})
        assert desk.evaluate("document.documentElement.scrollWidth") <= width


def paste_into_a_paragraph(desk, html):
    """A new guide with one paragraph, into which ``html`` is pasted."""
    desk.goto(f"/admin/pages/add/pages/documentpage/{column(Section.GUIDE)}/")
    desk.locator("[data-contentpath=body] .c-sf-add-button").first.click()
    desk.get_by_role("option", name="段落").click()
    surface = desk.locator(".public-DraftEditor-content").first
    surface.click()
    surface.evaluate(PASTE, html)
    desk.get_by_text("粘贴的内容中有1个表格").wait_for()
    cell = desk.locator(".ht_master td", has_text="1,204.50")
    cell.wait_for()
    cell.scroll_into_view_if_needed()


def table(desk):
    """What would be sent of the table."""
    return desk.evaluate(VALUE)


@pytest.mark.parametrize("program", ["word", "excel", "wps_writer", "wps_sheet"])
def test_a_pasted_table_becomes_a_block_and_loses_no_cell(desk, program):
    paste_into_a_paragraph(desk, (CLIPBOARD / f"{program}.html").read_text())
    if program in {"word", "wps_writer"}:
        reads(desk, "一、销售情况")
    look(desk, f"pasted-{program}")
    value = table(desk)
    assert [[text or "" for text in row] for row in value["data"]] == [
        ["镇街", "销售额\n（万元）", ""],
        ["", "线上", "线下"],
        ["水东镇", "1,204.50", ""],
    ]
    assert value["mergeCells"] == [
        {"row": 0, "col": 0, "rowspan": 2, "colspan": 1},
        {"row": 0, "col": 1, "rowspan": 1, "colspan": 2},
    ]


def test_a_table_is_mended_by_mouse_and_by_keys(desk):
    paste_into_a_paragraph(desk, (CLIPBOARD / "excel.html").read_text())
    cell = desk.locator(".ht_master td", has_text="1,204.50")
    cell.click(button="right")
    look(desk, "menu")
    cell.click(button="right")  # another width closed the menu
    assert not desk.get_by_text("Insert row").count()
    desk.get_by_text("在下方插入行").click()
    assert table(desk)["data"][3] == [None, None, None]
    desk.locator(".ht_master tr:nth-child(4) td").first.click()
    desk.evaluate(PASTE_RANGE, "水西镇\t402.10\t51.20\n沙石镇\t88.00\t12.00\n")
    assert table(desk)["data"][3:] == [["水西镇", "402.10", "51.20"], ["沙石镇", "88.00", "12.00"]]
    look(desk, "range")
    # by keys: two cells marked and merged, taken back, a word typed
    desk.locator(".ht_master tr:nth-child(4) td").nth(1).click()
    desk.keyboard.press("Shift+ArrowRight")
    desk.keyboard.press("Control+m")
    merged = {"row": 3, "col": 1, "rowspan": 1, "colspan": 2}
    assert merged in table(desk)["mergeCells"]
    assert table(desk)["data"][3] == ["水西镇", "402.10\n51.20", None], "no word is lost"
    for _ in range(2):
        desk.keyboard.press("Control+z")
    desk.wait_for_function(f"{VALUE}.data[3][2] === '51.20'")
    assert merged not in table(desk)["mergeCells"]
    assert table(desk)["data"][3] == ["水西镇", "402.10", "51.20"]
    desk.locator(".ht_master tr:nth-child(5) td").first.click()
    desk.keyboard.press("ArrowRight")
    desk.keyboard.type("99.00")
    desk.keyboard.press("Enter")
    assert table(desk)["data"][4] == ["沙石镇", "99.00", "12.00"]
    # a column that a merged heading covers goes, and the heading narrows with it
    desk.locator(".ht_master td", has_text="线下").click(button="right")
    desk.get_by_text("删除列").click()
    desk.wait_for_function(f"{VALUE}.mergeCells[1].colspan === 1")
    assert [row[0] for row in table(desk)["data"]] == ["镇街", None, "水东镇", "水西镇", "沙石镇"]
    assert {len(row) for row in table(desk)["data"]} == {2}
    desk.get_by_label("表头").select_option(label="首行和首列都为表头")
    assert table(desk)["table_header_choice"] == "both"
    look(desk, "mended")
