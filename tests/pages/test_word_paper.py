"""The Word edition in the layout of GB/T 9704-2012: what Word itself will find in the file."""

import io
from datetime import date

import pytest
from docx import Document as Word
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from pages.documents.editions import paper_html
from pages.documents.word_paper import word_paper
from pages.models.table_block import table_value
from printing.official_word import CENTRE, RIGHT

from .hands import look_at
from .test_editions import word_text, words
from .test_tables import MERGED

PART = {
    "role": "annex",
    "label": "附件1",
    "title": "分镇街情况",
    "blocks": [
        {"type": "heading", "value": {"level": "2", "text": "一、总则"}},
        {"type": "table", "value": MERGED},
    ],
}
LEVELS = [
    {"type": "heading", "value": {"level": f"{place + 2}", "text": text}}
    for place, text in enumerate(("一、甲", "（一）乙", "1.丙", "（1）丁"))
]


@pytest.fixture
def edition(document):
    """``edition(**fields)``: a document and its Word file, opened."""

    def make(**fields):
        page = document(**fields)
        html = paper_html(page)
        return words(html), Word(
            io.BytesIO(word_paper(html, title=page.title, author=page.issuer, day=page.written_on))
        )

    return make


def lines(file):
    return {line.text: line for line in file.paragraphs if line.text}


def pages_begin(file):
    return [each.text for each in file.paragraphs if each.paragraph_format.page_break_before]


def test_headings_are_headings_so_that_word_lists_them(edition):
    _, file = edition(blocks=LEVELS, parts=[PART])
    styles = {text: line.style.name for text, line in lines(file).items()}
    assert [styles[text] for text in ("一、甲", "（一）乙", "1.丙", "（1）丁")] == [
        f"Heading {level}" for level in (1, 2, 3, 4)
    ]
    assert styles["一、总则"] == "Heading 1"
    title = lines(file)["分镇街情况"].style
    assert title.element.pPr.find(qn("w:outlineLvl")).get(qn("w:val")) == "0"


def test_words_are_those_of_the_page(edition):
    text, file = edition(
        blocks=LEVELS,
        parts=[PART],
        joint_issuers="区农业农村局",
        urgency="urgent",
        copies_to="区委办公室",
        printing_office="章贡区扶贫办",
        public_note="此件公开发布",
    )
    out = io.BytesIO()
    file.save(out)
    assert word_text(out.getvalue()) == text


def test_the_red_head_stands_where_the_standard_has_it(edition):
    _, file = edition()
    head = lines(file)["章贡区扶贫办文件"]
    assert head.paragraph_format.space_before.mm == pytest.approx(35, abs=0.1)
    number = lines(file)["章测扶办字〔2020〕1号"]
    assert number.paragraph_format.space_before == Pt(58), "two lines"
    rule = number._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert rule.get(qn("w:color")) == "E60012"


def test_with_urgency_the_red_head_stays(edition):
    _, file = edition(urgency="urgent")
    line = file.styles["Normal"].paragraph_format.line_spacing
    head = lines(file)["章贡区扶贫办文件"].paragraph_format.space_before
    assert (head + line) / 36000 == pytest.approx(35, abs=0.1)


def test_joint_issuers_stand_below_each_other_with_the_word_at_their_right(edition):
    _, file = edition(joint_issuers="区农业农村局、区商务局")
    names, word = file.tables[0].rows[0].cells
    assert [line.text for line in names.paragraphs] == ["章贡区扶贫办", "区农业农村局", "区商务局"]
    assert word.text == "文件"
    assert word._tc.tcPr.find(qn("w:vAlign")).get(qn("w:val")) == "center"


def test_a_table_keeps_its_merged_cells_and_repeats_its_head(edition):
    _, file = edition(parts=[PART])
    (table,) = [each for each in file.tables if each.cell(0, 0).text == "镇街"]
    assert table.cell(0, 1)._tc is table.cell(0, 2)._tc
    assert table.cell(0, 0)._tc.vMerge == "restart"
    heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert heads == [True, True, False, False]
    assert lines(file)["分镇街销售情况"].style.name == "题注"


def test_two_tables_without_words_between_them_stay_two(edition):
    two = [{"type": "table", "value": table_value([[text], ["1"]])} for text in "甲乙"]
    _, file = edition(blocks=two)
    body = [each.tag for each in file.element.body]
    tables = [place for place, tag in enumerate(body) if tag == qn("w:tbl")]
    assert tables[1] - tables[0] > 1


def test_annexes_begin_a_page_and_the_signature_is_never_alone(edition):
    _, file = edition(parts=[PART], attachments=[])
    assert pages_begin(file) == ["附件1"]
    paragraphs = file.paragraphs
    texts = [each.text for each in paragraphs]
    day = texts.index("2020年4月1日")
    assert texts[day - 1] == "章贡区扶贫办"
    assert all(paragraphs[place].paragraph_format.keep_with_next for place in (day - 2, day - 1))


