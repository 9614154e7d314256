"""Sales as files to take away: the template to fill in, one's own ledger; no cell computes."""

import io
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from printing.tables import as_csv
from rules.vocabulary import label

from .sheets import COLUMNS, MAX_ROWS, WORDS

HEADINGS = [
    *(each.heading for each in COLUMNS),
    "统计季度",
    "是否计入",
    "冲正的流水号",
    "冲正原因",
]


def template_csv(numbers):
    """The empty CSV template, with one sample row for each certificate number."""
    headings = [each.heading for each in COLUMNS]
    return as_csv([dict(zip(headings, row, strict=True)) for row in _samples(numbers)], headings)


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


def records_of(sales):
    """The rows of the ledger as ``{heading: text}`` under :data:`HEADINGS`; amounts in yuan."""
    return [dict(zip(HEADINGS, _row(sale), strict=True)) for sale in sales]


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


def _bytes(book):
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
