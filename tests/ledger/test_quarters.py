"""Closed quarters: their lines stand, late records are marked, two heads open one again."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from demo.acts import agent
from demo.timetables import moment
from ledger import freezing
from ledger.models import PeriodClose, Reopening
from ledger.services import (
    answer_reopening,
    close_quarter,
    propose_reopening,
    record_sale,
    reverse_sale,
)
from registry.models import User
from rules.refusal import Refused

pytestmark = pytest.mark.django_db

AT = moment(date(2021, 2, 1))
WHY = "三笔直播带货记录的金额多登记了一位，更正后重新关账。"


@pytest.fixture
def heads(office):
    """The head of the office and the head of the bureau."""
    return User.objects.get(username="manager"), User.objects.get(username="agrihead")


@pytest.fixture
def sell(listed):
    """``sell(number, day, yuan)``: one sale of the same product."""
    entry = listed()

    def book(number, day, yuan=10):
        sale = {"unit": "箱", "channel": "market", "buyer_type": "school", "external_id": number}
        money = {"quantity": Decimal(1), "unit_price_fen": yuan * 100, "sold_on": day}
        return record_sale(entry, by=agent(entry.applicant_id), at=AT, **sale, **money)

    return book


def test_what_comes_late_counts_in_the_next_quarter_and_is_marked(sell, heads):
    sell("A-1", date(2020, 6, 1))
    close_quarter("2020Q2", by=heads[0], at=AT)
    late = sell("A-2", date(2020, 6, 2), 30)
    sell("A-3", date(2020, 8, 1))
    close = close_quarter("2020Q3", by=heads[0], at=AT)
    assert late.booked_quarter == "2020Q3"
    assert (close.late_count, close.late_fen, close.totals["count"]) == (1, 3000, 2)


def test_one_head_alone_opens_no_quarter_again(sell, heads, user):
    sell("A-1", date(2020, 6, 1))
    close = close_quarter("2020Q2", by=heads[0], at=AT)
    with pytest.raises(Refused, match="10至300字"):
        propose_reopening(close, reason="有误", by=heads[0], at=AT)
    with pytest.raises(Refused, match="由负责人提出"):
        propose_reopening(close, reason=WHY, by=user("fpb_clerk@fpb"), at=AT)
    proposal = propose_reopening(close, reason=WHY, by=heads[0], at=AT)
    with pytest.raises(Refused, match="等待另一位负责人"):
        propose_reopening(close, reason=WHY, by=heads[1], at=AT)
    with pytest.raises(Refused, match="须是两位负责人"):
        answer_reopening(proposal, is_agreed=True, by=heads[0], at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reopening.objects.update(is_agreed=True, answered_at=AT, answered_by=heads[0])
    assert sell("A-2", date(2020, 6, 2)).booked_quarter == "2020Q3"


def test_both_versions_of_a_quarter_opened_again_stand(sell, heads, new_acts):
    first = sell("A-1", date(2020, 6, 1))
    old = close_quarter("2020Q2", by=heads[0], at=AT)
    new_acts()
    proposal = propose_reopening(old, reason=WHY, by=heads[1], at=AT)
    answer_reopening(proposal, is_agreed=True, by=heads[0], at=AT)
    assert [row.action for row in new_acts()] == ["ledger.propose_reopening", "ledger.reopen"]
    seller = agent(first.applicant_id)
    reverse_sale(first, reason="金额有误", by=seller, at=AT, reversed_on=date(2020, 6, 3))
    sell("A-9", date(2020, 6, 2), 30)
    new = close_quarter("2020Q2", by=heads[0], at=AT)
    old.refresh_from_db()
    assert [(each.version, each.totals["amount_fen"]) for each in (old, new)] == [
        (1, 1000),
        (2, 3000),
    ]
    assert (old.lines.count(), new.lines.count()) == (1, 3)
    assert freezing.faults() == []
    with pytest.raises(Refused, match="已答复"):
        answer_reopening(proposal, is_agreed=True, by=heads[0], at=AT)
    with pytest.raises(Refused, match="已经重新开账"):
        propose_reopening(old, reason=WHY, by=heads[1], at=AT)


def test_a_refused_reopening_leaves_the_quarter_closed_and_may_be_asked_for_again(sell, heads):
    sell("A-1", date(2020, 6, 1))
    close = close_quarter("2020Q2", by=heads[0], at=AT)
    proposal = propose_reopening(close, reason=WHY, by=heads[0], at=AT)
    with pytest.raises(Refused, match="不同意的理由"):
        answer_reopening(proposal, is_agreed=False, by=heads[1], at=AT)
    answer_reopening(
        proposal, is_agreed=False, answer="以冲正更正即可，不必开账。", by=heads[1], at=AT
    )
    close.refresh_from_db()
    assert close.reopened_at is None
    propose_reopening(close, reason=WHY, by=heads[1], at=AT)


def test_only_the_quarter_closed_last_is_opened_again(sell, heads):
    sell("A-1", date(2020, 6, 1))
    first = close_quarter("2020Q2", by=heads[0], at=AT)
    close_quarter("2020Q3", by=heads[0], at=AT)
    with pytest.raises(Refused, match="应先重新开账2020Q3"):
        propose_reopening(first, reason=WHY, by=heads[0], at=AT)


def test_a_line_changed_behind_the_services_is_found(sell, heads):
    sell("A-1", date(2020, 6, 1))
    close_quarter("2020Q2", by=heads[0], at=AT)
    assert freezing.faults() == []
    with connection.cursor() as cursor:  # the sums stay, the line does not
        cursor.execute("UPDATE ledger_salesrecord SET buyer_name = '示例学校'")
    assert freezing.faults() == ["2020Q2关账后，记录摘要与记录不符"]


def test_heads_open_a_quarter_again_at_the_desk(sell, heads):
    sell("A-1", date(2020, 6, 1))
    close = close_quarter("2020Q2", by=heads[0], at=AT)
    address = reverse("desk:quarter", args=[close.pk])
    first, second = Client(), Client()
    first.force_login(heads[0], backend="django.contrib.auth.backends.ModelBackend")
    second.force_login(heads[1], backend="django.contrib.auth.backends.ModelBackend")
    assert "逐条重新计算，与关账时一致" in first.get(address).content.decode()

    def page(client, **fields):
        return {"proposal": client.get(address).context["proposal"], **fields}

    assert first.post(address, page(first, reason="错")).status_code == 422
    assert first.post(address, page(first, reason=WHY)).status_code == 302
    assert first.post(address, page(first, is_agreed="yes")).status_code == 422
    assert "等待另一位负责人" in first.get(address).content.decode()
    before = page(second, is_agreed="yes")
    assert second.post(address, {**before, "is_agreed": "no", "answer": WHY}).status_code == 302
    assert first.post(address, page(first, reason=f"{WHY}，另有一笔")).status_code == 302
    old_page = second.post(address, before)
    assert old_page.status_code == 422, "another proposal has come since"
    assert "重新开账的建议已有变化" in old_page.content.decode()
    assert second.post(address, page(second, is_agreed="yes")).status_code == 302
    assert "本版已于" in second.get(address).content.decode()
    assert not PeriodClose.objects.in_force().exists()
