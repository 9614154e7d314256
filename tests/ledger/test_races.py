"""Who books and who closes at the same instant, in processes of their own, on either database."""

from datetime import date

import pytest
from django.db import transaction
from tests.support import plan, racers
from tests.support.race import Meanwhile, race

from demo.acts import agent
from demo.timetables import moment
from ledger import figures, freezing
from ledger.ledgers import kept_by
from ledger.models import PeriodClose, SalesRecord
from ledger.services import filings, keep_upload, propose_reopening
from registry.models import Organisation, User

pytestmark = pytest.mark.django_db(transaction=True)

AT = moment(date(2021, 2, 1))


def sell(entry, number):
    told = {"external_id": number, "sold_on": "2020-06-01", "at": AT.isoformat()}
    return "sell", {"certificate": entry.pk, **told}


def frozen():
    booked = SalesRecord.objects.filter(booked_quarter="2020Q2")
    return figures.totals(booked) == PeriodClose.objects.get().totals


def test_who_closes_waits_for_a_sale_that_is_being_booked(listed):
    entry = listed()
    close = Meanwhile("close_quarter", {"quarter": "2020Q2", "at": AT.isoformat()})
    with transaction.atomic():
        racers.sell(**sell(entry, "A-1")[1])
        close.go()
    assert close.answer() == {"ok": None}
    assert frozen()
    assert PeriodClose.objects.get().totals["count"] == 1


def test_who_books_waits_for_a_quarter_that_is_being_closed(listed):
    entry = listed()
    sale = Meanwhile(*sell(entry, "A-1"))
    with transaction.atomic():
        racers.close_quarter("2020Q2", AT.isoformat())
        sale.go()
    assert sale.answer() == {"ok": "2020Q3"}
    assert frozen()


def test_one_slip_told_of_by_hand_and_in_a_file_at_once_is_booked_once(listed):
    entry = listed()
    who = {"by": agent(entry.applicant_id), "at": AT}
    batch = keep_upload(entry.applicant, name="a.csv", data=b"x", rows=[], **who)
    _, told = sell(entry, "A-1")
    file = {**told, "batch": batch.pk, "certificate": entry.number}
    answers = race(("sell", told), ("book_file", file))
    assert sorted(next(iter(answer)) for answer in answers) == ["ok", "refused"]
    assert SalesRecord.objects.filter(external_id="A-1").count() == 1


def test_the_lines_of_a_quarter_closed_in_the_middle_of_bookings_are_whole(listed):
    """Whatever comes while it is closed falls wholly before or after, and the digest says so."""
    entries = [listed(serial) for serial in (1, 2, 3)]
    close = "close_quarter", {"quarter": "2020Q2", "at": AT.isoformat()}
    sales = [sell(entry, f"R-{entry.pk}") for entry in entries]
    answers = race(*sales[:2], close, *sales[2:])
    quarters = [answer["ok"] for answer in (*answers[:2], *answers[3:])]
    assert set(quarters) <= {"2020Q2", "2020Q3"}
    close = PeriodClose.objects.get()
    assert close.lines.count() == quarters.count("2020Q2") == close.totals["count"]
    assert freezing.faults() == []


def test_a_filing_signed_while_its_quarter_is_closed_falls_wholly_before_or_after(listed):
    plan.load_plan()
    racers.sell(**sell(listed(), "A-1")[1])
    unit = Organisation.objects.get(code="swj")
    empty = [each.word for each in kept_by(unit)]
    who = {"by": User.objects.get(username="swj-bao"), "at": AT}
    filing = filings.prepare_filing(unit, "2020Q2", empty=empty, **who)
    act = "sign_filing", {"filing": filing.pk, "at": AT.isoformat()}
    answers = race(act, ("close_quarter", {"quarter": "2020Q2", "at": AT.isoformat()}))
    counted = answers[0]["ok"]
    states = {name: state for name, state, _ in PeriodClose.objects.get().filings["units"]}
    assert (counted, states[unit.name]) in {("2020Q2", "filed"), ("2020Q3", "prepared")}
    assert freezing.faults() == []


def test_two_clicks_of_the_head_sign_a_filing_once(office):
    plan.load_plan()
    unit = Organisation.objects.get(code="swj")
    empty = [each.word for each in kept_by(unit)]
    who = {"by": User.objects.get(username="swj-bao"), "at": AT}
    filing = filings.prepare_filing(unit, "2020Q2", empty=empty, **who)
    act = "sign_filing", {"filing": filing.pk, "at": AT.isoformat()}
    assert sorted(next(iter(answer)) for answer in race(act, act)) == ["ok", "refused"]


def test_who_books_waits_for_a_quarter_that_is_being_opened_again(listed):
    entry, heads = listed(), User.objects.filter(username__in=("manager", "agrihead"))
    by, other = heads.get(username="manager"), heads.get(username="agrihead")
    racers.sell(**sell(entry, "A-1")[1])
    racers.close_quarter("2020Q2", AT.isoformat())
    why = "三笔记录的金额多登记了一位，更正后重新关账。"
    proposal = propose_reopening(PeriodClose.objects.get(), reason=why, by=by, at=AT)
    sale = Meanwhile(*sell(entry, "A-2"))
    with transaction.atomic():
        racers.answer_reopening(proposal.pk, other.username, AT.isoformat())
        sale.go()
    assert sale.answer() == {"ok": "2020Q2"}
    assert freezing.faults() == []


def test_two_heads_who_answer_at_once_open_it_once(listed):
    entry = listed()
    racers.sell(**sell(entry, "A-1")[1])
    racers.close_quarter("2020Q2", AT.isoformat())
    why = "三笔记录的金额多登记了一位，更正后重新关账。"
    by = User.objects.get(username="manager")
    proposal = propose_reopening(PeriodClose.objects.get(), reason=why, by=by, at=AT)
    act = "answer_reopening", {"reopening": proposal.pk, "by": "agrihead", "at": AT.isoformat()}
    answers = race(act, act)
    assert sorted(next(iter(answer)) for answer in answers) == ["ok", "refused"]
