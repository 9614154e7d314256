"""Files of sales, CSV and XLSX, read safely: where the table begins, and its rows as text."""

import codecs
import csv
import io
import json
import re
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path

from rules import inputs
from rules.refusal import Refused, refuse_if

from .columns import COLUMNS, places
from .policies import AS_TEXT

MAX_ROWS = 2000
MAX_BYTES = 2 * 1024 * 1024
#: What an honest workbook of 2 000 rows stays far below; the guard reads the directory only.
MAX_PARTS, MAX_UNPACKED, MAX_RATIO = 200, 20 * 1024 * 1024, 100
#: What one of 100 000 rows stays below.
MAX_UNPACKED_LARGE = 400 * 1024 * 1024
SECONDS = 20
#: Titles, units and remarks stand above the headings; so far down they are looked for.
HEADINGS_WITHIN = 10
#: What the first filled cell of a row says that is no sale: sums, and who signed the sheet.
NO_SALE = re.compile(
    "(本[页月季年])?(合计|总计|小计|共计|累计)|(填表|制表|填报|审核|经办|负责)(人|单位)|备?注:"
)
OLD_WORKBOOK = (
    "文件是旧版（.xls）的工作簿，或者设了打开密码；"
    "请用 Excel 或者 WPS 打开，去掉密码，另存为 XLSX 后上传"
)
NOT_OURS = "只接受 XLSX 或 CSV 文件，请使用下载的模板"
AGAIN = "请用 Excel 或者 WPS 打开后另存为 XLSX 上传"


#: As shops export a number that no spreadsheet is to shorten, and as one shortens the others.
AS_FORMULA = re.compile(r'^="([^"]*)"$')
SHORTENED = re.compile(r"[0-9](?:\.[0-9]+)?E\+[0-9]+", re.IGNORECASE)
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: What may part the cells of a line; and a cell in quotes, in which it parts nothing.
MARKS = ",\t;，；|"
QUOTED = re.compile(rf'(?<![^{MARKS}\r\n])"(?:[^"]|"")*(?:"|\Z)')


class Cell(str):
    """A cell's text; ``label``: how the sheet shows the number; ``is_cut``: digits are lost."""

    label, is_cut, is_1904 = "", False, False


def read(name, data, own=None):
    """``[{"line": 2, "cells": {column: text}}]`` of an uploaded file; ``Refused`` with why not.

    ``own``: ``{column: heading}`` as the holder's own files call the columns. A row may carry
    ``reasons`` against what is in it, or ``skip``: why it is no sale at all.
    """
    if len(data) > MAX_BYTES:
        raise Refused([f"文件超过{MAX_BYTES // (1024 * 1024)}MB"])
    is_1904, lines = _workbook(data) if is_zip(data) else (False, _text(name, data))
    numbered = [(line, cells) for line, cells in enumerate(lines, 1) if any(cells)]
    if len(numbered) < 2:
        raise Refused(["文件中没有销售记录"])
    first, columns = _headings(numbered, own)
    rows = [_row(line, cells, columns, is_1904) for line, cells in numbered[first + 1 :]]
    rows = [row for row in rows if row.get("skip") or any(row["cells"].values())]
    if len(rows) > MAX_ROWS:
        raise Refused([f"一次最多导入{MAX_ROWS}行，请分几个文件导入"])
    if all(row.get("skip") for row in rows):
        raise Refused(["文件中没有销售记录"])
    return rows


def _headings(numbered, own):
    """Which of the first lines is the headings', and where each column stands there."""
    options = [places(cells, own) for _, cells in numbered[:HEADINGS_WITHIN]]
    best = max(range(len(options)), key=lambda number: len(options[number]))
    missing = [
        each.heading for each in COLUMNS if each.is_required and each.name not in options[best]
    ]
    if missing:
        raise Refused([_advice(missing, numbered[best][1])])
    return best, options[best]


def _advice(missing, cells):
    """What is missing, what the file has instead, and the two ways out."""
    there = "、".join(f"“{each[:20]}”" for each in filter(None, cells))
    return (
        f"缺少列“{'”“'.join(missing)}”，请使用下载的模板；自己的台账列名不同的，"
        f"先在下面“本单位的列名”中对应一次。文件中的列有{there[:200]}"
    )


