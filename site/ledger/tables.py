"""Sales as files to take away: the template, wrong rows to mend, the ledger; no cell computes."""

import io

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from printing.tables import as_csv
from rules.amounts import plain_yuan
from rules.vocabulary import label

from .columns import COLUMNS, WORDS
from .policies import SAMPLE
from .sheets import MAX_ROWS

HEADINGS = [
    *(each.heading for each in COLUMNS),
    "统计季度",
    "是否计入",
    "冲正的流水号",
    "冲正原因",
]
#: Whole columns as text, so that a spreadsheet cuts no long number; days as people read them.
FORMATS = {"external_id": "@", "certificate": "@", "sold_on": "yyyy-mm-dd"}
LISTS = "可选值"
MISTAKES = ["原来的行号", "有误之处", *(each.heading for each in COLUMNS)]


def template_csv(entries):
    """The empty CSV template, with sample rows for the first of ``entries``, our certificates."""
    headings = [each.heading for each in COLUMNS]
    return as_csv([dict(zip(headings, row, strict=True)) for row in _samples(entries)], headings)


def template_xlsx(entries):
    """The empty XLSX template: headings, sample rows, and lists that let nothing else in."""
    book = Workbook()
    sheet = book.active
    sheet.title = "销售记录"
    sheet.freeze_panes = "A2"
    sheet.append([each.heading for each in COLUMNS])
    for row in _samples(entries):
        sheet.append(row)
    lists = book.create_sheet(LISTS)
    for place, column in enumerate(COLUMNS):
        letter = chr(ord("A") + place)
        _format(sheet, letter, FORMATS.get(column.name, "General"))
        words = _choices(column.name, entries)
        if words:
            _offer(sheet, lists, letter, [column.heading, *words])
    _name_products(lists, entries)
    for cell in (cell for part in book for row in part for cell in row if cell.value):
        cell.data_type = "s"  # a name that begins with = is a name
    return _bytes(book)


def _format(sheet, letter, number_format):
    """The whole column, rows that nobody has filled yet included."""
    sheet.column_dimensions[letter].width = 18
    sheet.column_dimensions[letter].number_format = number_format
    for cell in sheet[letter]:
        cell.number_format = number_format


def _choices(name, entries):
    if name == "certificate":
        return [entry.number for entry in entries]
    return [title for _, title in WORDS.get(name, ())]


def _offer(sheet, lists, letter, words):
    """A drop-down of the words under a heading, kept on a sheet of its own."""
    for row, word in enumerate(words, 1):
        lists[f"{letter}{row}"] = word
    rule = DataValidation(
        type="list", formula1=f"'{LISTS}'!${letter}$2:${letter}${len(words)}", allow_blank=True
    )
    rule.showErrorMessage = True  # without it anything is let through
    rule.errorTitle, rule.error = words[0], "请从列表中选择"
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{MAX_ROWS + 1}")


def _name_products(lists, entries):
    """Beside each certificate number what it is the number of."""
    for row, text in enumerate(["产品名称", *map(_product, entries)], 1):
        lists[f"C{row}"] = text
    for letter, width in (("B", 24), ("C", 36)):
        lists.column_dimensions[letter].width = width


def _product(entry):
    return f"{entry.product}"


def _samples(entries):
    rows = []
    for serial, entry in enumerate(entries[:3], 1):
        row = {each.name: each.sample for each in COLUMNS}
        row |= {"external_id": f"{SAMPLE}-{serial}（请删除本行）", "certificate": entry.number}
        rows.append([*{**row, "product": _product(entry)}.values()])
    return rows


def mistakes_of(answers, rows):
    """The wrong rows of a file as they stand in it, each with what to mend: :data:`MISTAKES`."""
    cells = {row["line"]: row["cells"] for row in rows}
    return [
        {
            MISTAKES[0]: answer.line,
            MISTAKES[1]: "；".join(answer.reasons),
            **{each.heading: cells[answer.line].get(each.name, "") for each in COLUMNS},
        }
        for answer in answers
        if answer.state == "wrong"
    ]


def records_of(sales):
    """The rows of the ledger as ``{heading: text}`` under :data:`HEADINGS`; amounts in yuan."""
    return [dict(zip(HEADINGS, _row(sale), strict=True)) for sale in sales]


def _row(sale):
    return [
        sale.external_id,
        sale.certificate.number,
        _product(sale.certificate),
        f"{sale.sold_on}",
        f"{sale.quantity.normalize():f}",
        sale.unit,
        _yuan(sale.unit_price_fen),
        _yuan(sale.amount_fen),
        *(
            label(WORDS[name], getattr(sale, name)) if getattr(sale, name) else ""
            for name in ("channel", "six_entry", "buyer_type")
        ),
        sale.buyer_name,
        sale.get_fund_source_display(),
        "是" if sale.hundred_enterprises else "否",
        sale.paired_village,
        sale.booked_quarter,
        sale.get_flag_display() or "计入",
        sale.reverses.external_id if sale.reverses else "",
        sale.reverse_reason,
    ]


def _yuan(fen):
    return plain_yuan(fen)


def _bytes(book):
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
