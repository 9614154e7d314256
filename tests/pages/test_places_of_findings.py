"""The gate says where something is as who looks for it would: in the file, not in its parts."""

import io

import pytest
from docx import Document
from openpyxl import Workbook
from openpyxl.comments import Comment
from tests.support.gate_corpus import BOX, ID, MOBILE, _docx_part

from pages.privacy.answers import examine

LIST = [["姓名", "年龄"], ["张示例", "44"], ["李示例", "33"]]
IS_LIST = "含有个人名册，不得公开：“张某某”"
IS_NUMBER = "含有个人信息，不得公开：154****0001（手机号码）"


def word(change):
    document, out = Document(), io.BytesIO()
    change(document)
    document.save(out)
    return out.getvalue()


def book(change):
    made, out = Workbook(), io.BytesIO()
    made.active.title = "台账"
    change(made.active)
    made.save(out)
    return out.getvalue()


def fill(table, rows):
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def lines(document):
    """A list in lines, with a blank one that nobody counts."""
    for text in ("\t".join(LIST[0]), "", *("\t".join(row) for row in LIST[1:])):
        document.add_paragraph(text)


def head(document):
    document.sections[0].header.paragraphs[0].text = f"联系{MOBILE}"


def foot(document):
    document.sections[0].footer.paragraphs[0].text = f"联系{MOBILE}"


def second_table(document):
    document.add_paragraph("台账")
    document.add_table(1, 1)
    fill(document.add_table(2, 2), [["产品", "电话"], ["脐橙", MOBILE]])


def nested(document):
    outer = document.add_table(2, 2)
    fill(outer.cell(1, 1).add_table(3, 2), LIST)


def remark(document):
    run = document.add_paragraph().add_run("产品")
    document.add_comment(run, text=f"问{MOBILE}", author="编辑")


def cell(sheet):
    sheet["C7"] = f"联系{MOBILE}"


def far_list(sheet):
    for down, row in enumerate(LIST, 10):
        for across, text in enumerate(row, 27):
            sheet.cell(down, across, text)


def remark_at_cell(sheet):
    sheet["B3"] = "产品"
    sheet["B3"].comment = Comment(f"问{MOBILE}", "编辑")


def head_of_sheet(sheet):
    sheet["A1"] = "产品"
    sheet.oddHeader.center.text = f"联系{MOBILE}"


FILES = {
    "head.xlsx": (
        book(head_of_sheet),
        f"工作表“台账”的页眉页脚、公式或者输入提示：{IS_NUMBER}",
    ),
    "lines.docx": (word(lines), f"正文第2段：{IS_LIST}"),
    "head.docx": (word(head), f"页眉第1段：{IS_NUMBER}"),
    "foot.docx": (word(foot), f"页脚第1段：{IS_NUMBER}"),
    "table.docx": (word(second_table), f"第2个表格第2行第2列：{IS_NUMBER}"),
    "nested.docx": (word(nested), f"第1个表格第2行第2列中的表格第2行第1列：{IS_LIST}"),
    "remark.docx": (word(remark), f"批注第1段：{IS_NUMBER}"),
    "box.docx": (_docx_part(f"联系{MOBILE}", "word/header9.xml", BOX), f"页眉文本框：{IS_NUMBER}"),
    "cell.xlsx": (book(cell), f"工作表“台账”单元格C7：{IS_NUMBER}"),
    "list.xlsx": (book(far_list), f"工作表“台账”单元格AA11：{IS_LIST}"),
    "remark.xlsx": (book(remark_at_cell), f"单元格B3的批注：{IS_NUMBER}"),
    "list.csv": ("\n".join(";".join(row) for row in LIST).encode(), f"第2行第1列：{IS_LIST}"),
    "list.txt": ("\n".join("  ".join(row) for row in LIST).encode(), f"第2行：{IS_LIST}"),
    "lines.txt": (
        f"通知\n证号{ID[:9]}\n{ID[9:]}".encode(),
        "第2行起分在几行的文字：含有个人信息，不得公开：3****************5",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_finding_is_told_once_and_where_it_stands(name):
    data, sentence = FILES[name]
    [reason] = examine(name, data).reasons
    assert reason.startswith(sentence)
