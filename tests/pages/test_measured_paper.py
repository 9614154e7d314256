"""GB/T 9704-2012, measured in the PDF itself: where the ink of a line stands, in millimetres."""

import ctypes
import io
import json
import re
from datetime import date

import pikepdf
import pypdfium2
import pytest
from tests.support.pdf_particulars import holds_particulars
from tests.support.word_papers import TWELVE, TWELVE_MERGED
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from pages.documents.editions import official_html
from pages.models.table_block import table_value
from printing.pdf import pdf

from .hands import look_at

pytestmark = pytest.mark.paper
MM = 25.4 / 72
#: The type area: 37 mm from above, 28 mm from the left, 156 by 225 mm; 22 lines, 28 characters.
TOP, LEFT, RIGHT, BOTTOM = 37, 28, 184, 262
LINE, EM = 225 / 22, 156 / 28
ANNEX = {
    "role": "annex",
    "label": "附件1",
    "title": "专柜申请表",
    "blocks": [{"type": "table", "value": table_value([["姓名"], [""]])}],
}


class Line:
    """One line of a page: its text and the box of its ink."""

    def __init__(self, page, characters):
        self.page = page
        self.text = "".join(each[0] for each in characters)
        self.left, self.right = characters[0][1], characters[-1][3]
        self.top = min(each[2] for each in characters)
        self.bottom = max(each[4] for each in characters)


def lines_of(data):
    return [
        line
        for number, page in enumerate(pypdfium2.PdfDocument(data))
        for line in page_lines(number, page)
    ]


def page_lines(number, page):
    words, height = page.get_textpage(), page.get_height()
    characters, last = [], 0
    for at in range(words.count_chars()):
        text = words.get_text_range(at, 1)
        if text.strip():
            left, bottom, right, top = (each * MM for each in words.get_charbox(at))
            base = (height - words.get_charbox(at, loose=True)[1]) * MM
            box = (text, left, height * MM - top, right, height * MM - bottom)
            if not characters or abs(base - last) > 2:
                characters.append([])
            characters[-1].append(box)
            last = base
    return [Line(number, boxes) for boxes in characters]


@pytest.fixture
def drawn(document):
    """``drawn(**fields)``: the lines of the PDF of a document."""

    def draw(**fields):
        return lines_of(pdf(official_html(document(**fields))))

    return draw


def line(lines, begins):
    """The uppermost line that begins so, on the first page that has one."""
    fitting = [each for each in lines if each.text.startswith(begins)]
    return min(fitting, key=lambda each: (each.page, each.top))


@pytest.mark.parametrize("more", [{}, {"urgency": "urgent"}, {"joint_issuers": "区农业农村局"}])
def test_the_red_head_begins_35_mm_below_the_type_area_s_edge(drawn, more):
    head = line(drawn(**more), "章贡区扶贫办")
    assert head.top - TOP == pytest.approx(35, abs=1)


def test_a_long_title_is_broken_between_words_into_even_lines(drawn):
    lines = drawn(title="关于开展2020年度章贡区扶贫产品认定申报工作的通知")
    first, second = line(lines, "关于开展"), line(lines, "扶贫产品认定申报工作的通知")
    assert first.text == "关于开展2020年度章贡区"
    for each in (first, second):
        assert (each.left + each.right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=1)


def test_urgency_stands_in_the_upper_left_corner(drawn):
    urgency = line(drawn(urgency="most_urgent"), "特急")
    assert urgency.top == pytest.approx(TOP + 2.3, abs=1)
    assert urgency.left == pytest.approx(LEFT, abs=1)


@pytest.mark.parametrize("more", [{}, {"joint_issuers": "赣州市章贡区农业农村局"}])
def test_the_number_stands_two_empty_lines_below_and_the_title_two_below_the_rule(drawn, more):
    lines = drawn(**more)
    number, title = line(lines, "章测扶办字"), line(lines, "关于示例事项")
    head = max(each.bottom for each in lines if each.page == 0 and each.bottom < number.top)
    leading = (LINE - 5.3) / 2
    assert number.top - head == pytest.approx(2 * LINE + leading, abs=1.5)
    assert (number.left + number.right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=1)
    rule = number.bottom + leading + 4
    assert title.top - rule == pytest.approx(2 * LINE, abs=2)


