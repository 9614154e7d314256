"""Programs write with the rights of their person, once for each key, and leave a trail."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.support.programs import Program

from demo.acts import holder
from ledger.models import Venue
from records.models import AuditEvent
from registry.models import ApiCall, Membership
from registry.tokens import revoke_token

from .conftest import moment

INSIDE = moment(2020, 6, 3, 10)
VENUE = {
    "unit": "swj",
    "cells": {
        "number": "GUI-01",
        "kind": "专柜",
        "name": "示例专柜",
        "address": "示例路1号",
        "operator": "示例商超（虚构）",
        "opened_on": "2020-06-03",
    },
}
ENTRIES = "ledgers/venues/entries"


@pytest.fixture
def till(office, clock):
    """The system of a unit, with the token of its reporter."""
    clock(INSIDE)
    return Program(holder("unit_reporter@swj"), at=INSIDE)


def changed(**cells):
    return {**VENUE, "cells": {**VENUE["cells"], **cells}}


def problem(answer, status):
    assert answer.status_code == status, answer.content.decode()
    assert answer["Content-Type"] == "application/problem+json"
    return answer.json()


def test_an_entry_is_written_by_the_service_and_the_trail_names_person_and_token(till):
    answer = till.post(ENTRIES, VENUE)
    assert answer.status_code == 201, answer.content.decode()
    entry = answer.json()
    assert entry["cells"]["name"] == "示例专柜"
    assert answer["Location"] == entry["api_url"]
    assert Venue.objects.get().recorded_by == till.person
    row = AuditEvent.objects.get(action="ledger.enter")
    assert row.actor == till.person.username
    assert row.data["through"] == f"接口令牌“{till.token}”"
    assert till.get(f"{ENTRIES}/GUI-01").json() == entry
    assert till.get(ENTRIES).json() == {"items": [entry], "next_cursor": None}


def test_the_same_key_does_nothing_twice_and_answers_as_before(till):
    first = till.post(ENTRIES, VENUE, key="till-0001")
    again = till.post(ENTRIES, VENUE, key="till-0001")
    assert (again.status_code, again.json()) == (201, first.json())
    assert again["Idempotent-Replayed"] == "true"
    assert Venue.objects.count() == 1
    other = till.post(ENTRIES, changed(number="GUI-02"), key="till-0001")
    assert "幂等键" in problem(other, 422)["detail"]
    assert Venue.objects.count() == 1


def test_the_key_of_what_was_refused_brings_the_mended_request(till):
    refused = till.post(ENTRIES, changed(opened_on="2020-06-04"), key="till-0001")
    assert problem(refused, 409)["errors"] == [
        {"field": "opened_on", "reason": "开业日期不得晚于今天"}
    ]
    assert not ApiCall.objects.exists()
    assert till.post(ENTRIES, VENUE, key="till-0001").status_code == 201


def test_every_cell_that_says_nothing_is_told_at_once(till):
    wrong = changed(opened_on="昨天", kind="摊位", colour="红")
    told = problem(till.post(ENTRIES, wrong), 422)
    assert {each["field"] for each in told["errors"]} == {"opened_on", "kind", "colour"}


def test_without_an_open_token_nothing_is_answered(till):
    anonymous = Client().post(f"/api/v1/{ENTRIES}", VENUE, content_type="application/json")
    assert problem(anonymous, 401)["title"] == "须出示有效的令牌"
    assert anonymous["WWW-Authenticate"] == "Bearer"
    revoke_token(till.token, by=till.person, at=INSIDE)
    problem(till.post(ENTRIES, VENUE), 401)
    problem(till.get(ENTRIES), 401)
    assert not Venue.objects.exists()


def test_a_session_in_a_browser_writes_nothing_over_the_api(till, client):
    client.force_login(till.person, backend="django.contrib.auth.backends.ModelBackend")
    problem(client.post(f"/api/v1/{ENTRIES}", VENUE, content_type="application/json"), 401)


def test_a_token_is_good_for_what_it_was_made_for_and_no_more(till):
    writer = Program(till.person, at=INSIDE, scopes=["documents"])
    assert "登记本单位台账" in problem(writer.post(ENTRIES, VENUE), 403)["detail"]


def test_a_token_gives_no_right_that_its_person_has_not_today(till):
    other = Program(holder("unit_reporter@zgh"), at=INSIDE)
    problem(other.post(ENTRIES, VENUE), 403)
    Membership.objects.filter(user=till.person).update(
        valid_from=None, valid_until=INSIDE.date() - timedelta(days=1)
    )
    problem(till.post(ENTRIES, VENUE), 403)
    assert not Venue.objects.exists()


def test_nobody_reads_or_voids_the_entries_of_another_unit(till):
    till.post(ENTRIES, VENUE)
    other = Program(holder("unit_reporter@zgh"), at=INSIDE)
    assert other.get(ENTRIES).json()["items"] == []
    problem(other.get(f"{ENTRIES}/GUI-01"), 404)
    problem(other.post(f"{ENTRIES}/GUI-01/void", {"reason": "登记有误"}), 404)
    assert Venue.objects.standing().count() == 1


def test_a_wrong_entry_is_made_void_with_its_reason(till):
    till.post(ENTRIES, VENUE)
    problem(till.post(f"{ENTRIES}/GUI-01/void", {"reason": ""}), 409)
    voided = till.post(f"{ENTRIES}/GUI-01/void", {"reason": "重复登记"})
    assert voided.json()["is_void"] is True
    assert not Venue.objects.standing().exists()


def test_a_token_tells_of_itself_without_its_secret(till):
    answer = till.get("token")
    told = answer.json()
    assert (told["name"], told["scopes"]) == ("示例系统", ["documents", "ledgers"])
    assert till.secret not in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"


def test_the_ledgers_of_a_unit_name_their_columns(till):
    ledgers = {each["word"]: each for each in till.get("ledgers").json()}
    assert ledgers["venues"]["units"] == ["swj"]
    kinds = next(each for each in ledgers["venues"]["columns"] if each["name"] == "kind")
    assert "专柜" in kinds["choices"]
    strangers = Program(holder("fpb_clerk@fpb"), at=INSIDE)
    assert strangers.get("ledgers").json() == []


def test_the_list_of_entries_takes_the_same_queries_for_any_number(
    till, django_assert_max_num_queries
):
    for number in range(6):
        till.post(ENTRIES, changed(number=f"GUI-{number:02d}"))
    with django_assert_max_num_queries(8):
        assert len(till.get(ENTRIES, limit=2).json()["items"]) == 2
    with django_assert_max_num_queries(8):
        assert len(till.get(ENTRIES, limit=6).json()["items"]) == 6
