"""Invented texts and files for the gate of personal data: each secret in each carrier.

``harmful()`` and ``harmless()`` give (name, bytes). Nobody's number is in here: the identity
numbers have a birthday in 1900 to 1950 and the mobiles a range that no operator hands out.
"""

import csv
import functools
import io
import zipfile
from urllib.parse import quote

import pikepdf
from docx import Document
from openpyxl import Workbook
from openpyxl.comments import Comment

from printing.word import template

from .scans import scan

ID = "360702194910010015"
OLD_ID = "360702491001001"
MOBILE = "15400000001"
CARD = "6222020000000000000"

SECRETS = {
    "id": f"编号{ID}",
    "id_spaced": f"编号{ID[:6]} {ID[6:14]} {ID[14:]}",
    "id_wide": "编号" + "".join(chr(ord(digit) + 0xFEE0) for digit in ID),
    "id_dashed": f"编号{ID[:6]}-{ID[6:14]}-{ID[14:]}",
    "old_id": f"身份证号{OLD_ID}",
    "mobile": f"联系{MOBILE}",
    "mobile_spaced": f"联系{MOBILE[:3]} {MOBILE[3:7]} {MOBILE[7:]}",
    "mobile_words": "联系电话：一五四零零零零零零零一",
    "mobile_brackets": "电话（154）0000-0001",
    "card": f"卡号{CARD}",
    "household": "走访贫困户张示例家的果园",
    "household_list": "帮助建档立卡贫困户李示例、王示例等5户增收",
    "list_of_households": "受益脱贫户名单如下：张示例、李示例",
}
DECOYS = {
    "credit_code": "统一社会信用代码91360702MA35F0000Q",
    "certificate": "证书编号ZG-360702-2020-0001-X",
    "office_line": "办公电话0797-8200001",
    "office_brackets": "电话（0797）8200001，二〇二〇年一月一日",
    "hotline": "监督电话12317、12345",
    "masked_id": "3****************4",
    "masked_mobile": "154****0001",
    "masked_name": "贫困户张某某、李*等",
    "totals": "带动贫困户16户48人，户均增收1500.50元",
    "title_of_list": "贫困户名单公示的通知，贫困户42户",
    "paper_number": "章区扶办字〔2020〕36号",
    "amounts": "合计1234567.89元，产量12000公斤",
}
OFFICIALS = [["序号", "姓名", "单位", "职务"], ["1", "张示例", "区政府", "组长"]]
PEOPLE = [["姓名", "年龄", "致贫原因"], ["阿依古丽•买买提", "45", "缺技术"]]
SPACED = [["姓 名", "年　龄", "联 系\n电 话"], ["张示例", "45", ""]]
SPACED_OFFICIALS = [["姓 名", "单 位", "职　务"], ["张示例", "区政府", "组长"]]
HELPED = [["贫困户", "金额"], ["张建国", "500"], ["合计", "500"]]
HELPED_COUNTS = [["农户", "金额"], ["42户", "1500"], ["示例合作社", "300"]]
UNNAMED = [["户", "岁", "因"], *([f"{name}示例", "45", "缺技术"] for name in "蓝覃阮骆")]
PRODUCTS = [
    ["产品", "户数", "单位"],
    ["黄桃", "12", "斤"],
    ["金橘", "30", "斤"],
    ["白茶", "45", "斤"],
]
MASKED = [["姓名", "性别"], ["王某某", "男"], ["李*", "女"]]
HARMFUL_ROWS = {
    "people": PEOPLE,
    "spaced": SPACED,
    "helped": HELPED,
    "unnamed": UNNAMED,
    "mobile_cells": [["联系电话", "154", "0000", "0001"]],
    "digits": [["证号", *ID]],
}
HARMLESS_ROWS = {
    "officials": OFFICIALS,
    "spaced_officials": SPACED_OFFICIALS,
    "helped_counts": HELPED_COUNTS,
    "products": PRODUCTS,
    "masked": MASKED,
}