def _row(line, cells, columns, is_1904):
    """One line of the table: text by column, and what is to be said of it as it stands."""
    own = {
        column: cells[place] if place < len(cells) else Cell() for column, place in columns.items()
    }
    row = {"line": line, "cells": {column: _as_shown(column, cell) for column, cell in own.items()}}
    opening = next(cell for cell in cells if cell)
    if not own["certificate"] and NO_SALE.match(inputs.plain(opening)):
        return {**row, "skip": f"“{opening[:20]}”行不是销售记录，已跳过"}
    if own["external_id"].is_cut:
        row["reasons"] = [f"流水号以数字存放，超过15位，末几位已经丢失；{AS_TEXT}"]
    if is_1904 and inputs.SERIAL.fullmatch(own["sold_on"]):
        row["cells"]["sold_on"] = _macintosh(own["sold_on"])
    return row


def _as_shown(column, cell):
    """The number of a slip with the zeros that the sheet shows; else the value itself."""
    return str(cell.label if column == "external_id" and cell.label else cell)[:200]


def _macintosh(serial):
    try:
        return f"{inputs.day(serial, is_1904=True)}"
    except ValueError:
        return str(serial)  # told as wrong where the row is judged


def _text(name, data):
    if reason := reason_against_text(name.lower(), data):
        raise Refused([reason])
    try:
        text = data.decode("utf-16" if data.startswith(UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError as error:
            raise Refused(["不能识别文件的文字编码，请另存为 UTF-8 的 CSV"]) from error
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark_of(text))
        return [[clean(cell) for cell in row] for row in rows]
    except csv.Error as error:
        raise Refused(["CSV 文件格式不正确，请使用下载的模板"]) from error


def mark_of(text):
    """What parts the cells: the mark in the first line that has one as most lines below it do.

    A title or a remark above has marks that the table has not, and a cell some that the headings
    have not. Where two would do, it is the one that stands equally often; else the comma.
    """
    lines = QUOTED.sub("", text).split("\n", HEADINGS_WITHIN)[:HEADINGS_WITHIN]
    counts = [{mark: line.count(mark) for mark in MARKS} for line in lines if line.strip()]
    for number, heading in enumerate(counts):
        below = counts[number + 1 :]
        fits = [mark for mark in MARKS if heading[mark] and _is_in_most(mark, below)]
        if fits:
            return max(fits, key=lambda mark: _likeness(mark, heading, below))
    return ","


def _is_in_most(mark, lines):
    return sum(bool(line[mark]) for line in lines) * 2 > len(lines)


def _likeness(mark, heading, lines):
    """In how many of the lines the mark stands as often as in the heading; and how often."""
    return sum(line[mark] == heading[mark] for line in lines), heading[mark]


def reason_against_text(name, data):
    """Why a file that is no modern workbook is no CSV either: what it is, and what to do."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return OLD_WORKBOOK
    if name.endswith((".xls", ".xlsx")):
        return f"文件内容不是 Excel 工作簿，{AGAIN}" if data else "文件中没有销售记录"
    is_text = b"\0" not in data or data.startswith(UTF_16)
    return "" if name.endswith(".csv") and is_text else NOT_OURS


def _workbook(data):
    """``(is_1904, lines)`` of the first sheet, read in a child process with limits of its own."""
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
        book = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise Refused(["工作簿不能读取，请使用下载的模板重新填写"]) from error
    return book["is_1904"], [[clean(cell) for cell in line] for line in book["lines"]]


def is_zip(data):
    return data.startswith(b"PK")


def reasons_against_large_workbook(data):
    """The same for a workbook of a unit's many rows."""
    return reasons_against_workbook(data, most=MAX_UNPACKED_LARGE)


def reasons_against_workbook(data, *, most=MAX_UNPACKED):
    """Why a zip is no honest workbook, from its directory alone: nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return ["文件已损坏，不能打开"]
    names = {part.filename for part in parts}
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if len(parts) > MAX_PARTS or unpacked > most or unpacked / packed > MAX_RATIO:
        return ["文件展开后过大，请使用下载的模板重新填写"]
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return ["文件含有宏，请另存为不含宏的工作簿"]
    return [] if "xl/workbook.xml" in names else [NOT_OURS]


def clean(value):
    """One cell as text, without what is not seen.

    An apostrophe that kept a formula harmless, and ``="…"`` around a number, are taken off again.
    """
    value = value if isinstance(value, dict) else {"text": value}
    text = "".join(filter(_is_seen, str(value["text"]))).strip()
    text = AS_FORMULA.sub(r"\1", text[1:] if text[:1] == "'" else text)
    cell = Cell(text)
    cell.label = value.get("label", "")
    cell.is_cut = value.get("is_cut", False) or bool(SHORTENED.fullmatch(text))
    return cell


def _is_seen(character):
    if character.isascii():
        return character == "\t" or character >= " "
    return unicodedata.category(character) not in {"Cf", "Cc"}
