"""Sums per unit, venue and event at the desk: all at a glance, one whole, and a total's lines."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Min
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property

from ledger.models import Purchase, SalesRecord
from printing.tables import download
from rules.amounts import plain_yuan, yuan
from rules.official_dates import iso_day
from rules.periods import local_day
from rules.sales import next_quarter, quarter, quarter_words

from .access import typed
from .giving_tables import in_stretches
from .ledgers import OfLedgers, reads_all
from .report_list import BY_NAME, RELATED, REPORTS
from .unit_report_lines import LINE_COLUMNS, line_of

PER_PAGE = 50
#: So many rows of each report stand on the page of all reports, so many bars in a chart.
SOME, DRAWN = 8, 30
#: Further back nobody asks by quarter.
TERMS = 40


def terms(on):
    """``[(term, title)]``: the years and quarters from the first record to day ``on``."""
    booked = SalesRecord.objects.aggregate(first=Min("booked_quarter"))["first"]
    bought = Purchase.objects.standing().aggregate(first=Min("bought_on"))["first"]
    first = [word for word in (booked, bought and quarter(bought)) if word and word <= quarter(on)]
    words, word = [], min(first, default=quarter(on))
    while word <= quarter(on):
        words.append(word)
        word = next_quarter(word)
    years = dict.fromkeys(word[:4] for word in reversed(words))
    quarters = [(word, quarter_words(word)) for word in reversed(words[-TERMS:])]
    return [*((year, f"{year}年") for year in years), *quarters]


class OfReports(OfLedgers):
    """For whoever reads the district's registers; ``term`` of the address is one of the list's."""

    page_title = "按单位汇总"

    def is_allowed(self):
        return reads_all(self.request.user)

    @cached_property
    def terms(self):
        return terms(local_day(self.at))

    @cached_property
    def term(self):
        word = typed(self.request.GET, "term", 6)
        return word if word in dict(self.terms) else ""

    def address(self, name, *args, **more):
        pairs = {key: text for key, text in {"term": self.term, **more}.items() if text != ""}
        return f"{reverse(f'desk:{name}', args=args)}?{urlencode(pairs)}"

    def crumbs(self, *more):
        """The way down to a page about one report."""
        ledgers = {"url": reverse("desk:ledgers"), "label": "单位台账"}
        whole = {"url": self.address("unit_figures"), "label": OfReports.page_title}
        return [self.breadcrumbs_items[0], ledgers, whole, *more]

    def export(self, report):
        rows = report.rows(self.term)
        rows = [{key: _cell(key, row[key], plain_yuan) for key in report.columns} for row in rows]
        self.record_export(f"unit.{report.name}", rows)
        name = f"unit-{report.name}"
        return download(rows, report.columns, form="xlsx", name=name, title=report.title)


class UnitReports(OfReports):
    """The first rows of each report; ``?export=name`` takes one away whole."""

    template_name = "desk/unit_reports.html"

    def get(self, request, *args, **kwargs):
        report = BY_NAME.get(typed(request.GET, "export"))
        return self.export(report) if report else super().get(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [*self.crumbs()[:-1], {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            tables=[self._table(report) for report in REPORTS],
            term=self.term,
            terms=self.terms,
            **kwargs,
        )

    def _table(self, report):
        rows = report.rows(self.term)
        return {
            "report": report,
            "cells": [_cells(report, row) for row in rows[:SOME]],
            "more": max(0, len(rows) - SOME),
            "url": self.address("unit_report", report.name),
        }


class OfReport(OfReports):
    """A page about one report."""

    @cached_property
    def report(self):
        try:
            return BY_NAME[self.kwargs["name"]]
        except KeyError:
            raise Http404 from None

    def get_page_title(self):
        return self.report.title


class UnitReportPage(OfReport):
    """One report whole, with its chart; each row leads to the lines that it sums."""

    template_name = "desk/unit_report.html"

    def get_breadcrumbs_items(self):
        return self.crumbs({"url": "", "label": self.report.title})

    def get_context_data(self, **kwargs):
        report, rows = self.report, self.report.rows(self.term)
        amounts = [key for key in report.columns if key.endswith("fen") and key != "total_fen"]
        return super().get_context_data(
            report=report,
            rows=[(_cells(report, row), self._lines_url(row)) for row in rows],
            sums=[
                (report.columns[key], yuan(sum(row[key] or 0 for row in rows))) for key in amounts
            ],
            bars=_bars(report, rows),
            unit="元" if report.drawn else "次",
            term=self.term,
            terms=self.terms,
            xlsx_url=self.address("unit_figures", export=report.name),
            **kwargs,
        )

    def _lines_url(self, row):
        key = "" if row["key"] is None else row["key"]
        return self.address("unit_report_lines", self.report.name, key=key)


class UnitReportLines(OfReport):
    """The lines behind one row, each with its record; ``?export`` takes them away."""

    template_name = "desk/unit_report_lines.html"

    @cached_property
    def key(self):
        return typed(self.request.GET, "key")

    @cached_property
    def lines(self):
        rows = self.report.lines(self.key, self.term).order_by("-pk")
        return rows.select_related(*RELATED.get(rows.model, ("unit",)))

    def get(self, request, *args, **kwargs):
        if "export" not in request.GET:
            return super().get(request, *args, **kwargs)
        lines = self.lines
        return self.give(
            f"unit.{self.report.name}.lines",
            lambda: map(_as_record, in_stretches(lines)),
            LINE_COLUMNS,
            count=lines.count(),
            form="xlsx",
            name=f"unit-{self.report.name}-lines",
            title="明细",
        )

    def get_breadcrumbs_items(self):
        whole = {"url": self.address("unit_report", self.report.name), "label": self.report.title}
        return self.crumbs(whole, {"url": "", "label": "明细"})

    def get_context_data(self, **kwargs):
        page = Paginator(self.lines, PER_PAGE).get_page(self.request.GET.get("p"))
        row = next((row for row in self.report.rows(self.term) if self._is_key(row)), None)
        here = {"key": self.key}
        return super().get_context_data(
            report=self.report,
            page=page,
            lines=[line_of(each) for each in page],
            facts=_cells(self.report, row) if row else [],
            xlsx_url=self.address("unit_report_lines", self.report.name, export=1, **here),
            back_url=self.address("unit_report", self.report.name),
            **kwargs,
        )

    def _is_key(self, row):
        return ("" if row["key"] is None else f"{row['key']}") == self.key


def _as_record(row):
    line = line_of(row)
    return {**vars(line), "day": iso_day(line.day), "amount": plain_yuan(line.fen)}


def _bars(report, rows):
    """The rows that have something, as bars."""
    column = report.drawn or "entries"
    label = next(iter(report.columns))
    bars = [
        (row[label], row[column], yuan(row[column]) if report.drawn else f"{row[column]}")
        for row in rows
        if row[column]
    ]
    return bars[:DRAWN]


def _cells(report, row):
    """``[(heading, words)]``: on a narrow screen each cell is led by its heading."""
    return [(title, _cell(key, row[key], yuan)) for key, title in report.columns.items()]


def _cell(key, value, money):
    if value is None:
        return ""
    return money(value) if key.endswith("fen") else f"{value}"