def test_joint_names_are_as_wide_as_each_other_with_the_word_in_the_middle(drawn):
    lines = drawn(joint_issuers="区农业农村局、区商务局")
    names = [line(lines, name) for name in ("章贡区扶贫办", "区农业农村局", "区商务局")]
    word = line(lines, "文件")
    assert max(each.right for each in names) - min(each.right for each in names) < 3
    assert word.left > max(each.right for each in names)
    middle = (names[0].top + names[-1].bottom) / 2
    assert (word.top + word.bottom) / 2 == pytest.approx(middle, abs=2)


def test_annexes_are_named_as_they_are_printed_and_downloads_apart(drawn):
    (*_, named) = [each for each in drawn(parts=[ANNEX]) if "专柜申请表" in each.text][:1]
    assert named.text == "附件：专柜申请表"


def test_the_date_stands_two_characters_to_the_right_of_the_name(drawn):
    for serial, issuer in enumerate(("章贡区扶贫办", "赣州市章贡区精准扶贫工作领导小组办公室"), 1):
        lines = drawn(serial=serial, issuer=issuer, doc_no="")
        name, day = line(lines, issuer), line(lines, "2020年4月1日")
        assert day.left - name.left == pytest.approx(2 * EM, abs=1)
        assert max(name.right, day.right) == pytest.approx(RIGHT - 2 * EM, abs=1.5)
        assert day.top - name.top == pytest.approx(LINE, abs=1)


