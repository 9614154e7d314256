"""What a file says is read to its last corner; what gives no words is named, never passed over."""

import io
import json
import random
import tracemalloc
import zipfile
from xml.etree.ElementTree import ParseError

import pikepdf
import pytest
from defusedxml.common import DTDForbidden, EntitiesForbidden
from docx import Document
from docx.shared import Inches
from openpyxl import Workbook
from tests.support.gate_corpus import added_to
from tests.support.office_parts import with_one_changed
from tests.support.photos import picture

from files.pdf_words import EARLIER, MOST_EDITIONS
from files.words import words_of
from files.xml_parts import root_of


def words(data):
    return json.loads(words_of(data))


def page_with(change):
    document, out = pikepdf.new(), io.BytesIO()
    page = document.add_blank_page(page_size=(595, 842))
    change(document, page.obj)
    document.save(out)
    return out.getvalue()


def scanned(document, page, width=600, height=800):
    """A page that is one large picture."""
    stream = document.make_stream(bytes(width * height))
    stream.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=width,
        Height=height,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
    )
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=stream))
    page.Contents = document.make_stream(b"q 595 0 0 842 0 0 cm /Im0 Do Q")


def tiled(document, page, tiles=80):
    """A scan cut into tiles of 64 points, none of which could hold a number."""
    scanned(document, page, width=64, height=64)
    page.Contents = document.make_stream(b"q 64 0 0 64 0 0 cm /Im0 Do Q\n" * tiles)


def with_unknown_font(document, page):
    """Glyph numbers, and no table that says which characters they are."""
    system = pikepdf.Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0)
    inner = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=pikepdf.Name.Unknown,
        CIDSystemInfo=system,
    )
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type0,
        BaseFont=pikepdf.Name.Unknown,
        Encoding=pikepdf.Name("/Identity-H"),
        DescendantFonts=[document.make_indirect(inner)],
    )
    fonts = pikepdf.Dictionary(F1=document.make_indirect(font))
    page.Resources = pikepdf.Dictionary(Font=fonts)
    page.Contents = document.make_stream(b"BT /F1 12 Tf 72 700 Td <00010002> Tj ET")


def with_words(document, page):
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = document.make_stream(b"BT /F1 12 Tf 72 700 Td (NOTICE 2020) Tj ET")


def with_stamp(document, page):
    stamp = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp, Rect=[72, 700, 300, 720]
    )
    page.Annots = document.make_indirect(pikepdf.Array([document.make_indirect(stamp)]))


def with_drawn_letters(document, page):
    line = b"0 0 m 10 10 l 20 0 l h f\n"
    page.Contents = document.make_stream(line * 400)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (scanned, "picture"),
        (lambda document, page: scanned(document, page, width=2480, height=16), "picture"),
        (tiled, "picture"),
        (with_unknown_font, "font"),
        (with_stamp, "remark"),
        (with_drawn_letters, "drawing"),
    ],
)
def test_a_page_that_gives_no_words_is_a_gap(change, kind):
    assert words(page_with(change))["gaps"] == [["第1页", kind]]


def test_a_small_mark_on_a_page_is_no_gap():
    assert words(page_with(lambda document, page: tiled(document, page, tiles=2)))["gaps"] == []


def test_a_page_of_words_has_no_gap():
    read = words(page_with(with_words))
    assert (read["gaps"], read["places"][0]) == ([], ["第1页", "NOTICE 2020"])


def test_drawings_that_share_one_list_of_all_of_them_are_looked_at_once():
    read = words(page_with(with_shared_drawings))
    assert (read["gaps"], read["places"][0]) == ([["第1页", "font"]], ["第1页", ""])


