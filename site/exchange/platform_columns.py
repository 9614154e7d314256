"""What the columns of a platform's files are called, and what a row of one says."""

from dataclasses import dataclass

from ledger import file_rows
from ledger.columns import heading_key
from rules import inputs
from rules.refusal import Refused
from rules.sales import quarter
from rules.vocabulary import PRODUCT


@dataclass(frozen=True)
class PlatformColumn:
    """One column: our word, what platforms call it, how a cell is read (None: as text)."""

    name: str
    headings: tuple
    read: object = None

    @property
    def title(self):
        return self.headings[0]


NUMBER = PlatformColumn("number", ("证书编号", "目录编号", f"{PRODUCT}编号"))
NAME = PlatformColumn("name", ("产品名称", "商品名称", "品名"))
HOLDER = PlatformColumn(
    "holder",
    ("单位名称", "供应商名称", "经营主体名称", "企业名称", "供应商", "经营主体", "申请单位"),
)
COUNTY = PlatformColumn("county", ("县", "区县", "县区", "县（市、区）", "所在县", "供应商所在县"))
COLUMNS = {
    "catalog": (
        NUMBER,
        NAME,
        HOLDER,
        COUNTY,
        PlatformColumn("spec", ("规格", "销售规格", "包装规格")),
        PlatformColumn("price_fen", ("参考价格", "价格", "单价", "销售价格"), inputs.fen),
    ),
    "sales": (
        NUMBER,
        NAME,
        HOLDER,
        COUNTY,
        PlatformColumn("order", ("订单号", "订单编号", "流水号")),
        PlatformColumn("sold_on", ("销售日期", "订单日期", "交易日期", "下单日期"), inputs.day),
        PlatformColumn("amount_fen", ("金额", "交易额", "销售额", "订单金额"), inputs.fen),
    ),
}
NEEDED = {"catalog": (), "sales": ("sold_on", "amount_fen")}


class ColumnsMissing(Refused):
    """Too few ``headings`` are known; somebody may say which of them is which column."""

    def __init__(self, reasons, headings):
        super().__init__(reasons)
        self.headings = headings


def rows_of(kind, name, data, remembered=None):
    """``{"line", column: value, "reasons", "cells"}`` of every row; ``Refused`` with why not.

    ``remembered``: ``{column: heading}`` as an officer named them for this platform before.
    """
    line, headings = file_rows.headings_of(name, data)
    mapping = mapping_of(kind, headings, remembered or {})
    if missing := missing_columns(kind, mapping):
        raise ColumnsMissing([f"文件中没有列：{missing}"], [text for text in headings if text])
    own = [column for column in COLUMNS[kind] if column.name in mapping]
    rows = file_rows.rows_of(
        name,
        data,
        mapping,
        number_column="number" if "number" in mapping else "name",
        day_columns=("sold_on",),
        headings_line=line,
        headings=headings,
    )
    for number, row in enumerate(rows, 1):
        if number > file_rows.MAX_ROWS:
            raise Refused([f"一个文件最多{file_rows.MAX_ROWS}行，请分开上传"])
        if not row.get("skip"):
            yield _row(row, own)


def mapping_of(kind, headings, remembered):
    """``{column: heading}`` of the columns that ``headings`` has; what was named goes first."""
    keys = {heading_key(text): text for text in reversed(headings) if text}
    chosen = {name: text for name, text in remembered.items() if text in headings}
    mapping = {}
    for column in COLUMNS[kind]:
        names = [heading_key(text) for text in column.headings]
        matches = (keys[each] for each in names if each in keys)
        at = chosen.get(column.name) or next(
            (text for text in matches if text not in chosen.values()), None
        )
        if at is not None:
            mapping[column.name] = at
    return mapping


def missing_columns(kind, mapping):
    """In words, what a file needs to be held against the catalogue and ledger; empty: nothing."""
    missing = [] if "number" in mapping or {"name", "holder"} <= mapping.keys() else [NAME, HOLDER]
    missing += [
        each for each in COLUMNS[kind] if each.name in NEEDED[kind] and each.name not in mapping
    ]
    return "；".join(
        f"{each.title}（也可以写作{'、'.join(each.headings[1:])}）" for each in missing
    )


def _row(row, columns):
    cells = row["cells"]
    read = {"line": row["line"], "cells": cells, "reasons": list(row.get("reasons", []))}
    for column in columns:
        text = cells.get(column.name, "").strip()
        try:
            read[column.name] = (
                column.read(text, title=column.title) if column.read and text else text
            )
        except ValueError as error:
            read[column.name] = ""
            read["reasons"].append(str(error))
    if read.get("sold_on"):
        read["quarter"] = quarter(read["sold_on"])
    return read
