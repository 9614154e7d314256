"""The columns of a file of sales, and what the cells of a row mean."""

import re
import unicodedata
from dataclasses import dataclass

from rules import inputs, vocabulary
from rules.certificate_numbers import parse_certificate_number

YES = {"是": True, "否": False, "": False}
BRACKETS = re.compile(r"[(\[【〔](?P<inside>[^)\]】〕]*)[)\]】〕]")

OTHER_UNIT = re.compile("万|[千百]元|[角分]$")


@dataclass(frozen=True)
class Column:
    """One column of the template: our field, its heading, whether it must be filled, a sample."""

    name: str
    heading: str
    is_required: bool
    sample: str


#: 产品名称 is for the reader's eye: the certificate number alone says which product was sold.
COLUMNS = (
    Column("external_id", "流水号", True, "2026-0001"),
    Column("certificate", "证书编号", True, ""),
    Column("product", "产品名称", False, ""),
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
    Column("paired_village", vocabulary.PAIRED_VILLAGE, False, ""),
)
#: What a file of the office may tell beside them: tills, events, and reversals by their slips.
OFFICE_COLUMNS = (
    *COLUMNS,
    Column("venue_code", "场所编号", False, ""),
    Column("event_code", "活动编号", False, ""),
    Column("reverses", "冲正的流水号", False, ""),
    Column("reverse_reason", "冲正原因", False, ""),
)
#: What the columns are called in the exchange format; amounts are in fen there.
EXCHANGE_NAMES = {
    "certificate_no": "certificate",
    "corrects": "reverses",
    "correction_reason": "reverse_reason",
}
WORDS = {
    "channel": vocabulary.CHANNELS,
    "six_entry": vocabulary.SIX_ENTRIES,
    "buyer_type": vocabulary.BUYER_TYPES,
    "fund_source": vocabulary.FUND_SOURCES,
}


def places(headings, own=None):
    """``{column: where it stands}``, by the headings as people write them; the first of two.

    ``own``: ``{column: heading}`` as this holder's files call them, which goes before ours.
    """
    keys = {}
    for place, text in enumerate(headings):
        keys.setdefault(heading_key(text), place)
    where, own = {}, own or {}
    for each in COLUMNS:
        names = filter(None, (own.get(each.name, ""), each.heading))
        place = next((keys[key] for key in map(heading_key, names) if key in keys), None)
        if place is not None:
            where[each.name] = place
    return where


def heading_key(text):
    """A heading without width, blanks, stars, colons and remarks in brackets.

    A remark that changes the amounts, such as 万元, stays: that column is not ours.
    """
    text = re.sub(r"[\s*:★]", "", unicodedata.normalize("NFKC", text))
    return BRACKETS.sub(lambda match: match[0] if OTHER_UNIT.search(match[1]) else "", text)


def parsed(row):
    """A row of :func:`sheets.read` as ``judge_rows`` takes it: a sale's columns, what is wrong."""
    cells, reasons = row["cells"], list(row.get("reasons", []))

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
        "sold_on": take("sold_on", lambda text: inputs.day(text, title="销售日期")),
        "quantity": take("quantity", lambda text: inputs.number(text, title="数量")),
        "unit": cells.get("unit", ""),
        "unit_price_fen": take("unit_price_fen", lambda text: inputs.fen(text, title="单价")),
        "amount_fen": take("amount_fen", lambda text: inputs.fen(text, title="金额")),
        "buyer_name": cells.get("buyer_name", ""),
        "hundred_enterprises": take("hundred_enterprises", _yes, False),
        "paired_village": cells.get("paired_village", ""),
        "venue_code": cells.get("venue_code", ""),
        "event_code": cells.get("event_code", ""),
    }
    for name, choices in WORDS.items():
        sale[name] = take(
            name, lambda text, name=name, choices=choices: _word(name, choices, text), ""
        )
    sale["fund_source"] = sale["fund_source"] or "market"
    reversal = {name: cells[name] for name in ("reverses", "reverse_reason") if cells.get(name)}
    beside = {"line": row["line"], "reasons": reasons, "skip": row.get("skip", "")}
    return {**beside, **reversal, **sale}


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
