"""Random bookings, files, purchases, filings, closings and reopenings: what is frozen stands."""

from contextlib import suppress
from copy import deepcopy
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support import plan
from tests.support.listed import bare_entry
from tests.support.standing import stands

from demo import fiction
from demo.acts import agent, holder
from demo.timetables import moment
from ledger import figures, filings, freezing
from ledger.ledgers import LEDGERS, kept_by
from ledger.models import Filing, PeriodClose, Purchase, SalesRecord
from ledger.services import (
    answer_reopening,
    close_quarter,
    entries,
    file_imports,
    propose_reopening,
    quarter_to_close,
    reconciling,
    record_sale,
    reverse_sale,
)
from ledger.services import filings as filing_services
from ledger.statistics import DIMENSIONS, summary
from ledger.task_policies import last_quarter
from records.models import AuditEvent
from registry.models import Organisation, User
from rules.refusal import Refused

WHY = "三笔记录的金额多登记了一位，更正后重新关账。"
ACTS = st.tuples(
    st.sampled_from(
        [
            *("sell", "sell", "reverse", "bring", "undo", "buy", "match", "unmatch", "apart"),
            *("void", "file", "send_back", "close", "reopen", "wait"),
        ]
    ),
    st.integers(0, 1),
    st.integers(1, 10**6),
    st.integers(0, 90),
)


HEADINGS = "流水号,证书编号,销售日期,数量,单位,单价（元）,销售渠道,购买方类型"
UNION = "gh-test-01"


pytestmark = [pytest.mark.django_db, pytest.mark.walk]


@pytest.fixture
@stands
def entries_of_two(office):
    """Two sellers' entries, and the plan that the units of the task are in."""
    plan.load_plan(6)
    return [bare_entry(fiction.facts(serial, 0), fiction.applicant(serial)) for serial in (1, 2)]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=st.lists(ACTS, min_size=5, max_size=40))
def test_closed_quarters_stand_and_totals_are_the_sum_of_their_lines(entries_of_two, acts):
    with transaction.atomic():
        Books(deepcopy(entries_of_two)).walk(acts)
        transaction.set_rollback(True)


def test_each_act_of_the_walk_does_happen(entries_of_two):
    """Else the walk above would prove nothing but refusals."""
    sales = ["sell", "bring", "buy", "match", "unmatch", "match", "buy", "void", "apart"]
    quarters = [*["wait"] * 2, "file", "send_back", "file", "close", "reopen", "undo"]
    Books(entries_of_two).walk([(kind, 0, 500, 60) for kind in (*sales, *quarters, "reverse")])
    assert Filing.objects.signed().count() == 1
    assert PeriodClose.objects.count() == 1
    assert Purchase.objects.filter(match="matched").count() == 1
    assert AuditEvent.objects.filter(action="ledger.reopen_match").count() == 1
    assert Purchase.objects.filter(match="apart").count() == 1
    assert Purchase.objects.filter(voided_at__isnull=False).count() == 1
    assert SalesRecord.objects.filter(reverses__isnull=False).count() == 3


