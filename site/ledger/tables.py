"""Sales as files to take away: the template, wrong rows to mend, the ledger; no cell computes."""

import io

from printing.characters import printable
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
#: Of rows that were refused every cell stays what it is, also after somebody edits it.
AS_TEXT = {each.name: "@" for each in COLUMNS}
MISTAKES = ["原来的行号", "有误之处", *(each.heading for each in COLUMNS)]


def template_csv(entries):
    """The empty CSV template, with sample rows for the first of ``entries``, our certificates."""
    headings = [each.heading for each in COLUMNS]
    return as_csv([dict(zip(headings, row, strict=True)) for row in _samples(entries)], headings)


def template_xlsx(entries):
    """The empty XLSX template: headings, sample rows, and lists that let nothing else in."""
    headings = [each.heading for each in COLUMNS]
    return _to_fill_in("销售记录", [headings, *_samples(entries)], entries, FORMATS)


def mistakes_xlsx(answers, rows, entries):
    """The wrong rows of a file as text, each with what to mend, and the template's lists."""
    mistakes = [[*each.values()] for each in mistakes_of(answers, rows)]
    return _to_fill_in("有误的行", [MISTAKES, *mistakes], entries, AS_TEXT)


def _to_fill_in(title, rows, entries, formats):
    """A workbook of ``rows`` whose last columns are :data:`COLUMNS`, with lists to choose from."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = title
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([printable(f"{cell}") if cell else None for cell in row])
    lists, before = book.create_sheet(LISTS), len(rows[0]) - len(COLUMNS)
    for place, column in enumerate(COLUMNS):
        letter, own = chr(ord("A") + before + place), chr(ord("A") + place)
        _format(sheet, letter, formats.get(column.name, "General"))
        words = _choices(column.name, entries)
        if words:
            _offer(sheet, lists, letter, own, [column.heading, *words])
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


def _offer(sheet, lists, letter, own, words):
    """A drop-down of the words under a heading, kept in column ``own`` of a sheet of its own."""
    for row, word in enumerate(words, 1):
        lists[f"{own}{row}"] = word
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(
        type="list", formula1=f"'{LISTS}'!${own}$2:${own}${len(words)}", allow_blank=True
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
