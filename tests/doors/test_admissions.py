"""Against floods: exact limits, single-use tickets, one case for one form however often sent."""

import json
from datetime import timedelta

import pytest
from tests.supervision.conftest import solve, ticket, visit
from tests.support.race import race

from doors import admissions, tickets
from doors.admissions import admit, count, forget_old, price
from doors.models import Admission, RateCount
from rules.refusal import Refused
from supervision.models import Complaint


@pytest.fixture
def flood(complain, now):
    """``flood(n, **visit)``: n forms sent in; how many were let in."""

    def send(number, place="here", is_proved=True, scope="complaint"):
        accepted = 0
        for serial in range(number):
            where = place(serial) if callable(place) else place
            nonce = f"{scope}{is_proved}{where}{serial}"
            sent = visit(now, nonce=nonce, place=where, is_proved=is_proved, scope=scope)
            try:
                admit(sent, complain, at=now)
                accepted += 1
            except Refused:
                continue
        return accepted

    return send


@pytest.fixture
def soon_busy(monkeypatch):
    """Ten forms an hour are many here, so that a flood need not be one."""
    monkeypatch.setattr(admissions, "BUSY", 10)


def test_of_two_hundred_forms_from_one_place_twenty_are_let_in(flood):
    assert flood(200) == Complaint.objects.count() == 20


def test_without_a_proof_five_from_one_place(flood):
    assert flood(40, is_proved=False) == 5


def test_whatever_others_send_nobody_is_refused_for_it(flood, soon_busy):
    assert flood(20, place=lambda serial: f"p{serial // 5}", is_proved=False) == 20, "4 places"
    assert flood(40, place=lambda serial: f"q{serial}", is_proved=False) == 40
    assert flood(100, place=lambda serial: f"r{serial // 20}") == 100


def test_an_objection_is_refused_for_no_number_at_all(flood):
    assert flood(60, is_proved=False, scope="objection") == 60
    assert flood(60, is_proved=True, scope="objection") == 60


def test_when_much_comes_in_a_proof_costs_more_until_the_hour_is_over(flood, soon_busy, now):
    def numbers(at):
        return json.loads(tickets.challenge(ticket(at), price("complaint", at=at)))["maxNumber"]

    usual = numbers(now)
    flood(22, place=lambda serial: f"p{serial}")
    assert numbers(now) == 3 * usual
    assert price("objection", at=now) == 1
    flood(90, place=lambda serial: f"q{serial}")
    assert numbers(now) == 8 * usual, "never dearer than that"
    assert numbers(now + timedelta(hours=1)) == usual


def test_without_a_proof_a_busy_form_takes_longer_and_an_objection_never(
    flood, soon_busy, complain, now
):
    flood(22, place=lambda serial: f"p{serial}")
    flood(22, place=lambda serial: f"p{serial}", scope="objection")
    with pytest.raises(Refused, match="提交过快"):
        admit(visit(now, is_proved=False, waited=10), complain, at=now)
    admit(visit(now, is_proved=False, waited=13), complain, at=now)
    admit(visit(now, nonce="o", is_proved=False, waited=5, scope="objection"), complain, at=now)


def test_a_form_sent_twice_is_one_case_and_other_words_need_another_form(complain, now):
    first = admit(visit(now), complain, at=now)
    assert admit(visit(now), complain, at=now) == first
    assert Complaint.objects.count() == 1
    with pytest.raises(Refused, match="已经提交过"):
        admit(visit(now, digest="other"), complain, at=now)


def test_a_refused_form_uses_nothing_up(complain, now):
    with pytest.raises(Refused, match="请说明反映的内容"):
        admit(visit(now), lambda: complain(content=""), at=now)
    assert not Admission.objects.exists()
    assert admit(visit(now), complain, at=now)


def test_a_machine_without_a_proof_is_too_fast(complain, now):
    with pytest.raises(Refused, match="提交过快"):
        admit(visit(now, is_proved=False, waited=1), complain, at=now)
    admit(visit(now, is_proved=True, waited=1), complain, at=now)


def test_a_proof_is_good_for_its_own_ticket_only(at):
    mine, other = ticket(at), ticket(at)
    proof = solve(tickets.challenge(mine))
    assert tickets.is_proved(mine, proof)
    assert not tickets.is_proved(other, proof)
    for nonsense in ("", "xx", "e30=", "bnVsbA==", "WzFd", proof[:-8]):
        assert not tickets.is_proved(mine, nonsense)


def test_a_ticket_is_ours_for_one_purpose_and_three_hours(at):
    mine = ticket(at)
    assert tickets.read(mine.signed(), "complaint") == mine
    assert tickets.read(mine.signed(), "objection") is None
    assert tickets.read(mine.signed()[:-1] + "x", "complaint") is None
    assert not mine.is_stale(at)
    assert mine.is_stale(at + timedelta(hours=4))


def test_places_are_kept_as_hashes_that_change_every_day(at):
    key = tickets.place_key("203.0.113.7", at=at)
    assert "203" not in key
    assert key == tickets.place_key("203.0.113.7", at=at + timedelta(hours=1))
    assert key != tickets.place_key("203.0.113.7", at=at + timedelta(days=1))
    home = tickets.place_key("2001:db8:1:2:3::1", at=at)
    assert home == tickets.place_key("2001:db8:1:2:9::9", at=at)
    short = tickets.place_key("2001:db8::1", at=at)
    assert short == tickets.place_key("2001:db8::2:1", at=at) != home


@pytest.mark.django_db
def test_counts_start_again_in_the_next_window_and_are_forgotten(at):
    assert [count("x", "k", limit=2, at=at) for _ in range(3)] == [True, True, False]
    assert count("x", "k", limit=2, at=at + timedelta(hours=1))
    assert forget_old(at + timedelta(days=4)) == 2
    assert not RateCount.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_double_click_makes_one_case_in_two_processes(office, at):
    act = ("complaint", {"nonce": "twice", "at": at.isoformat()})
    answers = race(act, act)
    assert answers[0] == answers[1]
    assert Complaint.objects.count() == 1
