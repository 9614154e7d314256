"""A unit's file as rows of text, a stretch at a time: CSV, XLSX or JSON, 100 000 rows at most.

The lines are drawn one by one, so that memory is that of the bytes and of one stretch.
"""

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from threading import Timer

from rules import inputs
from rules.amounts import plain_yuan
from rules.refusal import Refused, refuse_if

from .columns import EXCHANGE_NAMES
from .columns import heading_key as key
from .sheets import (
    AS_TEXT,
    HEADINGS_WITHIN,
    NO_SALE,
    NOT_OURS,
    UTF_16,
    Cell,
    clean,
    is_zip,
    mark_of,
    reason_against_text,
    reasons_against_large_workbook,
)

MAX_ROWS = 100_000
MAX_BYTES = 30 * 1024 * 1024
SECONDS = 240
BETWEEN = re.compile(r"[\s,]*")
DECODER = json.JSONDecoder()
ENCODINGS = ("utf-8-sig", "gb18030")
#: Of so much of a text the first lines are made, which say what parts its cells.
FIRST_CHARACTERS = 20_000
NOT_JSON = "JSON 文件应为记录的列表，每条记录为名称和值"


def lines_of(name, data, *, most=MAX_ROWS + 1):
    """``(number, cells)`` of every line that is not empty; the cells of JSON are a dictionary.

    ``most``: how many lines of a workbook its reader looks at below the headings.

    Raises ``Refused`` at the first line that shows that the file cannot be read.
    """
    if name.lower().endswith(".json"):
        return _json_lines(data)
    return _workbook_lines(data, most) if is_zip(data) else _csv_lines(name, data)


def headings_of(name, data):
    """``(line, headings)`` of the file: the first of ten lines with most filled cells."""
    first = []
    for number, cells in lines_of(name, data, most=1):
        if isinstance(cells, dict):
            return 0, list(cells)
        first.append((number, [str(cell) for cell in cells]))
        if len(first) == HEADINGS_WITHIN:
            break
    if len(first) < 2:
        raise Refused(["文件中没有记录"])
    return max(first, key=lambda line: (sum(map(bool, line[1])), -line[0]))


def suggested_mapping(columns, headings, remembered):
    """``{column: heading}``: as the unit mapped it before, else by name in any spelling."""
    keys = {key(text): text for text in reversed(headings)}
    exchange = {EXCHANGE_NAMES.get(text, text): text for text in headings}
    mapping = {}
    for name, heading in columns:
        before = remembered.get(name)
        if before in headings:
            mapping[name] = before
        elif key(heading) in keys:
            mapping[name] = keys[key(heading)]
        elif name in exchange:
            mapping[name] = exchange[name]
    return mapping


def rows_of(name, data, mapping, *, number_column, day_columns=(), headings_line=0, headings=()):
    """``{"line", "cells": {column: text}}`` of each row; some with ``reasons`` or ``skip``."""
    places = {column: list(headings).index(text) for column, text in mapping.items()}
    for number, cells in lines_of(name, data):
        if isinstance(cells, dict):
            yield {"line": number, "cells": {to: cells.get(at, "") for to, at in mapping.items()}}
        elif number > headings_line:
            own = {to: cells[at] if at < len(cells) else Cell() for to, at in places.items()}
            if any(own.values()):
                yield _row(number, cells, own, number_column, day_columns)


def _row(line, cells, own, number_column, day_columns):
    number = own.get(number_column, Cell())
    row = {"line": line, "cells": {name: str(cell)[:400] for name, cell in own.items()}}
    opening = next(cell for cell in cells if cell)
    if not number and NO_SALE.match(inputs.plain(opening)):
        return {**row, "skip": f"“{opening[:20]}”行不是记录，已跳过"}
    if getattr(number, "label", ""):
        row["cells"][number_column] = number.label
    if getattr(number, "is_cut", False):
        row["reasons"] = [f"编号以数字存放，超过15位，末几位已经丢失；{AS_TEXT}"]
    for name in day_columns if getattr(own.get(number_column), "is_1904", False) else ():
        if inputs.SERIAL.fullmatch(own.get(name, "")):
            row["cells"][name] = f"{inputs.day(own[name], is_1904=True)}"
    return row


def _csv_lines(name, data):
    refuse_if([reason] if (reason := reason_against_text(name.lower(), data)) else [])
    text = io.TextIOWrapper(io.BytesIO(data), encoding=_encoding(data), newline="")
    try:
        mark = mark_of(text.read(FIRST_CHARACTERS))
        text.seek(0)
        for number, row in enumerate(csv.reader(text, delimiter=mark), 1):
            cells = [clean(cell) for cell in row]
            if any(cells):
                yield number, cells
    except csv.Error as error:
        raise Refused(["CSV 文件格式不正确"]) from error


def _encoding(data):
    for encoding in ("utf-16",) if data.startswith(UTF_16) else ENCODINGS:
        try:
            for start in io.TextIOWrapper(io.BytesIO(data), encoding=encoding):
                del start
            return encoding
        except UnicodeDecodeError:
            continue
    raise Refused(["不能识别文件的文字编码，请另存为 UTF-8 的 CSV"])


def _workbook_lines(data, most):
    """The first sheet, read in a child with limits of its own, which writes a line for each row."""
    refuse_if(reasons_against_large_workbook(data))
    command = [sys.executable, "-m", "ledger.reading", str(most + HEADINGS_WITHIN), "lines"]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).resolve().parents[1],
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
    ) as child:
        limit = Timer(SECONDS, child.kill)
        limit.start()
        try:
            child.stdin.write(data)
            child.stdin.close()
            yield from _lines_of_child(child.stdout)
        except (OSError, ValueError) as error:
            raise Refused(["工作簿不能读取，请另存为 XLSX 后上传"]) from error
        finally:
            limit.cancel()
            child.kill()


def _lines_of_child(stdout):
    is_1904 = json.loads(stdout.readline())["is_1904"]
    for number, line in enumerate(stdout, 1):
        cells = [clean(cell) for cell in json.loads(line)]
        for cell in cells:
            cell.is_1904 = is_1904
        if any(cells):
            yield number, cells


def _json_lines(data):
    """The records of a JSON list, one after the other; a reversal's ``corrects`` becomes a slip."""
    serials = {}
    for number, record in enumerate(_records(data), 1):
        if "id" in record and "external_id" in record:
            serials[record["id"]] = record["external_id"]
        cells = {name: _cell(name, value) for name, value in record.items()}
        if record.get("corrects"):
            cells["corrects"] = serials.get(record["corrects"], str(record["corrects"]))
        if any(cells.values()):
            yield number, cells


def _records(data):
    try:
        text, place = data.decode("utf-8-sig").strip(), 1
        if not text.startswith("["):
            raise Refused([NOT_JSON])
        while (place := BETWEEN.match(text, place).end()) < len(text) and text[place] != "]":
            record, place = DECODER.raw_decode(text, place)
            if not isinstance(record, dict):
                raise Refused([NOT_JSON])
            yield record
    except ValueError as error:
        raise Refused([NOT_JSON]) from error


def _cell(name, value):
    """A value as it would stand in a sheet: amounts in yuan, yes and no in words."""
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if name.endswith("_fen") and isinstance(value, int):
        return plain_yuan(value)
    return clean(f"{value}")


__all__ = ["MAX_BYTES", "MAX_ROWS", "NOT_OURS", "headings_of", "rows_of", "suggested_mapping"]
