"""Sums per unit at the desk: purchases, welfare money, paired villages, budgets, support."""

from dataclasses import dataclass

from django.http import HttpRequest

from ledger import unit_figures
from printing.tables import download
from rules.amounts import plain_yuan, yuan
from rules.vocabulary import PAIRED_UNIT, PURCHASE_KINDS

from .access import typed
from .ledgers import OfLedgers, reads_all

#: What the columns of a report are called.
TITLES = {
    "unit": "单位",
    "village": "村",
    "applicant": "受支持单位",
    "year": "年度",
    "entries": "采购记录",
    "count": "销售记录",
    "fen": "计入统计的销售（元）",
    "spent_fen": "单位填报的采购（元）",
    "counted_fen": "其中已对上的销售（元）",
    "waiting": "待对账",
    "apart": "单列",
    "total_fen": "福利资金总额（元）",
    "percent": "比例（%）",
    "measures": "措施",
    "planned": "计划",
    "granted": "已兑现",
    "ended": "已结束",
    "granted_fen": "兑现金额（元）",
}


@dataclass(frozen=True)
class UnitReport:
    """A report: its name in addresses, its title, its columns and where its rows come from."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: list[dict]


PURCHASES = ("unit", "entries", "spent_fen", "counted_fen", "waiting", "apart")


def reports():
    """Every report, in the order of the plan's tasks."""
    purchases = [
        UnitReport(kind, title, PURCHASES, unit_figures.purchases_by_unit(kind))
        for kind, title in PURCHASE_KINDS
    ]
    return [
        UnitReport(
            "budgets",
            "预算单位（按销售记录）",
            ("unit", "count", "fen"),
            unit_figures.budget_units(),
        ),
        UnitReport(
            "pairings",
            f"{PAIRED_UNIT}考核报表",
            ("unit", "village", "count", "fen"),
            unit_figures.sales_of_pairings(),
        ),
        UnitReport(
            "welfare",
            "工会福利资金",
            ("unit", "year", "spent_fen", "total_fen", "percent"),
            unit_figures.welfare_by_union(),
        ),
        *purchases,
        UnitReport(
            "supervising",
            "食堂采购（按主管单位）",
            PURCHASES,
            unit_figures.purchases_by_unit("canteen", by_parent=True),
        ),
        UnitReport(
            "support",
            "支持措施（按受支持单位）",
            ("applicant", "measures", "planned", "granted", "ended", "granted_fen"),
            unit_figures.support_by_applicant(),
        ),
    ]


class UnitReports(OfLedgers):
    """All reports on one page; ``?export=name`` takes one away."""

    template_name = "desk/unit_reports.html"
    page_title = "按单位汇总"

    def is_allowed(self):
        return reads_all(self.request.user)

    def get(self, request: HttpRequest, *args, **kwargs):
        name = typed(request.GET, "export")
        chosen = next((each for each in reports() if each.name == name), None)
        if chosen is None:
            return super().get(request, *args, **kwargs)
        rows = [
            {key: _cell(key, row[key], plain_yuan) for key in chosen.columns} for row in chosen.rows
        ]
        self.record_export(f"unit.{chosen.name}", rows)
        columns = {key: TITLES[key] for key in chosen.columns}
        return download(rows, columns, form="xlsx", name=f"unit-{name}", title=chosen.title)

    def get_context_data(self, **kwargs):
        tables = [
            (
                each,
                [TITLES[key] for key in each.columns],
                [[_cell(key, row[key], yuan) for key in each.columns] for row in each.rows],
            )
            for each in reports()
        ]
        return super().get_context_data(tables=tables, **kwargs)


def _cell(key, value, money):
    if value is None:
        return ""
    return money(value) if key.endswith("fen") else f"{value}"
