"""A page of the desk on paper: all of it, on as many sheets as it needs, and nothing to press."""

import io
from datetime import date

import pypdfium2
import pytest

from demo.timetables import moment

from .people import officer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.django_db(transaction=True),
]


def printed(page):
    """``(sheets, words)`` of what the browser would print."""
    paper = pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4")))
    words = "".join(sheet.get_textpage().get_text_range() for sheet in paper)
    return len(paper), "".join(words.split())


def test_a_paper_is_printed_whole_and_without_what_is_pressed(someone, clock, walked):
    (item,) = walked("endorse")
    clock(moment(date(2020, 4, 3), 15))
    page = officer(someone(), "fpb_reviewer@fpb")
    page.goto(f"/admin/desk/applications/{item.application_id}/")
    headings = page.locator("main h2:visible").all_inner_texts()
    assert len(headings) > 4
    sheets, words = printed(page)
    assert sheets > 1
    for heading in headings:
        assert "".join(heading.split()) in words, heading
    for pressed in ("督办管理", "征求意见", "收起菜单"):
        assert pressed not in words
    page.goto("/admin/desk/?tab=queue")
    _sheets, words = printed(page)
    assert item.application.number in words
    assert "筛选" not in words


def test_a_register_is_printed_with_all_its_columns(someone, clock, walked):
    walked("endorse")
    clock(moment(date(2020, 4, 3), 15))
    page = officer(someone(), "auditor@fpb")
    page.goto("/admin/records/auditevent/?until=2020-04-03")  # the office was founded today
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 670, "height": 900})  # A4 between its margins
    cells = page.locator(".listing :is(th, td)")
    edges = cells.evaluate_all("all => all.map(each => each.getBoundingClientRect().right)")
    assert max(edges) <= 670
    assert not page.locator(":is(.search-form, .changelist-filter):visible").count()
    _sheets, words = printed(page)
    assert "签署工作站认可意见" in words
    assert "理由" in words


@pytest.mark.parametrize(
    ("who", "address", "column"),
    [
        ("fpb_clerk@fpb", "/admin/applications/application/", "办理页"),
        ("fpb_clerk@fpb", "/admin/applications/item/", "办理页"),
        ("fpb_reviewer@fpb", "/admin/desk/?tab=queue", "操作"),
    ],
)
def test_a_column_of_ways_onward_is_no_column_on_paper(
    someone, clock, walked, who, address, column
):
    (item,) = walked("endorse")
    clock(moment(date(2020, 4, 3), 15))
    page = officer(someone(), who)
    page.goto(address)
    shows = page.locator("main table").first
    assert shows.is_visible()
    _sheets, words = printed(page)
    assert item.application.applicant.name in words
    assert column not in words
    assert "打开" not in words
