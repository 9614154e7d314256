"""Units file their ledgers each quarter: whole, by two, in time or late, and it stays so."""

from datetime import date, timedelta

import pytest
from django.core import mail
from tests.support import plan
from tests.support.plan import person

from demo.acts import holder
from demo.timetables import moment
from ledger import filings, freezing
from ledger.ledgers import LEDGERS, kept_by
from ledger.models import Filing, PeriodClose, Purchase
from ledger.reminders import remind_of_filings
from ledger.services import answer_reopening, close_quarter, entries, propose_reopening
from ledger.services import filings as services
from records.models import OutgoingMail
from registry.models import Organisation
from rules.refusal import Refused

pytestmark = pytest.mark.django_db
QUARTER, NEXT = "2020Q2", "2020Q3"
AT = moment(date(2020, 7, 2))


@pytest.fixture(autouse=True)
def _plan(office):
    plan.load_plan()


def unit(code="gh-test-01"):
    return Organisation.objects.get(code=code)


def reporter(code="gh-test-01"):
    return holder(f"unit_reporter@{code}")


def head(code="gh-test-01"):
    """Who signs for the unit: the supervising unit's head where it has none of its own."""
    office = filings.signed_in([unit(code)], AT.date())[unit(code).pk]
    return holder(f"unit_head@{office.code}")


def buy(number="1", *, day=date(2020, 6, 2), at=AT, code="gh-test-01", fen=121_000):
    return entries.record_entry(
        LEDGERS["unions"],
        unit(code),
        by=reporter(code),
        at=at,
        number=number,
        bought_on=day,
        product_name="示例脐橙",
        seller_name="示例",
        amount_fen=fen,
    )


def nothing_in(code="gh-test-01", *but):
    return [each.word for each in kept_by(unit(code)) if each.word not in but]


def prepared(word=QUARTER, *, code="gh-test-01", empty=None, at=AT):
    told = nothing_in(code, "unions") if empty is None else empty
    return services.prepare_filing(unit(code), word, empty=told, by=reporter(code), at=at)


def filed(word=QUARTER, *, at=AT, **about):
    filing = prepared(word, at=at, **about)
    return services.sign_filing(filing, by=head(filing.unit.code), at=at)


def closed(word=QUARTER, at=AT):
    return close_quarter(word, by=person("manager"), at=at)


def test_a_reporter_prepares_and_the_head_signs_what_was_prepared():
    buy()
    filing = filed()
    assert filing.state == ("filed", "已报送")
    assert filing.counted_quarter == QUARTER
    line = filing.lines["unions"]
    assert (line["count"], line["fen"], line["late"]) == (1, 121_000, 0)
    with pytest.raises(Refused, match="已报送"):
        prepared()
    with pytest.raises(Refused, match="已报送"):
        services.sign_filing(filing, by=head(), at=AT)


def test_nobody_prepares_for_another_unit_and_no_reporter_signs():
    buy()
    with pytest.raises(Refused, match="本单位填报人"):
        services.prepare_filing(unit(), QUARTER, by=reporter("swj"), at=AT)
    filing = prepared()
    for by in (reporter(), head("swj"), person("manager")):
        with pytest.raises(Refused, match="负责人审签"):
            services.sign_filing(filing, by=by, at=AT)


def test_a_ledger_without_entries_is_named_until_it_is_said_to_be_empty():
    with pytest.raises(Refused, match=r"没有记录，请补记.*：.*工会采购") as refused:
        prepared(empty=[])
    assert set(refused.value.fields) == {"empty"}
    buy()
    with pytest.raises(Refused, match="有记录，不能勾选“没有发生”：工会采购"):
        prepared(empty=nothing_in())
    assert not Filing.objects.exists()


def test_what_was_returned_and_not_mended_stands_in_the_way_and_the_rest_is_only_named():
    made = buy()
    texts = {gap.text: gap.blocks for gap in filings.gaps(unit(), QUARTER, date(2020, 7, 2))}
    assert texts == {"工会采购：1条没有凭证": False, "采购记录：1条待对账": False}
    ledger = LEDGERS["unions"]
    entries.return_entry(ledger, made, reason="金额不对", by=person("manager"), at=AT)
    with pytest.raises(Refused, match="退回的1条尚未更正"):
        prepared()
    entries.void_entry(ledger, made, reason="金额不对", by=reporter(), at=AT)
    buy()
    assert filed().lines["unions"]["count"] == 1


def test_a_quarter_that_has_not_ended_or_was_before_the_plan_is_not_filed():
    with pytest.raises(Refused, match="尚未结束"):
        prepared(NEXT, empty=nothing_in())
    with pytest.raises(Refused, match="不报送该季度"):
        prepared("2019Q4", empty=nothing_in())


def test_what_changes_between_the_two_hands_is_not_signed():
    buy()
    filing = prepared()
    buy("2")
    with pytest.raises(Refused, match="提交以后台账有变动"):
        services.sign_filing(filing, by=head(), at=AT)
    assert services.sign_filing(prepared(), by=head(), at=AT).lines["unions"]["count"] == 2


