"""The sheet of a product: its columns once, in the order of the form, for every display (R78–R84).

Each column says what it is called, how its value reads, and where it is *not* shown and why.
Everything else is derived: the form's labels and order, the applicant's last look, the desk, the
printed form, the differences, the public page, the API, the export. ``tests/catalog/test_sheet.py``
asks every display for every column.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from registry.listed_words import CATEGORY, name_of
from registry.names import fill_later
from rules import vocabulary
from rules.amounts import yuan

#: Where a column may be shown: to its applicant, at the desk, on the printed form, on the public
#: page, in the API, in the exchange format, in differences and change reports.
DISPLAYS = ("applicant", "desk", "print", "public", "api", "export", "change")
NOT_ON_THE_FORM = "申请书样表没有这一栏"
NOT_IN_THE_FORMAT = "交换格式没有这一项"
IN_ITS_OWN_WORDS = "自由文字，公开的只有汇总数"


def _text(value):
    return f"{value}"


def _number(value):
    return f"{Decimal(value).normalize():f}"


def _money(value):
    return f"{yuan(value)}元"


def _yes_no(value):
    return "是" if value else "否"


def _word(choices):
    return lambda value: vocabulary.label(choices, value)


def _category(code):
    return name_of(CATEGORY, code)


def _list(choices):
    return lambda values: "、".join(vocabulary.label(choices, value) for value in values)


def _months(values):
    return (
        "全年" if len(set(values)) == len(vocabulary.MONTHS) else _list(vocabulary.MONTHS)(values)
    )


@dataclass(frozen=True)
class Column:
    """One column: ``words`` makes a plain value readable; ``without`` maps a display to why not."""

    name: str
    title: str
    section: str
    words: object = _text
    without: Mapping = field(default_factory=dict)
    help_text: str = ""
    #: Columns that are read together with this one, as a unit or an explanation.
    joined_to: str = ""

    def shows(self, display):
        return display not in self.without


def _but(**reasons):
    return MappingProxyType(reasons)


_PRINT = _but(print=NOT_ON_THE_FORM)
_OURS = _but(print=NOT_ON_THE_FORM, export=NOT_IN_THE_FORMAT)

COLUMNS = (
    Column("name", "产品名称", "产品", help_text="一个产品一行；同一产品规格不同的，分别填写。"),
    Column("sales_spec", "规格", "产品", help_text="例如：5公斤/箱。"),
    Column("sales_unit", "销售单位", "产品", without=_OURS, help_text="例如：箱、袋、瓶。可不填。"),
    Column(
        "reference_price_fen",
        "参考价格",
        "产品",
        _money,
        _PRINT,
        "每个规格单位的价格，例如 60.50。可不填。",
    ),
    Column(
        "origin_township",
        "产地乡镇街道",
        "产地",
        without=_but(print="样表只有“产地”一栏，写产地说明"),
    ),
    Column("origin_text", "产地", "产地", help_text=fill_later("例如：{district}水东镇。")),
    Column("category", "产品类别", "产品类别", _category),
    Column(
        "category_other",
        "其他类别说明",
        "产品类别",
        without=_but(export=NOT_IN_THE_FORMAT),
        help_text="类别选“其他”时填写。",
        joined_to="category",
    ),
    Column("tags", "标签", "产品类别", _list(vocabulary.PRODUCT_TAGS), _OURS),
    Column("input_sources", "生产资料来源", "生产资料来源", _list(vocabulary.INPUT_SOURCES)),
    Column(
        "input_source_text",
        "生产资料来源说明",
        "生产资料来源",
        without=_but(export=NOT_IN_THE_FORMAT),
        help_text="可不填。",
        joined_to="input_sources",
    ),
    Column("annual_output", "年产量", "年产量", _number, help_text="大于零，最多三位小数。"),
    Column("output_unit", "年产量单位", "年产量", joined_to="annual_output"),
    Column(
        "output_is_planned",
        "为计划产量",
        "年产量",
        _yes_no,
        _but(export=NOT_IN_THE_FORMAT),
        joined_to="annual_output",
    ),
    Column("supply_months", "供货月份", "供货时间", _months),
    Column(
        "supply_text",
        "供货时间说明",
        "供货时间",
        without=_but(export=NOT_IN_THE_FORMAT),
        help_text="例如：每年11月至次年3月。可不填。",
        joined_to="supply_months",
    ),
    Column(
        "standard_no", "执行标准", "质量", without=_OURS, help_text="例如：GB/T 20355。可不填。"
    ),
    Column("certifications", "质量认证", "质量", _list(vocabulary.CERTIFICATIONS), _PRINT),
    Column("mechanisms", "带贫机制", "机制", _list(vocabulary.MECHANISMS)),
    Column("households", "带动户数", "成效"),
    Column("persons", "带动人数", "成效", help_text="不少于户数。"),
    Column("average_income_fen", "户均年增收", "成效", _money, _OURS, help_text="可不填。"),
    Column(
        "employed_workers",
        "吸纳务工人数",
        "成效",
        without=_but(export=NOT_IN_THE_FORMAT),
        help_text="雇用建档立卡贫困劳动力的人数，没有的填 0。填写人数的须上传名册。",
    ),
    Column(
        "benefit_text",
        "带贫减贫机制及成效",
        "成效",
        without=_but(public=IN_ITS_OWN_WORDS, api=IN_ITS_OWN_WORDS, export=NOT_IN_THE_FORMAT),
    ),
)
COLUMN = {column.name: column for column in COLUMNS}
#: What stands below the table of the form.
BENEFIT = frozenset(column.name for column in COLUMNS if column.section in ("机制", "成效"))


def title(name):
    """What every display calls the column ``name``."""
    return COLUMN[name].title


def words(name, value):
    """A plain value of the column as people read it; "" when there is none."""
    return "" if value is None or value in ("", []) else COLUMN[name].words(value)


def rows(facts, display, *, names=None):
    """``[(title, text)]`` of what ``facts`` hold, in the order of the form; the empty left out.

    A unit, a note or an explanation reads together with the column it belongs to.
    """
    return [
        (column.title, text)
        for column in COLUMNS
        if column.shows(display)
        and not column.joined_to
        and (names is None or column.name in names)
        if (text := _joined(facts, column, display))
    ]


def _joined(facts, column, display):
    text = words(column.name, getattr(facts, column.name))
    if column.name == "category" and facts.category_other:
        return facts.category_other
    if column.name == "annual_output":
        planned = "（计划）" if facts.output_is_planned else ""
        return text and f"{text}{facts.output_unit}{planned}"
    if column.name == "reference_price_fen":
        return f"{text}/{facts.sales_unit}" if text and facts.sales_unit else text
    more = [
        words(other.name, getattr(facts, other.name))
        for other in COLUMNS
        if other.joined_to == column.name and other.shows(display)
    ]
    return "　".join(part for part in (text, *more) if part)


def sections(names):
    """``[(section, [name])]`` of ``names`` in the order of the form."""
    grouped = {}
    for column in COLUMNS:
        if column.name in names:
            grouped.setdefault(column.section, []).append(column.name)
    return list(grouped.items())
