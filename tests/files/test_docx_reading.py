"""A DOCX is read as Word shows it: numbers counted, merges found, notes and links kept."""

import json

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from tests.support.office_parts import with_one_changed
from tests.support.word_papers import Paper, gallery

from files.docx_reading.reading import text_of
from files.inspection import docx_text
from files.unreadable import Unreadable


def read(paper):
    return json.loads(text_of(paper.data()))


def texts(answer):
    return [
        f"{piece['mark']}{''.join(run.get('text', '') for run in piece['runs'])}"
        for piece in answer["pieces"]
        if piece["kind"] == "paragraph" and piece["runs"]
    ]


def test_four_levels_are_counted_as_word_counts_them():
    paper = Paper()
    for level, text in (
        (0, "甲"),
        (1, "乙"),
        (2, "丙"),
        (3, "丁"),
        (3, "戊"),
        (2, "己"),
        (1, "庚"),
    ):
        paper.numbered(level, text)
    paper.numbered(0, "辛")
    paper.numbered(1, "壬")
    assert texts(read(paper)) == [
        *("一、甲", "（一）乙", "1.丙", "（1）丁", "（2）戊", "2.己", "（二）庚"),
        *("二、辛", "（一）壬"),
    ]


def test_a_number_may_come_from_the_style_alone():
    paper = Paper()
    style = paper.document.styles["Heading 2"]
    style.element.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="1"/><w:numId w:val="77"/></w:numPr>')
    )
    paper.numbered(0, "总则")
    paper.document.add_paragraph("适用范围", style="Heading 2")
    answer = read(paper)
    assert texts(answer) == ["一、总则", "（一）适用范围"]
    assert answer["pieces"][1]["outline"] == 1


def test_a_list_that_begins_anew_begins_at_its_own_number():
    paper = Paper()
    paper.numbered(2, "甲")
    numbering = paper.document.part.numbering_part.element
    numbering.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="99"><w:abstractNumId w:val="77"/>'
            '<w:lvlOverride w:ilvl="2"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
        )
    )
    paper.numbered(2, "乙", numbers="99")
    paper.numbered(2, "丙", numbers="99")
    assert texts(read(paper)) == ["1.甲", "5.乙", "6.丙"]


def test_merged_cells_are_ranges_and_numbers_of_lines_are_words():
    paper = Paper()
    paper.table([["甲", "乙", "丙"], ["丁", "戊", "己"]], merged=[(0, 0, 2, 1), (0, 1, 1, 2)])
    table = paper.document.tables[0]
    properties = table.cell(1, 2).paragraphs[0]._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = 2, 77
    (piece,) = [each for each in read(paper)["pieces"] if each["kind"] == "table"]
    assert piece["rows"] == [["甲", "乙", ""], ["", "戊", "1.己"]]
    assert sorted(piece["merged"]) == [[0, 0, 2, 1], [0, 1, 1, 2]]
    assert piece["head"] == 1


def test_what_no_block_can_hold_is_counted():
    paper = Paper()
    line = paper.line("正文")
    names = nsdecls("w")
    for xml in (
        f"<w:del {names}><w:r><w:delText>删去</w:delText></w:r></w:del>",
        f"<w:ins {names}><w:r><w:t>添上</w:t></w:r></w:ins>",
        f"<w:r {names}><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r>",
        f'<w:r {names}><w:sym w:font="Wingdings" w:char="F022"/></w:r>',
        f'<w:r {names}><w:commentReference w:id="0"/></w:r>',
    ):
        line._p.append(parse_xml(xml))
    answer = read(paper)
    assert texts(answer) == ["正文添上"]
    assert answer["left"] == {"revision": 2, "hidden": 1, "symbol": 1, "comment": 1}


def test_of_a_field_the_result_is_taken_and_not_its_code():
    paper = Paper()
    line = paper.line("见第")
    names = nsdecls("w")
    for xml in (
        '<w:r {}><w:fldChar w:fldCharType="begin"/></w:r>',
        "<w:r {}><w:instrText>PAGEREF x</w:instrText></w:r>",
        '<w:r {}><w:fldChar w:fldCharType="separate"/></w:r>',
        "<w:r {}><w:t>3</w:t></w:r>",
        '<w:r {}><w:fldChar w:fldCharType="end"/></w:r>',
        "<w:r {}><w:t>页</w:t></w:r>",
    ):
        line._p.append(parse_xml(xml.format(names)))
    assert texts(read(paper)) == ["见第3页"]