class Books:
    """Two sellers, a union and two heads, driven through the services that the doors call."""

    def __init__(self, entries):
        self.entries = entries
        self.union = Organisation.objects.get(code=UNION)
        self.office = Organisation.objects.get(code="fpb")
        self.clerk, self.reporter = holder("fpb_clerk@fpb"), holder(f"unit_reporter@{UNION}")
        self.signer = holder(f"unit_head@{self.union.parent.code}")
        self.serial, self.batches = 0, []
        self.at = moment(date(2020, 6, 1))
        self.heads = [User.objects.get(username=name) for name in ("manager", "agrihead")]

    def walk(self, acts):
        frozen = {}
        for kind, who, number, days in acts:
            with suppress(Refused), transaction.atomic():  # what may not be changes nothing
                getattr(self, f"_{kind}")(who, number, days)
            for close in PeriodClose.objects.all():
                stands = (close.totals, close.tables, close.lines_sha256, close.last_line)
                stands += (close.filings,)
                assert frozen.setdefault(close.pk, stands) == stands
        assert freezing.faults() == []
        self._assert_totals()
        self._assert_each_purchase_once()

    def _assert_each_purchase_once(self):
        """In one filing at most, and each sale behind one purchase of a kind."""
        ledger, filed = LEDGERS["unions"], []
        for each in Filing.objects.signed():
            line = each.lines["unions"]
            earlier = filings.last_filed(each.unit, each.quarter)
            rows = filings.entries_of(
                ledger, each.unit, each.quarter, earlier=earlier, last=line["last"]
            )
            filed += rows.values_list("pk", flat=True)
        assert len(filed) == len(set(filed))
        matched = Purchase.objects.standing().filter(match="matched")
        assert matched.values("kind", "sale").distinct().count() == matched.count()

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

    def _bring(self, who, number, days):
        """A file with a new sale and one that an earlier file has told of."""
        entry = self.entries[who]
        day = max(entry.valid_from, self.at.date() - timedelta(days=days))
        rows = [
            f"P-{serial % 20},{entry.number},{day},1,箱,{1 + number % 90},扶贫832平台,机关"
            for serial in (number, number + 1)
        ]
        data, by = "\n".join([HEADINGS, *rows]).encode(), {"by": self.clerk, "at": self.at}
        batch = file_imports.keep_file("sales", self.office, name="a.csv", data=data, **by)
        file_imports.judge_file(batch, at=self.at)
        batch = file_imports.confirm_file(batch, only_good=True, **by)
        self.batches.append(file_imports.book_file(batch, at=self.at))

    def _undo(self, who, number, days):
        if self.batches:
            batch = self.batches[number % len(self.batches)]
            file_imports.undo_file(batch, reason="传错文件", by=self.clerk, at=self.at)

    def _buy(self, who, number, days):
        self.serial += 1
        entries.record_entry(
            LEDGERS["unions"],
            self.union,
            by=self.reporter,
            at=self.at,
            number=f"{self.serial}",
            bought_on=self.at.date() - timedelta(days=days),
            product_name="示例脐橙",
            seller_name="示例",
            amount_fen=number,
        )

    def _match(self, who, number, days):
        purchase, sale = reconciling.queue().first(), SalesRecord.objects.order_by("pk").first()
        if purchase and sale:
            reconciling.match_purchase(purchase, sale, by=self.clerk, at=self.at)

    def _unmatch(self, who, number, days):
        """A match, or an entry kept apart, that was a mistake."""
        decided = Purchase.objects.standing().exclude(match="waiting").order_by("pk").first()
        if decided:
            reconciling.reopen_match(decided, by=self.clerk, at=self.at)

    def _apart(self, who, number, days):
        purchase = reconciling.queue().first()
        if purchase:
            why = "销售单位在区外"
            reconciling.keep_apart(purchase, reason=why, by=self.clerk, at=self.at)

    def _void(self, who, number, days):
        purchase = Purchase.objects.standing().order_by("pk").first()
        if purchase:
            ledger = LEDGERS["unions"]
            entries.void_entry(ledger, purchase, reason="填错了", by=self.reporter, at=self.at)

    def _file(self, who, number, days):
        word = last_quarter(self.at.date())
        empty = [each.word for each in kept_by(self.union)]
        if filings.content(self.union, word)["unions"]["count"]:
            empty.remove("unions")
        about = {"empty": empty, "by": self.reporter, "at": self.at}
        filing = filing_services.prepare_filing(self.union, word, **about)
        filing_services.sign_filing(filing, by=self.signer, at=self.at)

    def _send_back(self, who, number, days):
        filing = Filing.objects.signed().order_by("-quarter").first()
        if filing:
            why = "请核对端午福利"
            filing_services.return_filing(filing, reason=why, by=self.signer, at=self.at)

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
