"""The application form as a Word file, for who must fill a line by hand or keeps papers so."""

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from applications.printed import form_title
from printing.characters import printable
from printing.word import blank, to_bytes

from . import paper_form


def word_bytes(application, items, ruleset, printed):
    """The bytes of the form: the same headings, order and rows as the PDF."""
    document = blank(title=form_title(), author=ruleset.office.official_name, points=14)
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        section.top_margin = section.bottom_margin = Cm(2.2)
    _title(document)
    _head(document, application)
    _table(document, paper_form.rows(items))
    _benefits(document, items)
    _promise(document, application, ruleset)
    _foot(document, paper_form.trace(application, printed))
    return to_bytes(document)


def _title(document):
    line = document.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = line.add_run(form_title())
    run.bold, run.font.size = True, Pt(22)


def _head(document, application):
    applicant = application.applicant
    for words in (
        (("经营主体名称：", applicant.name),),
        (("统一信用证代码（身份证号码）：", applicant.credit_code),),
        (("地址：", applicant.domicile),),
        (("联系电话：", application.phone), ("电子信箱：", application.email)),
    ):
        line = document.add_paragraph()
        for label, value in words:
            line.add_run(label)
            line.add_run(printable(f"　{value}　")).underline = True
            line.add_run("　")


def _table(document, rows):
    table = document.add_table(rows=1, cols=len(paper_form.COLUMNS), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for cell, title in zip(table.rows[0].cells, paper_form.COLUMNS, strict=True):
        _write(cell, title)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _write(cell, text)


def _write(cell, text):
    line = cell.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.add_run(printable(text)).font.size = Pt(10.5)


def _benefits(document, items):
    document.add_paragraph()
    document.add_paragraph("带贫减贫机制及成效：")
    for text in paper_form.benefits(items):
        line = document.add_paragraph(printable(text))
        line.paragraph_format.first_line_indent = Pt(28)


def _promise(document, application, ruleset):
    statement = "声明：本单位未雇用建档立卡贫困劳动力，且不是合作社。"
    for text in (ruleset.commitment_text, statement if application.no_roster_statement else ""):
        if text:
            document.add_paragraph(printable(text)).paragraph_format.first_line_indent = Pt(28)
    document.add_paragraph()
    document.add_paragraph("签名：　　　　　　　　　　　　　　　日期：　　　　年　　月　　日")
    document.add_paragraph("（加盖单位公章）")


def _foot(document, text):
    line = document.sections[0].footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.add_run(printable(text)).font.size = Pt(9)
