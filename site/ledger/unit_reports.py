"""The reports over units, venues and events: their columns, their rows, and the lines of a row.

A report's rows and its lines are stated side by side, so that no total is without its lines.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from rules.vocabulary import PAIRED_UNIT, PURCHASE_KINDS

from . import activity_figures, unit_figures
from .models import (
    Pairing,
    Placement,
    Purchase,
    SalesEvent,
    SalesRecord,
    SupplyContract,
    SupportMeasure,
)
from .unit_figures import dated, purchases, sales_in

#: Digits of a key for which no database has room.
LONGEST_KEY = 19
COUNTED = {"count": "销售记录", "fen": "计入统计的销售（元）"}
PURCHASES = {
    "entries": "采购记录",
    "spent_fen": "填报的采购（元）",
    "counted_fen": "其中已对上的销售（元）",
    "waiting": "待对账",
    "apart": "单列",
}


@dataclass(frozen=True)
class UnitReport:
    """``rows(term)`` gives dicts of the ``columns`` and ``key``; ``lines(key, term)`` rows.

    ``drawn`` is the column of the chart, and the sum of the lines' amounts; "" draws ``entries``.
    """

    name: str
    title: str
    columns: dict[str, str] = field(repr=False)
    rows: Callable = field(repr=False)
    lines: Callable = field(repr=False)
    drawn: str = "fen"


def row_key(text):
    """The key of a row of a table, from an address; one that no row has for anything else."""
    return int(text) if text.isdecimal() and len(text) < LONGEST_KEY else 0


def _budget_lines(key, term):
    return sales_in(term).filter(fund_source="unit_budget", buyer_name=key)


def _pairing_lines(key, term):
    pairing = Pairing.objects.standing().filter(pk=row_key(key)).first()
    if pairing is None:
        return SalesRecord.objects.none()
    sales = sales_in(term).filter(paired_village=pairing.village, sold_on__gte=pairing.begins_on)
    return sales.filter(sold_on__lte=pairing.ends_on) if pairing.ends_on else sales


def _welfare_lines(key, term):
    unit, _, year = key.partition("-")
    rows = Purchase.objects.standing().filter(kind="union")
    return rows.filter(unit=row_key(unit), year=min(row_key(year), 9999))


def _platform_lines(key, term):
    return purchases("budget", term).filter(platform=key)


def _canteen_lines(key, term):
    rows = purchases("canteen", term)
    return rows.filter(unit__parent=row_key(key)) if key else rows.filter(unit__parent=None)


def _support_lines(key, term):
    rows = dated(SupportMeasure.objects.standing(), "planned_on", term)
    return rows.filter(applicant=row_key(key))


def _contract_lines(key, term):
    contracts = SupplyContract.objects.standing().select_related("base")
    contract = contracts.filter(pk=row_key(key)).first()
    if contract is None:
        return SalesRecord.objects.none()
    return activity_figures.lines_of_contract(contract, term)


def _event_lines(key, term):
    return dated(SalesEvent.objects.standing(), "begins_on", term).filter(kind=key)


def _placement_lines(key, term):
    return dated(Placement.objects.standing(), "placed_on", term).filter(medium=key)


def _of_purchases(kind, title):
    """The report of one ledger of buyers."""
    return UnitReport(
        kind,
        f"{title}（按单位）",
        {"unit": "单位", **PURCHASES},
        lambda term: unit_figures.purchases_by_unit(kind, term=term),
        lambda key, term: purchases(kind, term).filter(unit=row_key(key)),
        "spent_fen",
    )


REPORTS = (
    UnitReport(
        "budgets",
        "预算单位（按销售记录）",
        {"unit": "预算单位", **COUNTED},
        unit_figures.budget_units,
        _budget_lines,
    ),
    UnitReport(
        "pairings",
        f"{PAIRED_UNIT}考核报表",
        {"unit": PAIRED_UNIT, "village": "村", **COUNTED},
        unit_figures.sales_of_pairings,
        _pairing_lines,
    ),
    UnitReport(
        "welfare",
        "工会福利资金",
        {
            "unit": "工会",
            "year": "年度",
            "spent_fen": "采购（元）",
            "total_fen": "福利资金总额（元）",
            "percent": "比例（%）",
        },
        unit_figures.welfare_by_union,
        _welfare_lines,
        "spent_fen",
    ),
    *(_of_purchases(kind, title) for kind, title in PURCHASE_KINDS),
    UnitReport(
        "platforms",
        "预算单位采购（按平台）",
        {"unit": "平台", **PURCHASES},
        unit_figures.purchases_by_platform,
        _platform_lines,
        "spent_fen",
    ),
    UnitReport(
        "supervising",
        "食堂采购（按主管单位）",
        {"unit": "主管单位", **PURCHASES},
        lambda term: unit_figures.purchases_by_unit("canteen", by_parent=True, term=term),
        _canteen_lines,
        "spent_fen",
    ),
    UnitReport(
        "support",
        "支持措施（按受支持单位）",
        {
            "applicant": "受支持单位",
            "measures": "措施",
            "planned": "计划",
            "granted": "已兑现",
            "ended": "已结束",
            "granted_fen": "兑现金额（元）",
        },
        unit_figures.support_by_applicant,
        _support_lines,
        "granted_fen",
    ),
    UnitReport(
        "venues",
        "销售场所和村级站点",
        {"unit": "场所", "kind": "类型", "place": "所在地", **COUNTED},
        activity_figures.sales_by_venue,
        lambda key, term: sales_in(term).filter(venue_code=key),
    ),
    UnitReport(
        "events",
        "销售活动",
        {
            "unit": "活动",
            "kind": "类型",
            "begins_on": "开始日期",
            "products": "参加产品",
            "participants": "参加人数或企业数",
            **COUNTED,
        },
        activity_figures.sales_by_event,
        # an event belongs to the term in which it begins, with all of its sales
        lambda key, term: sales_in().filter(event_code=key),
    ),
    UnitReport(
        "activities",
        "活动、培训和推荐（按类型）",
        {"unit": "类型", "entries": "次数", "participants": "参加人数或企业数"},
        activity_figures.events_by_kind,
        _event_lines,
        "",
    ),
    UnitReport(
        "contracts",
        "直采直供（按供货合同）",
        {"unit": "基地", "buyer": "采购单位", **COUNTED},
        activity_figures.sales_by_contract,
        _contract_lines,
    ),
    UnitReport(
        "placements",
        "媒体刊播（按媒体类型）",
        {"unit": "媒体类型", "entries": "刊播"},
        activity_figures.placements_by_medium,
        _placement_lines,
        "",
    ),
)
