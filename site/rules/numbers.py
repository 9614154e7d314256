"""Numbers that an office gives: documents, applications, notices and batches.

Sources: 党政机关公文格式 GB/T 9704-2012 (发文字号: year in full inside 〔〕, serial without
leading zeros and without 第); requirements §4.4, §6.2.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

OPENING, CLOSING = "[(【{《<〈", "])】}》>〉"
BRACKETS = str.maketrans(OPENING + CLOSING, "〔" * len(OPENING) + "〕" * len(CLOSING))
DOCUMENT = re.compile(r"(?P<agency>[^〔〕]*)〔(?P<year>[^〔〕]*)〕(?P<serial>[^〔〕]*?)号")


@dataclass(frozen=True)
class DocumentNumber:
    """发文字号: ``str()`` composes 赣扶字〔2020〕2号."""

    agency: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.agency}〔{self.year}〕{self.serial}号"


def parse_document_number(raw: str) -> DocumentNumber:
    """Read a 发文字号 in any of the brackets people type; ValueError gives all reasons."""
    match = DOCUMENT.fullmatch(_normalised(raw).translate(BRACKETS))
    if not match:
        raise ValueError("发文字号应由机关代字、年份和序号组成，如“赣扶字〔2020〕2号”")
    agency, year, serial = match.group("agency", "year", "serial")
    if reasons := list(_document_reasons(agency, year, serial)):
        raise ValueError("；".join(reasons))
    return DocumentNumber(agency, int(year), int(serial))


def normalise_document_number(raw: str) -> str:
    """The one spelling of a 发文字号, for search keys (A40); ValueError as in parsing."""
    return str(parse_document_number(raw))


def application_number(year: int, serial: int) -> str:
    """申请编号, as ZGSQ-2020-000123; ValueError when a part does not fit."""
    return f"ZGSQ-{_fitting('年份', year, 4)}-{_fitting('序号', serial, 6)}"


def notice_number(year: int, serial: int) -> str:
    """公示编号, as ZGGS-2020-000012; ValueError when a part does not fit."""
    return f"ZGGS-{_fitting('年份', year, 4)}-{_fitting('序号', serial, 6)}"


def change_number(year: int, serial: int) -> str:
    """变更报告编号, as ZGBG-2020-000003; ValueError when a part does not fit."""
    return f"ZGBG-{_fitting('年份', year, 4)}-{_fitting('序号', serial, 6)}"


def batch_number(region: str, dataset: str, day: date, serial: int) -> str:
    """交换批次号, as 360702-CAT-20210331-0001 (requirements §6.2); ValueError likewise."""
    if not re.fullmatch("[0-9]{6}", region):
        raise ValueError("行政区划代码应为6位数字")
    if not re.fullmatch("[A-Z]{3}", dataset):
        raise ValueError("数据集代码应为3个大写字母，如“CAT”")
    return f"{region}-{dataset}-{day:%Y%m%d}-{_fitting('批次序号', serial, 4)}"


def _normalised(raw: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", raw))


def _document_reasons(agency: str, year: str, serial: str) -> Iterator[str]:
    bare = serial.removeprefix("第")
    if not re.fullmatch("[A-Za-z\u4e00-\u9fff]{1,20}", agency):
        yield "机关代字应为汉字，如“赣扶字”"
    if not re.fullmatch("(19|20)[0-9]{2}", year):
        yield "年份应写四位全称，如“2020”"
    if bare != serial:
        yield "序号前不加“第”字"
    if bare.startswith("0"):
        yield "序号不编虚位，不以0开头"
    elif not re.fullmatch("[0-9]{1,6}", bare):
        yield "序号应为阿拉伯数字"


def _fitting(name: str, value: int, width: int) -> str:
    if not 1 <= value < 10**width:
        raise ValueError(f"{name}{value}超出范围，应为1至{10**width - 1}")
    return f"{value:0{width}d}"