def with_shared_drawings(document, page, number=300):
    """Drawings that may each use every other; one of their fonts has no meanings."""
    with_unknown_font(document, page)
    page.Contents = document.make_stream(b"")
    fonts, names = page.Resources.Font, document.make_indirect(pikepdf.Dictionary())
    every_kind = document.make_indirect(pikepdf.Dictionary(XObject=names))
    page.Resources = every_kind
    for each in range(number):
        drawing = document.make_stream(b"", Subtype=pikepdf.Name.Form, BBox=[0, 0, 1, 1])
        drawing.stream_dict.Resources = every_kind
        names[f"/D{each}"] = drawing
    drawing.stream_dict.Resources = pikepdf.Dictionary(Font=fonts)


def test_of_a_paper_that_was_saved_a_hundred_times_the_last_twenty_editions_are_read():
    data = page_with(with_long_content)
    for _ in range(100):
        data = added_to(data)
    least_of_all_at_once = 80 * len(data)
    tracemalloc.start()
    read = words(data)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    earlier = [place for place, _ in read["places"] if place == f"{EARLIER}·第1页"]
    assert (len(earlier), read["gaps"]) == (MOST_EDITIONS, [[EARLIER, "other"]])
    assert most < least_of_all_at_once / 4, "one edition at a time is held, not all"


def with_long_content(document, page):
    noise = random.Random(1).randbytes(100_000).hex().encode()
    page.Contents = document.make_stream(b"% " + noise)


def test_a_picture_is_a_gap_whole():
    assert words(picture("red"))["gaps"] == [["", "picture"]]


def test_a_picture_inside_a_word_file_is_a_gap():
    document, out = Document(), io.BytesIO()
    document.add_picture(io.BytesIO(picture("red")), width=Inches(3))
    document.save(out)
    assert words(out.getvalue())["gaps"] == [["图片", "picture"]]


def test_what_a_workbook_no_longer_shows_is_read():
    book, out = Workbook(), io.BytesIO()
    book.active["A1"] = "产品"
    book.save(out)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(
            "xl/pivotCache/pivotCacheDefinition1.xml",
            '<pivotCacheDefinition xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            '<cacheFields><cacheField name="姓名"><sharedItems><s v="张示例"/></sharedItems>'
            '</cacheField><cacheField name="年龄"><sharedItems/></cacheField></cacheFields>'
            "</pivotCacheDefinition>",
        )
        archive.writestr(
            "xl/pivotCache/pivotCacheRecords1.xml",
            '<pivotCacheRecords xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            '<r><x v="0"/><n v="45"/></r></pivotCacheRecords>',
        )
    tables = dict(words(out.getvalue())["tables"])
    assert tables["数据透视表的缓存"] == [["姓名", "年龄"], ["张示例", "45"]]


def test_a_part_that_is_no_text_is_a_gap():
    document, out = Document(), io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/media/drawing.emf", b"x")
    assert words(out.getvalue())["gaps"] == [["图片", "other"]]


def test_words_that_lie_a_thousand_elements_deep_are_read():
    document, out = Document(), io.BytesIO()
    document.add_paragraph("甲").add_run("乙")
    document.save(out)
    deep = with_one_changed(
        out.getvalue(),
        "word/document.xml",
        lambda part: part.replace(b"<w:r>", b"<w:smartTag>" * 1500 + b"<w:r>", 1).replace(
            b"</w:r>", b"</w:r>" + b"</w:smartTag>" * 1500, 1
        ),
    )
    assert ["正文第1段", "甲乙"] in words(deep)["places"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_drawing_with_a_dtd_is_read_and_one_that_declares_an_entity_is_refused(encoding):
    def drawing(dtd, text):
        return f"<!DOCTYPE svg{dtd}><svg><title>{text}</title></svg>".encode(encoding)

    assert (
        root_of(drawing(' PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd"', "示例"))[0].text == "示例"
    )
    with pytest.raises(EntitiesForbidden):
        root_of(drawing(' [<!ENTITY a "甲">]', "&a;"))
    with pytest.raises(DTDForbidden):
        root_of(drawing("", "示例"), forbid_dtd=True)
    with pytest.raises(ParseError):
        root_of(drawing("", "&a;"))
