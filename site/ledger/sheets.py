"""Files of sales: the columns, reading CSV and XLSX safely, and telling what is wrong per row."""

import csv
import io
import json
import re
import subprocess
import sys
import unicodedata
import zipfile
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from rules import vocabulary
from rules.certificate_numbers import parse_certificate_number
from rules.refusal import Refused, refuse_if

MAX_ROWS = 2000
MAX_BYTES = 2 * 1024 * 1024
#: What an honest workbook of 2 000 rows stays far below; the guard reads the directory only.
MAX_PARTS, MAX_UNPACKED, MAX_RATIO = 200, 20 * 1024 * 1024, 100
SECONDS = 20
YES = {"是": True, "否": False, "": False}


@dataclass(frozen=True)
class Column:
    """One column of the template: our field, its heading, whether it must be filled, a sample."""

    name: str
    heading: str
    is_required: bool
    sample: str


COLUMNS = (
    Column("external_id", "流水号", True, "2026-0001"),
    Column("certificate", "证书编号", True, ""),
    Column("sold_on", "销售日期", True, "2026-01-15"),
    Column("quantity", "数量", True, "20"),
    Column("unit", "单位", True, "箱"),
    Column("unit_price_fen", "单价（元）", True, "60.50"),
    Column("amount_fen", "金额（元）", False, "1210.00"),
    Column("channel", "销售渠道", True, "单位食堂采购"),
    Column("six_entry", "六进类别", False, "学校"),
    Column("buyer_type", "购买方类型", True, "学校"),
    Column("buyer_name", "购买单位", False, "示例学校"),
    Column("fund_source", "资金来源", False, "伙食经费"),
    Column("hundred_enterprises", "百企帮百村", False, "否"),
    Column("paired_village", "帮扶村", False, ""),
)
WORDS = {
    "channel": vocabulary.CHANNELS,
    "six_entry": vocabulary.SIX_ENTRIES,
    "buyer_type": vocabulary.BUYER_TYPES,
    "fund_source": vocabulary.FUND_SOURCES,
}


def read(name, data):
    """``[{"line": 2, "cells": {column: text}}]`` of an uploaded file; ``Refused`` with why not."""
    if len(data) > MAX_BYTES:
        raise Refused([f"文件超过{MAX_BYTES // (1024 * 1024)}MB"])
    lines = _workbook(data) if data.startswith(b"PK") else _text(name, data)
    filled = [(number, cells) for number, cells in enumerate(lines, 1) if any(cells)]
    if len(filled) < 2:
        raise Refused(["文件中没有销售记录"])
    if len(filled) - 1 > MAX_ROWS:
        raise Refused([f"一次最多导入{MAX_ROWS}行，请分几个文件导入"])
    places = _places(filled[0][1])
    return [
        {
            "line": number,
            "cells": {
                column: cells[place][:200] if place < len(cells) else ""
                for column, place in places.items()
            },
        }
        for number, cells in filled[1:]
    ]


def _places(headings):
    """Where each column stands, by its heading; a missing one refuses the file."""
    found = {_key(text): place for place, text in enumerate(headings)}
    missing = [
        each.heading for each in COLUMNS if each.is_required and _key(each.heading) not in found
    ]
    refuse_if([f"缺少列“{'”“'.join(missing)}”，请使用下载的模板"] if missing else [])
    return {each.name: found[_key(each.heading)] for each in COLUMNS if _key(each.heading) in found}


def _key(text):
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _text(name, data):
    if not name.lower().endswith(".csv") or b"\0" in data:
        raise Refused(["只接受 XLSX 或 CSV 文件，请使用下载的模板"])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError as error:
            raise Refused(["不能识别文件的文字编码，请另存为 UTF-8 的 CSV"]) from error
    try:
        return [[_clean(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""))]
    except csv.Error as error:
        raise Refused(["CSV 文件格式不正确，请使用下载的模板"]) from error


def _workbook(data):
    """The first sheet as text, read in a child process with limits of its own."""
    refuse_if(reasons_against_workbook(data))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "ledger.reading", str(MAX_ROWS + 1000)],
            input=data,
            cwd=Path(__file__).resolve().parents[1],
            capture_output=True,
            timeout=SECONDS,
            check=True,
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        )
        lines = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise Refused(["工作簿不能读取，请使用下载的模板重新填写"]) from error
    return [[_clean(cell) for cell in row] for row in lines]


def reasons_against_workbook(data):
    """Why a zip is no honest workbook, from its directory alone: nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return ["文件已损坏，不能打开"]
    names = {part.filename for part in parts}
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or unpacked / packed > MAX_RATIO:
        return ["文件展开后过大，请使用下载的模板重新填写"]
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return ["文件含有宏，请另存为不含宏的工作簿"]
    return [] if "xl/workbook.xml" in names else ["只接受 XLSX 或 CSV 文件，请使用下载的模板"]


def _clean(cell):
    """One cell as text: an apostrophe that kept a formula harmless is taken off again."""
    text = "".join(ch for ch in str(cell) if ch == "\t" or ord(ch) >= 32).strip()
    return text[1:] if text[:1] == "'" else text


def parsed(row):
    """A row of :func:`read` as ``judge_rows`` takes it: columns of a sale, and what is wrong."""
    cells, reasons = row["cells"], []

    def take(name, convert, empty=None):
        text = cells.get(name, "")
        if not text:
            return empty
        try:
            return convert(text)
        except ValueError as error:
            reasons.append(str(error))
            return empty

    sale = {
        "certificate": take("certificate", lambda text: str(parse_certificate_number(text)), ""),
        "external_id": cells.get("external_id", ""),
        "sold_on": take("sold_on", _day),
        "quantity": take("quantity", lambda text: _number(text, "数量")),
        "unit": cells.get("unit", ""),
        "unit_price_fen": take("unit_price_fen", lambda text: _fen(text, "单价")),
        "amount_fen": take("amount_fen", lambda text: _fen(text, "金额")),
        "buyer_name": cells.get("buyer_name", ""),
        "hundred_enterprises": take("hundred_enterprises", _yes, False),
        "paired_village": cells.get("paired_village", ""),
    }
    for name, choices in WORDS.items():
        sale[name] = take(
            name, lambda text, name=name, choices=choices: _word(name, choices, text), ""
        )
    sale["fund_source"] = sale["fund_source"] or "market"
    return {"line": row["line"], "reasons": reasons, **sale}


def _day(text):
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 0?0:00(?::00)?)?", text)
    try:
        return date(*map(int, found.groups()))
    except (AttributeError, ValueError):
        raise ValueError(f"销售日期“{text}”不正确，应如 2026-01-15") from None


def _number(text, title):
    try:
        number = Decimal(unicodedata.normalize("NFKC", text).replace(",", ""))
    except InvalidOperation:
        raise ValueError(f"{title}“{text}”不是数字") from None
    if not number.is_finite() or abs(number) >= 10**12:
        raise ValueError(f"{title}“{text}”超出范围")
    return number


def _fen(text, title):
    fen = _number(text, title) * 100
    if fen != int(fen):
        raise ValueError(f"{title}“{text}”最多两位小数")
    return int(fen)


def _yes(text):
    if text not in YES:
        raise ValueError("百企帮百村请填“是”或“否”")
    return YES[text]


def _word(name, choices, text):
    """A word by its Chinese, or as it is stored."""
    for word, title in choices:
        if text in (word, title):
            return word
    heading = next(each.heading for each in COLUMNS if each.name == name)
    raise ValueError(f"{heading}“{text}”不在列表中")
