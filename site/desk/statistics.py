"""Statistics at the desk: any total by any description, down to the lines that it counts (R47)."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.functional import cached_property

from ledger import figures
from ledger.models import PeriodClose, SalesRecord
from ledger.statistics import BY_NAME, DIMENSIONS, benefits, narrowed, summary
from printing.tables import download
from registry.roles import Permission
from rules.amounts import plain_yuan, yuan
from rules.official_dates import iso_day
from rules.periods import local_day
from rules.vocabulary import PAIRED_VILLAGE

from .access import DeskView, typed
from .giving_tables import in_stretches

PER_PAGE = 50
#: A file longer than this is asked for by narrower conditions.
COLUMNS = {"label": "", "count": "计入条数", "amount": "金额（元）", "units": "销售单位数"}
LINE_COLUMNS = {
    "number": "流水号",
    "unit": "销售单位",
    "product": "产品",
    "certificate": "证书编号",
    "sold_on": "销售日期",
    "quarter": "统计季度",
    "quantity": "数量",
    "amount": "金额（元）",
    "channel": "销售渠道",
    "buyer": "购买单位",
    "fund": "资金来源",
}
#: What the assessments ask for: title, why, by what, under which conditions.
REPORTS = (
    (f"定点工作成效（按{PAIRED_VILLAGE}）", "village", {}),
    ("预算单位采购（按单位）", "buyer", {"fund": "unit_budget"}),
    ("预算单位采购（按平台）", "channel", {"fund": "unit_budget"}),
    ("工会福利采购（按单位）", "buyer", {"fund": "union_welfare"}),
    ("食堂采购（按单位）", "buyer", {"channel": "canteen"}),
    ("以购代捐（按单位）", "buyer", {"fund": "buy_for_donate"}),
    ("以买代帮（按单位）", "buyer", {"fund": "buy_for_help"}),
)


class StatisticsView(DeskView):
    """What is asked for stands in the address: ``by`` a dimension, under ``name=value`` each."""

    permission = Permission.READ_REGISTERS
    page_title = "销售统计"
    header_icon = "doc-full-inverse"

    @cached_property
    def dimension(self):
        return BY_NAME.get(self.request.GET.get("by"), BY_NAME["quarter"])

    @cached_property
    def conditions(self):
        """``{dimension name: text}`` of the address; an empty text asks for what has no value."""
        return {
            each.name: typed(self.request.GET, each.name)
            for each in DIMENSIONS
            if each.name in self.request.GET
            and (self.request.GET[each.name] or f"{each.name}_none" in self.request.GET)
        }

    @cached_property
    def sales(self):
        return narrowed(SalesRecord.objects.all(), self.conditions)

    def address(self, name="statistics", **changed):
        """The address of a page with the conditions in force, those of ``changed`` in their place.

        A condition of None is left out.
        """
        conditions = {**self.conditions, **changed}
        pairs = {key: text for key, text in conditions.items() if text is not None}
        nothing = {f"{key}_none": 1 for key, text in pairs.items() if text == ""}
        return f"{reverse(f'desk:{name}')}?{urlencode({**pairs, **nothing})}"

    def chips(self):
        """The conditions in force as people read them, each with the address without it."""
        by = self.dimension.name
        for name, text in self.conditions.items():
            dimension = BY_NAME[name]
            yield (
                f"{dimension.title}：{dimension.word_of(text)}",
                self.address(by=by, **{name: None}),
            )


class Statistics(StatisticsView):
    """A table with its chart: each row leads on to its parts and to its lines."""

    template_name = "desk/statistics.html"

    @cached_property
    def rows(self):
        return summary(self.sales, self.dimension)

    def linked_rows(self):
        name = self.dimension.name
        unused = (each for each in DIMENSIONS if each.name not in {name, *self.conditions})
        parts = next(unused, self.dimension).name
        return [
            (
                row,
                self.address(by=parts, **{name: row.text}),
                self.address("statistics_lines", **{name: row.text}),
            )
            for row in self.rows
        ]

    def choices(self):
        """``[(dimension, [(text, word, is chosen)])]``: a filter for each that is not too long."""
        every = narrowed(SalesRecord.objects.all(), {})
        for name in ("quarter", "channel", "six_entry", "category", "township", "fund"):
            dimension = BY_NAME[name]
            rows = summary(every, dimension)
            now = self.conditions.get(name)
            options = [(row.text, row.label, row.text == now) for row in rows if row.text]
            yield dimension, options

    def get_context_data(self, **kwargs):
        totals = figures.totals(self.sales)
        return super().get_context_data(
            dimension=self.dimension,
            dimensions=[(each, self.address(by=each.name)) for each in DIMENSIONS],
            rows=self.linked_rows(),
            bars=[(row.label, row.fen, row.amount) for row in self.rows[:30]],
            totals=totals,
            amount=yuan(totals["amount_fen"]),
            flagged=sum(figures.flagged(self.sales).values()),
            lines_url=self.address("statistics_lines"),
            csv_url=self.address("statistics_csv", by=self.dimension.name),
            xlsx_url=self.address("statistics_xlsx", by=self.dimension.name),
            chips=list(self.chips()),
            choices=list(self.choices()),
            reports=[
                (title, f"{reverse('desk:statistics')}?{urlencode({**under, 'by': by})}")
                for title, by, under in REPORTS
            ],
            closed=PeriodClose.objects.in_force().order_by("-quarter").first(),
            helped=benefits.helped(self.sales),
            season=[(word, count, count) for word, count in benefits.season(local_day(self.at))],
            brands=benefits.brands(local_day(self.at)),
            **kwargs,
        )


class StatisticsFile(Statistics):
    """The same table as a file."""

    form = "csv"

    def get(self, request):
        rows = [
            {
                "label": row.label,
                "count": row.count,
                "amount": plain_yuan(row.fen),
                "units": row.units,
            }
            for row in self.rows
        ]
        self.record_export(f"statistics.{self.dimension.name}", rows)
        columns = {**COLUMNS, "label": self.dimension.title}
        name = f"statistics-{self.dimension.name}"
        return download(rows, columns, form=self.form, name=name, title=self.page_title)


class StatisticsLines(StatisticsView):
    """The lines that a total counts; each leads to its record and vouchers."""

    template_name = "desk/statistics_lines.html"
    page_title = "统计明细"

    def listed(self):
        rows = self.sales.counted().with_vouchers()
        return rows.select_related("applicant", "certificate__product", "reverses")

    def get_context_data(self, **kwargs):
        totals = figures.totals(self.sales)
        return super().get_context_data(
            page=Paginator(self.listed(), PER_PAGE).get_page(self.request.GET.get("p")),
            count=totals["count"],
            amount=yuan(totals["amount_fen"]),
            chips=list(self.chips()),
            csv_url=self.address("statistics_lines_csv"),
            xlsx_url=self.address("statistics_lines_xlsx"),
            back_url=self.address(),
            **kwargs,
        )


class StatisticsLinesFile(StatisticsLines):
    """The lines as a file."""

    form = "csv"

    def get(self, request):
        sales = self.listed()
        return self.give(
            "statistics.lines",
            lambda: map(_as_record, in_stretches(sales)),
            LINE_COLUMNS,
            count=sales.count(),
            form=self.form,
            name="lines",
        )


def _as_record(sale):
    return {
        "number": sale.external_id,
        "unit": sale.applicant.name,
        "product": f"{sale.certificate.product}",
        "certificate": sale.certificate.number,
        "sold_on": iso_day(sale.sold_on),
        "quarter": sale.booked_quarter,
        "quantity": f"{sale.quantity.normalize():f}{sale.unit}",
        "amount": plain_yuan(sale.amount_fen),
        "channel": sale.get_channel_display(),
        "buyer": sale.buyer_name,
        "fund": sale.get_fund_source_display(),
    }
