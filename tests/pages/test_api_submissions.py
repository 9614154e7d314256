"""What the public sends in by another front end: the same forms, tickets, limits and receipts."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.supervision.conftest import SAID, solve

from publicity.models import Objection
from rules.vocabulary import BUYER_KINDS
from supervision.models import Complaint, PurchaseIntent

from .conftest import PUBLISHED, moment
from .test_api_writing import problem

INSIDE = moment(2020, 11, 17, 10)


@pytest.fixture
def send(office, client, clock):
    """``send(path, words)`` with a ticket for its scope and the solution of its puzzle."""

    def post(path, words, at=INSIDE, scope="complaint", ticket=None, **files):
        clock(at)
        ticket = ticket or taken(client, scope)
        clock(at + timedelta(seconds=60))
        return client.post(f"/api/v1/{path}", {**words, **ticket, **files})

    return post


def taken(client, scope):
    told = client.get("/api/v1/tickets", {"scope": scope}).json()
    return {"ticket": told["ticket"], "proof": solve(json.dumps(told["puzzle"]))}


def test_a_complaint_is_received_once_and_its_receipt_opens_what_became_of_it(
    send, client, clock, mailoutbox
):
    clock(INSIDE)
    ticket = taken(client, "complaint")
    evidence = SimpleUploadedFile("evidence.csv", "日期,情况\n".encode())
    first = send("complaints", SAID, ticket=ticket)
    again = send("complaints", SAID, ticket=ticket)
    assert first.status_code == 201, first.content.decode()
    assert again.json() == first.json()
    complaint = Complaint.objects.get()
    assert complaint.source == "web"
    assert complaint.answers_to(first.json()["query_code"])
    assert first["Cache-Control"] == "private, no-store"
    refused = send("complaints", {**SAID, "evidence": evidence})
    assert problem(refused, 409)["errors"][0]["field"] == "evidence"
    assert Complaint.objects.count() == 1


def test_an_answer_is_read_by_a_page_of_another_site(send):
    assert send("complaints", SAID)["Access-Control-Allow-Origin"] == "*"


def test_all_that_is_wrong_is_told_at_its_field(send):
    wrong = {**SAID, "content": "坏了", "certificate_no": "ZG-1"}
    told = problem(send("complaints", wrong), 422)
    assert {each["field"] for each in told["errors"]} == {"content", "certificate_no"}
    stale = {"ticket": "forged", "proof": ""}
    assert "停留时间过长" in problem(send("complaints", SAID, ticket=stale), 422)["detail"]
    unknown = problem(send("complaints", {**SAID, "category": "anything"}), 422)
    assert unknown["errors"] == [{"field": "category", "reason": "不在可用的取值之内"}]


def test_a_ticket_of_one_form_is_not_good_for_another(send, client, clock, product):
    page = product(0)
    clock(INSIDE)
    intent = send("intents", words_of_buyer(page), ticket=taken(client, "complaint"))
    problem(intent, 422)
    assert not PurchaseIntent.objects.exists()


def test_a_purchase_intent_reaches_the_applicant_with_consent_only(send, product, mailoutbox):
    words = words_of_buyer(product(0))
    problem(send("intents", {**words, "consent": "false"}, scope="intent"), 422)
    receipt = send("intents", words, scope="intent")
    assert receipt.status_code == 201, receipt.content.decode()
    assert receipt.json()["number"] == PurchaseIntent.objects.get().number
    problem(send("intents", {**words, "certificate_no": "ZG-0"}, scope="intent"), 404)


def words_of_buyer(page):
    return {
        "certificate_no": page.certificate.number,
        "buyer_kind": BUYER_KINDS[0][0],
        "buyer_name": "示例单位",
        "buyer_contact": "buyer@example.com",
        "request_text": "每月二十箱",
        "consent": "true",
    }


def test_an_objection_holds_the_product_of_a_running_notice(send, notice):
    page = notice(2)
    during = PUBLISHED + timedelta(days=1)
    entry = page.publicity.entries.first()
    words = {"entry": entry.pk, "content": "带动户数与实际情况不符，请核查。"}
    path = f"notices/{page.slug}/objections"
    answer = send(path, words, at=during, scope="objection")
    assert answer.status_code == 201, answer.content.decode()
    assert Objection.objects.get().entry_id == entry.pk
    assert answer.json()["handled_as"] == "objection"


def test_an_objection_to_a_notice_that_has_ended_is_handled_as_a_complaint(send, notice):
    page = notice(2)
    entry = page.publicity.entries.first()
    words = {"entry": entry.pk, "content": "带动户数与实际情况不符，请核查。"}
    late = PUBLISHED + timedelta(days=60)
    answer = send(f"notices/{page.slug}/objections", words, at=late, scope="objection")
    assert answer.status_code == 201, answer.content.decode()
    complaint = Complaint.objects.get()
    assert (complaint.late_entry, Objection.objects.exists()) == (entry, False)
    assert answer.json()["handled_as"] == "complaint"
    assert answer.json()["number"] == complaint.number
    words["entry"] = 999_999
    problem(send(f"notices/{page.slug}/objections", words, at=late, scope="objection"), 422)


def test_nobody_sends_more_than_the_limit_of_their_address(send):
    answers = [send("complaints", {**SAID, "content": f"{SAID['content']}{n}"}) for n in range(21)]
    assert [each.status_code for each in answers] == [201] * 20 + [409]


def test_a_ticket_says_how_its_puzzle_is_solved(send, client):
    told = client.get("/api/v1/tickets", {"scope": "intent"}).json()
    assert set(told["puzzle"]) == {"algorithm", "challenge", "maxNumber", "salt", "signature"}
    problem(client.get("/api/v1/tickets", {"scope": "anything"}), 422)