def test_what_comes_after_a_filing_is_in_the_next_one_and_in_one_alone():
    buy("1")
    filed()
    buy("2")
    buy("3", day=date(2020, 7, 2))
    at = moment(date(2020, 10, 2))
    line = filed(NEXT, at=at).lines["unions"]
    assert (line["count"], line["late"], line["fen"]) == (2, 1, 242_000)
    with pytest.raises(Refused, match="下一季度已报送"):
        services.return_filing(
            Filing.objects.get(quarter=QUARTER), reason="少了两条", by=person("manager"), at=at
        )


def test_who_skipped_a_quarter_tells_of_it_in_the_next_and_not_again():
    buy("1")
    at = moment(date(2020, 10, 2))
    assert filed(NEXT, at=at).lines["unions"]["late"] == 1
    with pytest.raises(Refused, match="已包括以前的记录"):
        prepared(at=at)


def test_the_head_gives_back_and_the_supervising_unit_returns_while_the_quarter_is_open():
    buy()
    filing = services.give_back_filing(prepared(), reason="请补凭证", by=head(), at=AT)
    assert (filing.state[0], filing.return_reason) == ("returned", "请补凭证")
    with pytest.raises(Refused, match="等待填报人更正"):
        services.sign_filing(filing, by=head(), at=AT)
    filing = filed()
    assert filing.return_reason == ""
    supervisor = filing.unit.parent.code
    with pytest.raises(Refused, match="主管单位、牵头单位"):
        services.return_filing(filing, reason="少了两条", by=head("gxs"), at=AT)
    with pytest.raises(Refused, match="退回原因"):
        services.return_filing(filing, reason="", by=head(supervisor), at=AT)
    filing = services.return_filing(filing, reason="少了两条", by=head(supervisor), at=AT)
    assert filing.state[0] == "returned"
    filing = filed()
    plan.sell(1, "A-1")
    closed()
    with pytest.raises(Refused, match="已关账，不能退回"):
        services.return_filing(filing, reason="少了两条", by=head(supervisor), at=AT)


def test_the_lead_of_a_task_follows_the_units_that_support_it():
    task = plan.all_units().filter(role="support").select_related("task").first()
    lead = task.task.units.get(role="lead").organisation
    followed = filings.followed_by(Organisation.objects.filter(pk=lead.pk))
    assert task.organisation in followed
    assert unit() not in filings.followed_by(Organisation.objects.filter(code="gxs"))


def test_who_closes_knows_who_has_filed_and_what_comes_later_counts_in_the_next_quarter():
    buy()
    filed()
    plan.sell(1, "A-1")
    close = closed()
    states = {name: state for name, state, _ in close.filings["units"]}
    assert states["示例机关工会（虚构）"] == "filed"
    assert states["区商务局"] == "missing"
    late = filed(code="swj", empty=nothing_in("swj"))
    assert late.counted_quarter == NEXT
    assert PeriodClose.objects.get().filings == close.filings
    plan.sell(1, "A-2", sold_on=date(2020, 8, 1), at=moment(date(2020, 10, 2)))
    following = closed(NEXT, moment(date(2020, 10, 3)))
    assert following.filings["late"] == ["区商务局2020年第二季度台账"]
    assert freezing.faults() == []


def test_a_quarter_opened_again_keeps_what_was_known_at_its_first_closing():
    plan.sell(1, "A-1")
    first = closed()
    why = "三笔记录的金额多登记了一位，更正后重新关账。"
    proposal = propose_reopening(first, reason=why, by=person("manager"), at=AT)
    answer_reopening(proposal, is_agreed=True, by=person("agrihead"), at=AT)
    filing = filed(code="swj", empty=nothing_in("swj"))
    assert filing.counted_quarter == QUARTER
    second = closed()
    assert dict(row[:2] for row in second.filings["units"])["区商务局"] == "filed"
    first.refresh_from_db()
    assert dict(row[:2] for row in first.filings["units"])["区商务局"] == "missing"


def test_whoever_changes_a_filed_entry_past_the_services_is_found():
    made = buy()
    filed()
    buy("2")
    entries.void_entry(
        LEDGERS["unions"], made, reason="填错了", by=reporter(), at=AT + timedelta(1)
    )
    assert filings.faults() == []
    Purchase.objects.filter(pk=made.pk).update(amount_fen=1)
    assert filings.faults() == [f"{unit()}2020年第二季度台账报送后，工会采购与报送时不符"]


def test_reporters_are_reminded_before_the_day_and_heads_too_once_it_has_passed():
    filed(code="swj", empty=nothing_in("swj"))
    soon, late = moment(date(2020, 7, 6)), moment(date(2020, 7, 9))
    assert remind_of_filings(soon) > 0
    keys = set(OutgoingMail.objects.values_list("key", flat=True))
    assert not any(key.startswith(f"filing:{unit('swj').pk}:") for key in keys)
    assert remind_of_filings(late) > 0
    assert mail.outbox == []