def test_pictures_come_with_their_words_and_notes_with_their_place():
    paper = gallery(pictures=2)
    paper.noted(paper.line("正文"), "注释的话")
    answer = docx_text(paper.data())
    assert [each["alt"] for each in answer["pictures"]] == ["第1步的示意图", ""]
    assert answer["notes"] == ["注释的话"]
    assert answer["pieces"][-1]["runs"][-1] == {"note": 1}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda xml: b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + xml,
        lambda xml: xml[: len(xml) // 2],
        lambda xml: b"",
        lambda xml: b"<a/>",
    ],
)
def test_a_spoilt_text_is_refused(spoil):
    data = with_one_changed(Paper().data(), "word/document.xml", spoil)
    with pytest.raises(Unreadable, match="损坏"):
        docx_text(data)


def test_a_style_that_rests_on_itself_hangs_nobody():
    def knot(xml):
        return xml.replace(b'<w:name w:val="heading 1"/>', b'<w:name w:val="x"/>').replace(
            b'w:styleId="Heading1"><', b'w:styleId="Heading1"><w:basedOn w:val="Heading1"/><'
        )

    paper = Paper()
    paper.document.add_paragraph("标题", style="Heading 1")
    assert texts(docx_text(with_one_changed(paper.data(), "word/styles.xml", knot))) == ["标题"]


def test_what_is_no_word_document_is_refused():
    for data in (b"", b"PK\x03\x04", b"%PDF-1.7"):
        with pytest.raises(Unreadable):
            docx_text(data)


def test_pictures_and_notes_of_cells_stay_with_their_table():
    paper = Paper()
    table = paper.table([["甲", "乙"], ["丙", ""]])
    paper.picture_in(table.cell(1, 1))
    paper.noted(table.cell(1, 0).paragraphs[0], "丙的注")
    answer = read(paper)
    (piece,) = [each for each in answer["pieces"] if each["kind"] == "table"]
    assert piece["rows"] == [["甲", "乙"], ["丙［1］", ""]]
    assert (piece["pictures"], piece["notes"]) == ([0], [1])
    assert answer["left"] == {"picture_in_table": 1}


def test_a_struck_out_row_is_no_row():
    paper = Paper()
    table = paper.table([["甲"], ["删去"], ["乙"]])
    properties = table.rows[1]._tr.get_or_add_trPr()
    properties.append(parse_xml(f'<w:del {nsdecls("w")} w:id="9" w:author="x"/>'))
    (piece,) = [each for each in read(paper)["pieces"] if each["kind"] == "table"]
    assert piece["rows"] == [["甲"], ["乙"]]


def test_boxes_and_ticks_of_forms_are_signs():
    paper = Paper()
    line = paper.line("同意")
    for place in ("F0FE", "F0A8", "F022", "zz"):
        sign = f'<w:r {nsdecls("w")}><w:sym w:font="Wingdings" w:char="{place}"/></w:r>'
        line._p.append(parse_xml(sign))
    answer = read(paper)
    assert texts(answer) == ["同意☑□"]
    assert answer["left"] == {"symbol": 2}


def test_a_level_that_never_begins_anew_counts_on():
    paper = Paper()
    levels = paper.document.part.numbering_part.element.find(
        f".//{qn('w:abstractNum')}[@{qn('w:abstractNumId')}='77']"
    ).findall(qn("w:lvl"))
    levels[2].insert(2, parse_xml(f'<w:lvlRestart {nsdecls("w")} w:val="0"/>'))
    for level, text in ((0, "甲"), (2, "乙"), (0, "丙"), (2, "丁")):
        paper.numbered(level, text)
    assert texts(read(paper)) == ["一、甲", "1.乙", "二、丙", "2.丁"]


def test_the_strict_edition_of_word_is_told_with_what_to_do():
    def strict(xml):
        return xml.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )

    with pytest.raises(Unreadable, match="另存为普通的"):
        docx_text(with_one_changed(Paper().data(), "word/document.xml", strict))