@pytest.mark.parametrize("number", [10, 12, 13, 15, 18, 21])
def test_no_page_holds_a_signature_alone(drawn, number):
    """Whatever the length of the text: with the signature goes a line of it."""
    texts = [f"{place}、" + "关于消费扶贫工作的要求" * 4 for place in range(number // 2)]
    texts[-1] += "并按时报送" * (number % 2 * 4)
    lines = drawn(paragraphs=texts, parts=[ANNEX], public_note="此件公开发布")
    name = [each for each in lines if each.text == "章贡区扶贫办"][-1]
    before = [each.text for each in lines if each.page == name.page and each.top < name.top]
    above = [text for text in before if "—" not in text]
    assert [text for text in above if "要求" in text or "并按时报送" in text]
    assert "附件：专柜申请表" in above
    note = line(lines, "（此件公开发布）")
    assert note.page == name.page
    assert note.top - line(lines, "2020年4月1日").top == pytest.approx(LINE, abs=1)


def test_the_imprint_ends_where_the_last_page_s_type_area_ends(drawn):
    lines = drawn(parts=[ANNEX], copies_to="区委办公室", printing_office="章贡区扶贫办")
    printed = next(each for each in lines if each.text.endswith("印发"))
    assert printed.page == max(each.page for each in lines)
    assert printed.bottom == pytest.approx(BOTTOM - 2, abs=2)
    copies = line(lines, "抄送")
    assert copies.left - LEFT == pytest.approx(14 * MM, abs=1)


def test_pages_are_numbered_7_mm_below_the_type_area_on_alternate_sides(drawn):
    lines = drawn(parts=[ANNEX])
    numbers = [each for each in lines if re.fullmatch(r"—\d—", each.text)]
    assert [each.text for each in numbers] == ["—1—", "—2—"]
    assert all(each.top == pytest.approx(BOTTOM + 9, abs=2) for each in numbers)
    assert numbers[0].left > 150
    assert numbers[1].right < 60


def test_a_page_holds_22_lines_of_28_characters(drawn):
    lines = [each for each in drawn(paragraphs=["消费扶贫" * 400]) if "—" not in each.text]
    (*_, second, _) = [
        [each for each in lines if each.page == number] for number in range(lines[-1].page + 1)
    ]
    assert [len(each.text) for each in second] == [28] * 22
    assert second[0].left == pytest.approx(LEFT, abs=1)
    assert second[0].right == pytest.approx(RIGHT, abs=1)
    assert second[-1].bottom == pytest.approx(BOTTOM - 2, abs=2)


def test_the_faces_are_those_of_the_standard_or_their_like(document, settings):
    """宋 in place of 仿宋 for the text, 黑体 for first headings, bold 宋 for the title."""
    settings.PRINT_FONTS = ""  # what this machine has
    heading = {"type": "heading", "value": {"level": "2", "text": "一、总则"}}
    text = {"type": "paragraph", "value": "<p>正文如下。</p>"}
    page = pypdfium2.PdfDocument(pdf(official_html(document(blocks=[heading, text]))))[0]
    assert face(page, "正文如下") == ("Noto-Serif-CJK-SC", pytest.approx(EM / MM, abs=0.1))
    assert face(page, "总则") == ("Noto-Sans-CJK-SC", pytest.approx(EM / MM, abs=0.1))
    assert face(page, "关于示例") == ("Noto-Serif-CJK-SC-Bold", pytest.approx(22, abs=0.1))


def face(page, text):
    """The name of the face and its size in points, of the first character of ``text``."""
    words, name = page.get_textpage(), (ctypes.c_char * 100)()
    place, _ = words.search(text).get_next()
    pypdfium2.raw.FPDFText_GetFontInfo(words, place, name, 100, ctypes.byref(ctypes.c_int()))
    points = pypdfium2.raw.FPDFText_GetFontSize(words, place) * 0.75  # WeasyPrint counts in pixels
    return name.value.decode().partition("+")[2], points


def test_who_cannot_see_hears_headings_tables_and_pictures(document):
    heading = {"type": "heading", "value": {"level": "2", "text": "一、总则"}}
    data = pdf(official_html(document(blocks=[heading], parts=[ANNEX])))
    title = "关于示例事项1的通知"
    holds_particulars(data, title=title, author="章贡区扶贫办", day=date(2020, 4, 1))
    with pikepdf.open(io.BytesIO(data)) as file:
        root = file.Root
        assert {"/H1", "/H2", "/Table", "/TH", "/P"} <= set(kinds(root.StructTreeRoot.K))
        with file.open_outline() as outline:
            (title,) = outline.root
            assert [each.title for each in title.children] == ["一、总则", "专柜申请表"]


def test_each_cell_is_read_aloud_under_its_own_headings(document):
    """Below merged headings too; WeasyPrint alone names the neighbour's."""
    value = table_value(TWELVE, merged=TWELVE_MERGED, head="row")
    data = pdf(official_html(document(blocks=[{"type": "table", "value": value}])))
    with pikepdf.open(io.BytesIO(data)) as file:
        rows = list(elements(file.Root.StructTreeRoot.K, "/TR"))
        above, below, first, *_, sums = [list(elements(row.K, "/TH", "/TD")) for row in rows]
        assert {f"{cell.A.Scope}" for cell in [*above, *below]} == {"/Column"}
        names = {bytes(cell.ID): (0, place) for place, cell in enumerate(above)}
        names |= {bytes(cell.ID): (1, place) for place, cell in enumerate(below)}

        def headings(cell):
            return [names[bytes(key)] for key in cell.A.Headers]

        assert headings(first[0]) == [(0, 0)], "序号"
        assert headings(first[7]) == [(0, 4), (1, 5)], "带动脱贫户, 户数"
        assert headings(first[11]) == [(0, 7)], "备注"
        assert headings(sums[0]) == [(0, 0), (0, 1)], "合计 below 序号 and 镇街"


def test_a_picture_is_as_it_is_and_no_viewer_smooths_it(document):
    """PDF/A-2, 6.2.8."""
    image = look_at(get_image_model().objects.create(title="图", file=get_test_image_file()))
    figure = {"type": "figure", "value": {"image": image.pk, "alt": "流程图", "caption": ""}}
    with pikepdf.open(io.BytesIO(pdf(official_html(document(blocks=[figure]))))) as file:
        pictures = [each for each in file.objects if is_picture(each)]
        assert pictures
        assert not any(each.get("/Interpolate", False) for each in pictures)
        (tag,) = elements(file.Root.StructTreeRoot.K, "/Figure")
        assert f"{tag.Alt}" == "流程图"


def is_picture(each):
    return isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"


def elements(node, *wanted):
    """The elements of the tree of tags that are of a ``wanted`` kind, from above to below."""
    if isinstance(node, pikepdf.Array):
        for each in node:
            yield from elements(each, *wanted)
    elif isinstance(node, pikepdf.Dictionary):
        if node.get("/S") in wanted:
            yield node
        elif "/K" in node:
            yield from elements(node.K, *wanted)


def kinds(node):
    """Every kind of element in the tree of tags."""
    if isinstance(node, pikepdf.Array):
        for each in node:
            yield from kinds(each)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield str(node.S)
        if "/K" in node:
            yield from kinds(node.K)


def test_a_table_of_twelve_columns_stays_inside_the_type_area(drawn):
    row = ["1,204.50"] * 12
    wide = {"type": "table", "value": table_value([[f"第{n}列" for n in range(12)], row])}
    lines = drawn(blocks=[json.loads(json.dumps(wide))])
    figures = [each for each in lines if "1,204.50" in each.text]
    assert figures
    assert all(each.left >= LEFT and each.right <= RIGHT for each in figures)
