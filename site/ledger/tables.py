"""Sales as files to take away: the template to fill in, one's own ledger; no cell computes."""

import csv
import io
import re
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet.datavalidation import DataValidation

from rules.vocabulary import label

from .sheets import COLUMNS, MAX_ROWS, WORDS

#: What makes a spreadsheet compute a cell, in either width, behind any blank.
FORMULA = re.compile(r"[\s\x00-\x1f\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠﹦﹢﹣﹫−]|[\t\r\n]")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
BOM = "\ufeff"
HEADINGS = [
    *(each.heading for each in COLUMNS),
    "统计季度",
    "是否计入",
    "冲正的流水号",
    "冲正原因",
]


def template_csv(numbers):
    """The empty CSV template, with one sample row for each certificate number."""
    return as_csv([each.heading for each in COLUMNS], _samples(numbers))


def template_xlsx(numbers):
    """The empty XLSX template: headings, sample rows, and lists to choose from."""
    book = Workbook()
    sheet = book.active
    sheet.title = "销售记录"
    sheet.freeze_panes = "A2"
    sheet.append([each.heading for each in COLUMNS])
    for row in _samples(numbers):
        sheet.append(row)
    for place, column in enumerate(COLUMNS):
        letter = chr(ord("A") + place)
        sheet.column_dimensions[letter].width = 18
        for row in range(2, len(numbers) + 2):
            sheet[f"{letter}{row}"].number_format = "@"
        if column.name in WORDS:
            _offer(book, sheet, letter, column)
    return _bytes(book)


def _offer(book, sheet, letter, column):
    """A drop-down of the words of ``column``, kept on a sheet of its own."""
    words = [title for _, title in WORDS[column.name]]
    lists = book["可选值"] if "可选值" in book.sheetnames else book.create_sheet("可选值")
    for row, title in enumerate([column.heading, *words], 1):
        lists[f"{letter}{row}"] = title
    rule = DataValidation(
        type="list", formula1=f"'可选值'!${letter}$2:${letter}${len(words) + 1}", allow_blank=True
    )
    rule.error = "请从列表中选择"
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{MAX_ROWS + 1}")


def _samples(numbers):
    rows = []
    for serial, number in enumerate(numbers[:3], 1):
        row = [each.sample for each in COLUMNS]
        row[0], row[1] = f"样例-{serial}（请删除本行）", number
        rows.append(row)
    return rows


def rows_of(sales):
    """The rows of the ledger under :data:`HEADINGS`; amounts in yuan."""
    return [_row(sale) for sale in sales]


def _row(sale):
    return [
        sale.external_id,
        sale.certificate.number,
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
    return f"{Decimal(fen) / 100:.2f}"


def as_csv(headings, rows):
    """CSV text with BOM and CRLF, every cell quoted; what would compute is led by an apostrophe."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return BOM + target.getvalue()


def harmless(cell):
    """``cell`` as no spreadsheet computes it; a plain negative number stays a number."""
    text = UNPRINTABLE.sub("\ufffd", cell)
    return f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text


def as_xlsx(headings, rows, *, title):
    """XLSX bytes in which every cell is text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for row in (headings, *rows):
        sheet.append([_text_cell(sheet, cell) for cell in row])
    return _bytes(book)


def _text_cell(sheet, text):
    cell = WriteOnlyCell(sheet, UNPRINTABLE.sub("\ufffd", text))
    cell.data_type, cell.number_format = "s", "@"
    return cell


def _bytes(book):
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
