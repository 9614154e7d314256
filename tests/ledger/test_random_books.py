"""Random bookings, reversals, closings and reopenings: frozen quarters never change."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.support.listed import bare_entry

from demo import fiction
from demo.acts import agent
from demo.timetables import moment
from ledger import figures, freezing
from ledger.models import PeriodClose, SalesRecord
from ledger.services import (
    answer_reopening,
    close_quarter,
    propose_reopening,
    quarter_to_close,
    record_sale,
    reverse_sale,
)
from ledger.statistics import DIMENSIONS, summary
from pages.notices.services import ensure_site_tree
from registry.models import User
from rules.refusal import Refused

WHY = "三笔记录的金额多登记了一位，更正后重新关账。"
ACTS = st.tuples(
    st.sampled_from(["sell", "sell", "sell", "reverse", "close", "reopen", "wait"]),
    st.integers(0, 1),
    st.integers(1, 10**6),
    st.integers(0, 90),
)


class RandomBooks(TestCase):
    """Two sellers and two heads, driven through the services that the doors call."""

    @pytest.mark.walk
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(ACTS, min_size=5, max_size=40))
    def test_closed_quarters_stand_and_totals_are_the_sum_of_their_lines(self, acts):
        ensure_site_tree()
        fiction.create_district()
        self.at = moment(date(2020, 6, 1))
        self.entries = [
            bare_entry(fiction.facts(serial, 0), fiction.applicant(serial)) for serial in (1, 2)
        ]
        self.heads = [User.objects.get(username=name) for name in ("manager", "agrihead")]
        frozen = {}
        for kind, who, number, days in acts:
            getattr(self, f"_{kind}")(who, number, days)
            for close in PeriodClose.objects.all():
                stands = (close.totals, close.tables, close.lines_sha256, close.last_line)
                assert frozen.setdefault(close.pk, stands) == stands
        assert freezing.faults() == []
        self._assert_totals()

    def _assert_totals(self):
        counted = list(SalesRecord.objects.counted())
        total = sum(sale.amount_fen for sale in counted)
        for dimension in DIMENSIONS:
            rows = summary(SalesRecord.objects.all(), dimension)
            assert (sum(row.fen for row in rows), sum(row.count for row in rows)) == (
                total,
                len(counted),
            )
        for close in PeriodClose.objects.in_force():
            lines = [sale for sale in counted if sale.booked_quarter == close.quarter]
            assert sum(sale.amount_fen for sale in lines) == close.totals["amount_fen"]
        assert figures.totals(SalesRecord.objects.all())["amount_fen"] == total

    def _sell(self, who, number, days):
        entry = self.entries[who]
        sold_on = max(entry.valid_from, self.at.date() - timedelta(days=days))
        record_sale(
            entry,
            by=agent(entry.applicant_id),
            at=self.at,
            sold_on=sold_on,
            quantity=Decimal(1),
            unit="箱",
            unit_price_fen=number,
            channel=("market", "live_stream")[number % 2],
            buyer_type="school",
        )

    def _reverse(self, who, number, days):
        sale = SalesRecord.objects.standing().order_by("pk").first()
        if sale is not None:
            reverse_sale(sale, reason="退货", by=agent(sale.applicant_id), at=self.at)

    def _close(self, who, number, days):
        word = quarter_to_close(self.at)
        if word is not None:
            close_quarter(word, by=self.heads[0], at=self.at)

    def _reopen(self, who, number, days):
        close = PeriodClose.objects.in_force().order_by("-quarter").first()
        if close is None:
            return
        proposal = propose_reopening(close, reason=WHY, by=self.heads[who], at=self.at)
        with pytest.raises(Refused):
            answer_reopening(proposal, is_agreed=True, by=self.heads[who], at=self.at)
        answer_reopening(proposal, is_agreed=True, by=self.heads[1 - who], at=self.at)

    def _wait(self, who, number, days):
        self.at += timedelta(days=days)
