"""A holder's own till tells of sales: the portal's service, for one's own entries and no others."""

from decimal import Decimal

import pytest
from tests.support.programs import Program

from catalog.services import suspend
from demo import fiction
from demo.acts import agent
from ledger.models import SalesRecord
from ledger.services import record_sale
from records.models import AuditEvent
from registry.models import User
from registry.tokens import make_token
from rules.refusal import Refused

from .conftest import listed_certificate, moment
from .test_api_writing import problem

AT = moment(2020, 11, 18, 10)
SALES = "own/sales"


@pytest.fixture
def entries(office):
    """An entry of applicant 1 and one of applicant 2."""
    return [listed_certificate(0), listed_certificate(0, serial=2)]


@pytest.fixture
def till(entries, clock):
    """The till of applicant 1, with the token of the person who acts for it."""
    clock(AT)
    return Program(agent(fiction.applicant(1).pk), at=AT, scopes=["sales"])


@pytest.fixture
def sale(entries):
    words = {
        "certificate": entries[0].number,
        "external_id": "POS-0001",
        "sold_on": "2020-11-17",
        "quantity": "2.5",
        "unit": "箱",
        "unit_price_fen": 6800,
        "channel": "counter",
        "buyer_type": "individual",
    }
    return lambda **more: {**words, **more}


def test_a_sale_is_booked_by_the_service_and_the_trail_names_person_and_token(till, sale):
    answer = till.post(SALES, sale())
    assert answer.status_code == 201, answer.content.decode()
    told = answer.json()
    assert (told["amount_fen"], told["not_counted_because"]) == (17000, "")
    row = SalesRecord.objects.get()
    assert (row.recorded_by, row.source) == (till.person, "self_report")
    event = AuditEvent.objects.get(action="ledger.sale")
    assert event.data["through"] == f"接口令牌“{till.token}”"
    assert till.get(f"{SALES}/{row.uid}").json() == told
    assert answer["Location"] == told["api_url"]
    assert till.get(SALES, external_id="POS-0001").json()["items"] == [told]


def test_a_slip_is_booked_once_whatever_key_it_comes_under(till, sale):
    till.post(SALES, sale())
    told = problem(till.post(SALES, sale()), 409)
    assert "同一笔销售只登记一次" in told["detail"]
    assert SalesRecord.objects.count() == 1


def test_every_reason_against_a_sale_is_told_at_its_field(till, sale):
    wrong = sale(sold_on="2020-11-19", quantity=-1, buyer_name="某某", unit="")
    told = problem(till.post(SALES, wrong), 409)
    fields = {each["field"] for each in told["errors"]}
    assert fields == {"sold_on", "quantity", "buyer_name", "unit"}
    problem(till.post(SALES, sale(channel="摆摊")), 422)
    problem(till.post(SALES, sale(quantity="许多")), 422)
    assert not SalesRecord.objects.exists()


def test_a_wrong_sale_is_reversed_whole_and_once(till, sale):
    first = till.post(SALES, sale()).json()
    problem(till.post(f"{SALES}/{first['id']}/reversal", {"reason": ""}), 409)
    back = till.post(f"{SALES}/{first['id']}/reversal", {"reason": "数量填错"}).json()
    assert (back["amount_fen"], back["reverses"]) == (-17000, first["id"])
    assert till.get(f"{SALES}/{first['id']}").json()["reversed_by"] == back["id"]
    problem(till.post(f"{SALES}/{first['id']}/reversal", {"reason": "再次冲正"}), 409)


def test_nobody_sells_or_reads_what_is_another_holders(till, sale, entries):
    problem(till.post(SALES, sale(certificate=entries[1].number)), 404)
    other = Program(agent(fiction.applicant(2).pk), at=AT, scopes=["sales"])
    mine = till.post(SALES, sale()).json()
    assert other.get(SALES).json()["items"] == []
    problem(other.get(f"{SALES}/{mine['id']}"), 404)
    problem(other.post(f"{SALES}/{mine['id']}/reversal", {"reason": "数量填错"}), 404)
    numbers = [[row["number"] for row in each.get("own/certificates").json()]
               for each in (till, other)]  # fmt: skip
    assert numbers == [[entries[0].number], [entries[1].number]]


def test_a_sale_while_suspended_is_kept_and_says_that_it_does_not_count(till, sale, entries):
    suspend(
        entries[0], by=None, at=moment(2020, 11, 17, 9), because="投诉", reason="quality_safety"
    )
    assert till.get("own/certificates").json()[0]["status"] == "suspended"
    assert till.post(SALES, sale()).json()["not_counted_because"] == "暂停期间"


def test_who_left_the_unit_tells_nothing_more_of_it(till, sale):
    User.objects.filter(pk=till.person.pk).update(applicant=None, applicant_role="")
    for answer in (till.post(SALES, sale()), till.get(SALES), till.get("own/certificates")):
        assert "不代表任何申请单位" in problem(answer, 403)["detail"]


def test_a_token_of_an_applicant_does_nothing_of_the_office_and_the_other_way_round(till, office):
    problem(till.post("ledgers/venues/entries", {"unit": "swj", "cells": {}}), 403)
    problem(till.get("drafts/documents"), 403)
    for scopes in (["ledgers"], ["documents", "sales"], []):
        with pytest.raises(Refused, match="办理范围"):
            make_token(name="收银系统", scopes=scopes, days=30, by=till.person, at=AT)


def test_lists_take_as_many_queries_for_one_sale_as_for_ten(
    till, sale, entries, django_assert_max_num_queries
):
    words = {"unit": "箱", "channel": "counter", "buyer_type": "individual"}
    words |= {"quantity": Decimal(1), "unit_price_fen": 100, "sold_on": AT.date()}
    for number in range(10):
        record_sale(entries[0], by=till.person, at=AT, external_id=f"甲{number}", **words)
    with django_assert_max_num_queries(6):
        page = till.get(SALES, limit=4).json()
    assert len(page["items"]) == 4
    rest = till.get(SALES, cursor=page["next_cursor"], limit=100).json()
    assert (len(rest["items"]), rest["next_cursor"]) == (6, None)