@functools.cache
def harmful():
    """At least 150 files that must not be public; made once in a process."""
    return tuple(_files(SECRETS, HARMFUL_ROWS))


@functools.cache
def harmless():
    """At least 150 files that may be."""
    return tuple(_files(DECOYS, HARMLESS_ROWS))


def pictures(texts, tables):
    """(name, bytes): each text and table as it comes from a scanner, one degree askew."""
    pages = {name: [["通知"], [text], ["特此通知"]] for name, text in texts.items()}
    pages |= {name: [[row[0], *_cells(row[1:])] for row in rows] for name, rows in tables.items()}
    for name, rows in pages.items():
        yield f"{name}.scan.jpg", scan(rows, turned=1)


def _cells(row):
    """At most three cells: more do not stand on the page."""
    return row if len(row) <= 3 else [" ".join(row)]


def harmful_pictures():
    return list(pictures(SECRETS, HARMFUL_ROWS))


def harmless_pictures():
    return list(pictures(DECOYS, HARMLESS_ROWS))


def _files(texts, tables):
    for carrier, make in TEXT_CARRIERS.items():
        for name, text in texts.items():
            yield f"{name}.{carrier}", make(text)
    for carrier, make in TABLE_CARRIERS.items():
        for name, rows in tables.items():
            yield f"{name}.{carrier}", make(rows)


def _txt(text):
    return f"通知\n{text}\n特此通知".encode()


def _gbk(text):
    return f"通知\n{text}".encode("gb18030")


def _docx(change):
    document, out = Document(io.BytesIO(template())), io.BytesIO()
    document.add_paragraph("通知")
    change(document)
    document.save(out)
    return out.getvalue()


def _docx_part(text, part, xml):
    """A DOCX with one part more, as Office writes notes, charts and remarks."""
    out = io.BytesIO(_docx(lambda document: None))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(part, xml.format(text))
    return out.getvalue()


def _hidden(text):
    def change(document):
        document.add_paragraph().add_run(text).font.hidden = True

    return _docx(change)


def _core(text):
    def change(document):
        document.core_properties.comments = text

    return _docx(change)


def _header(text):
    def change(document):
        document.sections[0].footer.paragraphs[0].text = text

    return _docx(change)


def _word_rows(rows):
    def change(document):
        grid = document.add_table(len(rows), len(rows[0]))
        for cells, row in zip(grid.rows, rows, strict=True):
            for cell, text in zip(cells.cells, row, strict=True):
                cell.text = text

    return _docx(change)


def _xlsx(change):
    book, out = Workbook(), io.BytesIO()
    change(book)
    book.save(out)
    return out.getvalue()


def _cell(text):
    return _xlsx(lambda book: book.active.append(["产品", text]))


def _very_hidden(text):
    def change(book):
        sheet = book.create_sheet("底稿")
        sheet.append([text])
        sheet.sheet_state = "veryHidden"

    return _xlsx(change)


def _remark(text):
    def change(book):
        book.active["A1"] = "产品"
        book.active["A1"].comment = Comment(text, "编辑")

    return _xlsx(change)


def _page_head(text):
    def change(book):
        book.active["A1"] = "产品"
        book.active.oddHeader.center.text = text

    return _xlsx(change)


def _sheet_rows(rows):
    return _xlsx(lambda book: [book.active.append(row) for row in rows])


def _csv(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _pdf(change):
    document, out = pikepdf.new(), io.BytesIO()
    page = document.add_blank_page(page_size=(595, 842))
    change(document, page)
    document.save(out)
    return out.getvalue()


def _annotated(text):
    def change(document, page):
        remark = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.FreeText,
            Rect=[72, 700, 300, 720],
            Contents=pikepdf.String(text),
        )
        page.obj.Annots = document.make_indirect(pikepdf.Array([document.make_indirect(remark)]))

    return _pdf(change)