def test_the_date_stands_two_characters_right_of_the_name(edition):
    _, file = edition()
    name, day = lines(file)["章贡区扶贫办"], lines(file)["2020年4月1日"]
    moved = day.paragraph_format.left_indent - name.paragraph_format.left_indent
    assert moved == Pt(32)


def test_pages_are_numbered_on_both_sides(edition):
    _, file = edition()
    section = file.sections[0]
    assert file.settings.odd_and_even_pages_header_footer
    for footer in (section.footer, section.even_page_footer):
        assert footer.paragraphs[0].text == "—  —"
        assert "PAGE" in footer._element.xml
    assert section.footer.paragraphs[0].alignment is not None


def test_the_imprint_lies_at_the_foot_of_the_last_page(edition):
    _, file = edition(copies_to="区委办公室", printing_office="章贡区扶贫办")
    place = file.tables[-1]._tbl.tblPr.find(qn("w:tblpPr"))
    assert place.get(qn("w:tblpYSpec")) == "bottom"
    assert file.tables[-1].cell(0, 0).text == "抄送：区委办公室。"
    assert file.tables[-1].cell(1, 1).text == "2020年4月1日印发"


def test_a_link_to_the_web_leads_there(edition):
    text = '<p>见<a href="https://www.example.org.cn/guide">办事指南</a>第三条。</p>'
    words, file = edition(blocks=[{"type": "paragraph", "value": text}])
    (line,) = [each for each in file.paragraphs if "办事指南" in each.text]
    assert line.text == "见办事指南第三条。"
    assert line.hyperlinks[0].address == "https://www.example.org.cn/guide"
    assert line.text in words


def test_names_of_annexes_hang_below_each_other(edition):
    second = {**PART, "label": "附件2", "title": "另一张表"}
    _, file = edition(parts=[PART, second])
    first, other = lines(file)["附件：1. 分镇街情况"], lines(file)["2. 另一张表"]
    assert first.paragraph_format.left_indent == other.paragraph_format.left_indent
    assert other.paragraph_format.first_line_indent == Pt(-16)


def test_the_file_names_its_office_and_its_day_and_nobody_else(edition):
    _, file = edition()
    facts = file.core_properties
    assert (facts.title, facts.author) == ("关于示例事项1的通知", "章贡区扶贫办")
    assert facts.created.date() == facts.modified.date() == date(2020, 4, 1)
    assert (facts.last_modified_by, facts.comments, facts.keywords) == ("", "", "")


def test_figures_add_no_gaps_and_lists_stand_like_the_text(edition):
    _, file = edition()
    properties = file.styles["Normal"].element.pPr
    for each in ("w:autoSpaceDE", "w:autoSpaceDN"):
        assert properties.find(qn(each)).get(qn("w:val")) == "0"
    assert file.styles["List Bullet"].paragraph_format.left_indent == Pt(48)


def test_a_face_that_a_computer_lacks_has_a_substitute(edition):
    _, file = edition()
    (table,) = [each for each in file.part.package.iter_parts() if "fontTable" in each.partname]
    assert 'w:name="仿宋_GB2312"><w:altName w:val="仿宋"/>' in table.blob.decode()


def test_joint_names_stay_in_one_line_each(edition):
    _, file = edition(joint_issuers="赣州市章贡区农业农村局")
    names, word = file.tables[0].columns
    points = file.tables[0].cell(0, 0).paragraphs[0].runs[0].font.size
    assert names.width >= 11 * points
    assert word.width >= 2 * points
    assert names.width + word.width <= Mm(156)


def test_columns_are_as_wide_as_their_figures_need(edition):
    value = table_value([["序号", "销售额"], ["1", "1,234,567.89"]], head="row")
    _, file = edition(blocks=[{"type": "table", "value": value}])
    narrow, broad = file.tables[-1].columns
    assert broad.width > 2 * narrow.width
    assert (narrow.width + broad.width) / Mm(1) == pytest.approx(156, abs=0.5)


def test_lines_in_the_middle_and_at_the_right_stand_there(edition):
    text = '<p class="line--centre">（试行）</p><p class="line--right">单位：元</p><p>正文</p>'
    _, file = edition(blocks=[{"type": "paragraph", "value": text}])
    sides = {text: line.alignment for text, line in lines(file).items()}
    assert (sides["（试行）"], sides["单位：元"], sides["正文"]) == (CENTRE, RIGHT, None)


# Wagtail leaves the temporary file of a new rendition to the garbage collector
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(("size", "high"), [((640, 480), 74), ((300, 400), 90), ((300, 900), 200)])
def test_pictures_leave_room_for_a_second_one_on_the_page(edition, size, high):
    file = get_test_image_file(size=size)
    picture = look_at(get_image_model().objects.create(title="图", file=file))
    figure = {"image": picture.pk, "alt": "流程图", "caption": "图1"}
    _, file = edition(blocks=[{"type": "figure", "value": figure}])
    (shape,) = file.inline_shapes
    assert shape.height.mm == pytest.approx(high, abs=0.5)
