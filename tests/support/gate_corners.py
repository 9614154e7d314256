"""Where a number hides in a file and no page or sheet shows it: one file for each corner."""

import io
import zipfile

import pikepdf

from .gate_corpus import CARD, ID, MOBILE, PEOPLE, _docx, _sheet_rows, _word_rows, _xlsx

SECRET = f"示例 {ID}"
CHOICE = f'<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="{SECRET}" w:value="1"/>'
CHOICE += "</w:dropDownList></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>"
FIELD = f"<w:p><w:fldSimple w:instr=\"QUOTE '{SECRET}'\"/></w:p>"
SHAPE = '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"{}</v:shape>'
SHAPE += "</w:pict></w:r></w:p>"
BOXES = "".join(
    "<w:r><mc:AlternateContent"
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    f"<mc:Choice><w:txbxContent><w:p><w:r><w:t>{digit}</w:t></w:r></w:p></w:txbxContent>"
    f"</mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>{digit}</w:t></w:r></w:p>"
    "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
    for digit in ID
)
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1"{}</c></row></sheetData></worksheet>'
)
VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><div>按<br>{}</div></v:textbox></xml>'
)

BLANK_FORMS = {
    "legal_person": [
        ["法定代表人姓名", "", "职务", ""],
        ["联系电话", "", "电子邮箱", ""],
        ["通讯地址", "", "邮政编码", ""],
    ],
    "contact": [["联系人姓名", "", "职务", ""], ["联系电话", "", "传真", ""]],
    "directions": [["姓名", "请填写真实姓名"], ["联系电话", "填手机或者座机"]],
    "complaint": [
        ["投诉人姓名", "匿名可不填", "常用地址", ""],
        ["联系电话", "选填", "时间", ""],
        ["通讯地址", "", "项目名称", ""],
        ["投诉内容", "", "", ""],
    ],
    "fields": [["字段", "说明"], ["姓名", "必填"], ["性别", "必填"], ["联系电话", "选填"]],
}


def _changed(data, part, old, new):
    """An Office file with ``new`` before the first ``old`` of one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            content = before.read(name).decode("utf-8", "surrogateescape")
            if name == part:
                assert old in content
                content = content.replace(old, new + old, 1)
            after.writestr(name, content.encode("utf-8", "surrogateescape"))
    return out.getvalue()


def _more(data, part, content):
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(part, content)
    return out.getvalue()


def _word(xml):
    return _changed(_docx(lambda document: None), "word/document.xml", "<w:sectPr", xml)


def _book(xml):
    return _changed(_sheet_rows([["产品"]]), "xl/worksheets/sheet1.xml", "<pageMargins", xml)


def _shaped(book):
    book.active["A1"], book.active["A1"].number_format = 1, f'"{SECRET}"'


def _named(data, comment):
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = comment.encode()
    return out.getvalue()


def _separated(mark):
    return "\n".join(mark.join(row) for row in PEOPLE).encode()


def _with_remarks(mark):
    """A table parted by commas, in whose remarks another mark stands more often."""
    remarks = mark.join("甲乙丙丁戊己庚")
    rows = [f"示例合作社,{card},{remarks}" for card in ("6222020000000001", "6222020000000002")]
    return "\n".join(["户名（与营业执照一致）,卡号,备注（各项分开填写）", *rows]).encode()


def word_with_part_called(name):
    """A DOCX with a part whose very name says ``name``."""
    return _more(_docx(lambda document: None), f"customXml/{name}.xml", "<a/>")


def harmful():
    """``{name: bytes}``."""
    variable = f'<w:docVars><w:docVar w:name="a" w:val="{SECRET}"/></w:docVars>'
    filters = f'<autoFilter ref="A1"><filterColumn colId="0"><filters><filter val="{ID}"/>'
    scenario = (
        f'<scenarios><scenario name="a"><inputCells r="A1" val="{ID}"/></scenario></scenarios>'
    )
    sheet, book = "xl/worksheets/sheet9.xml", _sheet_rows([["产品"]])
    lost = f' t="inlineStr"><is><t>{SECRET}</t></is>'
    return {
        "choice.docx": _word(CHOICE),
        "field.docx": _word(FIELD),
        "watermark.docx": _word(SHAPE.format(f'><v:textpath string="{SECRET}"/>')),
        "alternative.docx": _word(SHAPE.format(f' alt="{SECRET}">')),
        "boxes.docx": _word(f"<w:p>{BOXES}</w:p>"),
        "xml_remark.docx": _word(f"<!-- {SECRET} -->"),
        "variable.docx": _changed(
            _docx(lambda document: None), "word/settings.xml", "</w:settings>", variable
        ),
        "filter.xlsx": _book(f"{filters}</filters></filterColumn></autoFilter>"),
        "scenario.xlsx": _book(scenario),
        "shape_of_numbers.xlsx": _xlsx(_shaped),
        "lost_sheet.xlsx": _more(book, sheet, SHEET.format(lost)),
        "lost_number.xlsx": _more(book, sheet, SHEET.format(f"><v>{MOBILE}</v>")),
        "old_drawing.xlsx": _more(book, "xl/drawings/vmlDrawing1.vml", VML.format(SECRET)),
        "name_of_part.xlsx": _more(book, f"xl/{ID}.xml", "<a/>"),
        "joined.xlsx": _sheet_rows([[f'="{ID[:6]}"&"{ID[6:]}"']]),
        "card_in_boxes.xlsx": _sheet_rows([["银行卡号", *CARD]]),
        "mobile_in_boxes.xlsx": _sheet_rows([["手机号", *MOBILE]]),
        "standing.xlsx": _sheet_rows(list(zip(*PEOPLE, strict=True))),
        **{f"{name}.csv": _separated(mark) for name, mark in (("semicolon", ";"), ("bar", "|"))},
        **{f"{name}.txt": _separated(mark) for name, mark in (("tab", "\t"), ("blanks", "  "))},
        **{f"remarks{number}.csv": _with_remarks(mark) for number, mark in enumerate("；;|\t、")},
        "unicode.txt": _separated("\t").decode().encode("utf-16"),
        "unicode32.csv": _separated(",").decode().encode("utf-32"),
        "boxed.txt": "□".join(ID).encode(),
        "keycaps.txt": "\u20e3".join(ID).encode(),
    }


def harmless():
    """The same corners with nothing in them."""
    return {
        "old_drawing.xlsx": _more(
            _sheet_rows([["产品"]]), "xl/drawings/vmlDrawing1.vml", VML.format("确定")
        ),
        "unicode.txt": "产品\t数量\n脐橙\t12".encode("utf-16"),
        **{f"{name}.docx": _word_rows(rows) for name, rows in BLANK_FORMS.items()},
        **{f"{name}.xlsx": _sheet_rows(rows) for name, rows in BLANK_FORMS.items()},
        "counts_of_months.xlsx": _sheet_rows([["箱数", *"13800138000"]]),
    }


def photo_in_pdf(photo):
    """A page that shows a JPEG as it came from a camera."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(595, 842))
        stream = document.make_stream(b"")
        stream.write(photo, filter=pikepdf.Name.DCTDecode)
        stream.stream_dict.Subtype = pikepdf.Name.Image
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=stream))
        document.save(out)
    return out.getvalue()