def _filled_in(text):
    def change(document, page):
        field = pikepdf.Dictionary(
            FT=pikepdf.Name.Tx, T=pikepdf.String("a"), V=pikepdf.String(text)
        )
        _put_field(document, field)

    return _pdf(change)


def _titled(text):
    def change(document, page):
        document.docinfo["/Subject"] = text

    return _pdf(change)


def _drawing(document, text, kind):
    """Content of its own that draws ``text``, with one of Adobe's Chinese fonts."""
    system = pikepdf.Dictionary(Registry=b"Adobe", Ordering=b"GB1", Supplement=2)
    inner = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType0,
        BaseFont=pikepdf.Name("/STSong-Light"),
        CIDSystemInfo=system,
    )
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type0,
        BaseFont=pikepdf.Name("/STSong-Light"),
        Encoding=pikepdf.Name("/UniGB-UCS2-H"),
        DescendantFonts=[document.make_indirect(inner)],
    )
    line = text.encode("utf-16-be").hex()
    stream = document.make_stream(f"BT /F1 12 Tf 2 4 Td <{line}> Tj ET".encode())
    stream.stream_dict.BBox = [0, 0, 500, 20]
    stream.stream_dict.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    for key, value in kind.items():
        stream.stream_dict[f"/{key}"] = value
    return stream


FORM = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Form}
PATTERN = {"Type": pikepdf.Name.Pattern, "PatternType": 1, "PaintType": 1, "TilingType": 1}


def _remark_with_face(text, **particulars):
    """A remark whose face says ``text`` and whose words say something else."""

    def change(document, page):
        remark = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Rect=[72, 700, 572, 720],
            AP=pikepdf.Dictionary(N=_drawing(document, text, FORM)),
            **particulars,
        )
        remarks = pikepdf.Array([document.make_indirect(remark)])
        page.obj.Annots = document.make_indirect(remarks)
        if remark.Subtype == pikepdf.Name.Widget:
            document.Root.AcroForm = pikepdf.Dictionary(Fields=remarks)

    return _pdf(change)


def _stamp(text):
    return _remark_with_face(text, Subtype=pikepdf.Name.Stamp, Contents=pikepdf.String("已审核"))


def _flat_field(text):
    return _remark_with_face(text, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx)


def _patterned(text):
    def change(document, page):
        page.obj.Resources = pikepdf.Dictionary(
            Pattern=pikepdf.Dictionary(P1=_drawing(document, text, PATTERN))
        )
        page.obj.Contents = document.make_stream(b"/Pattern cs /P1 scn 0 0 500 500 re f")

    return _pdf(change)


def _lost_page(text):
    """A page that was taken out of the order of pages and left in the file."""

    def change(document, page):
        lost = document.add_blank_page(page_size=(595, 842))
        name = lost.add_resource(_drawing(document, text, FORM), pikepdf.Name.XObject)
        lost.obj.Contents = document.make_stream(f"{name} Do".encode())
        document.Root.Templates = document.make_indirect(pikepdf.Array([lost.obj]))
        del document.pages[-1]

    return _pdf(change)


def _put_field(document, field):
    fields = pikepdf.Array([document.make_indirect(field)])
    document.Root.AcroForm = pikepdf.Dictionary(Fields=fields)


def _choice(text):
    def change(document, page):
        field = pikepdf.Dictionary(
            FT=pikepdf.Name.Ch,
            T=pikepdf.String("a"),
            Opt=pikepdf.Array([pikepdf.Array([pikepdf.String("1"), pikepdf.String(text)])]),
        )
        _put_field(document, field)

    return _pdf(change)


def _long_field(text):
    def change(document, page):
        field = pikepdf.Dictionary(
            FT=pikepdf.Name.Tx, T=pikepdf.String("a"), V=document.make_stream(text.encode())
        )
        _put_field(document, field)

    return _pdf(change)


