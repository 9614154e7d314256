"""Who books and who closes at the same instant, in processes of their own, on either database."""

from datetime import date

import pytest
from tests.support.race import race

from demo.acts import agent
from demo.timetables import moment
from ledger import figures
from ledger.models import PeriodClose, SalesRecord
from ledger.services import keep_upload

pytestmark = pytest.mark.django_db(transaction=True)

AT = moment(date(2021, 2, 1)).isoformat()
DAYS = {"2020Q2": "2020-06-01", "2020Q3": "2020-08-01", "2020Q4": "2020-11-01"}


def sell(entry, number, sold_on="2020-06-01"):
    told = {"external_id": number, "sold_on": sold_on, "at": AT}
    return "sell", {"certificate": entry.pk, **told}


def test_no_sale_is_committed_into_a_quarter_that_was_just_frozen(listed):
    entry = listed()
    for quarter, day in DAYS.items():
        answers = race(
            *(sell(entry, f"{quarter}-{each}", day) for each in range(4)),
            ("close_quarter", {"quarter": quarter, "at": AT}),
        )
        assert all("ok" in answer for answer in answers)
        booked = SalesRecord.objects.filter(booked_quarter=quarter)
        assert figures.totals(booked) == PeriodClose.objects.get(quarter=quarter).totals
    assert SalesRecord.objects.count() == 12, "who came later is booked in the next quarter"


def test_one_slip_told_of_by_hand_and_in_a_file_at_once_is_booked_once(listed):
    entry = listed()
    who = {"by": agent(entry.applicant_id), "at": moment(date(2021, 2, 1))}
    batch = keep_upload(entry.applicant, name="a.csv", data=b"x", rows=[], **who)
    _, told = sell(entry, "A-1")
    file = {**told, "batch": batch.pk, "certificate": entry.number}
    answers = race(("sell", told), ("book_file", file))
    assert sorted(next(iter(answer)) for answer in answers) == ["ok", "refused"]
    assert SalesRecord.objects.filter(external_id="A-1").count() == 1