def _layer(text):
    def change(document, page):
        layer = document.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String(text))
        )
        order = pikepdf.Dictionary(Order=pikepdf.Array([layer]))
        document.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([layer]), D=order)

    return _pdf(change)


def _erased(text):
    """A page whose content a viewer put away; what it showed before is still in the file."""

    def show(document, page):
        name = page.add_resource(_drawing(document, text, FORM), pikepdf.Name.XObject)
        page.obj.Contents = document.make_stream(f"{name} Do".encode())

    return added_to(_pdf(show))


def added_to(data):
    """``data`` with an edition behind it in which the first page shows nothing."""
    with pikepdf.open(io.BytesIO(data)) as document:
        number = document.pages[0].obj.Contents.objgen[0]
        size, root = document.trailer.Size, document.Root.objgen[0]
    before = int(data[data.rindex(b"startxref") + 9 :].split()[0])
    more = f"{number} 0 obj\n<</Length 0>>\nstream\n\nendstream\nendobj\n".encode()
    table = (
        f"xref\n{number} 1\n{len(data):010d} 00000 n \ntrailer\n"
        f"<</Size {size}/Root {root} 0 R/Prev {before}>>\n"
        f"startxref\n{len(data) + len(more)}\n%%EOF\n"
    )
    return data + more + table.encode()


def _mail(text):
    return f"mailto:a@example.com?subject={quote('通知')}&body={quote(text)}"


def _web(text):
    """An article whose own number looks like a telephone, asked a question."""
    return f"https://www.example.gov.cn/art/2020/art_{MOBILE}.html?words={quote(quote(text))}"


def _word_link(url):
    """A link of Word, whose words say nothing of where it leads."""

    def change(document):
        document.part.relate_to(url, LINK, is_external=True)

    return _docx(change)


def _sheet_link(url):
    def change(book):
        book.active["A1"] = "联系我们"
        book.active["A1"].hyperlink = url

    return _xlsx(change)


def _pdf_link(url):
    def change(document, page):
        act = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(url))
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[72, 700, 300, 720], A=act
        )
        page.obj.Annots = document.make_indirect(pikepdf.Array([document.make_indirect(link)]))

    return _pdf(change)


LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
CHART = (
    '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart">'
    "<c:v>{}</c:v></c:chartSpace>"
)
NOTE = (
    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:footnote><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:footnote></w:footnotes>"
)
BOX = (
    '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent>"
    "</w:pict></w:r></w:p></w:hdr>"
)
TEXT_CARRIERS = {
    "txt": _txt,
    "gbk.txt": _gbk,
    "paragraph.docx": lambda text: _docx(lambda document: document.add_paragraph(text)),
    "hidden.docx": _hidden,
    "properties.docx": _core,
    "footer.docx": _header,
    "chart.docx": lambda text: _docx_part(text, "word/charts/chart1.xml", CHART),
    "note.docx": lambda text: _docx_part(text, "word/footnotes.xml", NOTE),
    "box.docx": lambda text: _docx_part(text, "word/header9.xml", BOX),
    "cell.xlsx": _cell,
    "hidden.xlsx": _very_hidden,
    "remark.xlsx": _remark,
    "head.xlsx": _page_head,
    "remark.pdf": _annotated,
    "field.pdf": _filled_in,
    "title.pdf": _titled,
    "stamp.pdf": _stamp,
    "flat.pdf": _flat_field,
    "pattern.pdf": _patterned,
    "lost.pdf": _lost_page,
    "choice.pdf": _choice,
    "long.pdf": _long_field,
    "layer.pdf": _layer,
    "erased.pdf": _erased,
    "mail.docx": lambda text: _word_link(_mail(text)),
    "web.docx": lambda text: _word_link(_web(text)),
    "mail.xlsx": lambda text: _sheet_link(_mail(text)),
    "web.pdf": lambda text: _pdf_link(_web(text)),
}
TABLE_CARRIERS = {"rows.docx": _word_rows, "rows.xlsx": _sheet_rows, "rows.csv": _csv}
