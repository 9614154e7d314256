"""The public's doors, the desk's and the portal's: what each shows, and to whom."""

import re
from decimal import Decimal

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from demo.acts import agent
from demo.papers import pdf
from doors import tickets
from files.models import Scan, StoredFile
from ledger.services import record_sale, reverse_sale
from registry.callers import address_of
from rules.periods import ONE_DAY, local_day
from rules.refusal import Refused
from supervision.models import Complaint, EvidenceView, Inspection, PurchaseIntent
from supervision.services import inspections, intents, replies

from .conftest import SAID, ticket


@pytest.fixture(autouse=True)
def _today(now, office):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def signed_in(user):
    def browser(who):
        client = Client()
        backend = "django.contrib.auth.backends.ModelBackend"
        client.force_login(user(who) if isinstance(who, str) else who, backend=backend)
        return client

    return browser


@pytest.fixture
def post(client, now):
    """``post(**changes)``: the complaint form sent in without JavaScript."""

    def send(**changes):
        form = {**SAID, "ticket": ticket(now).signed(), **changes}
        return client.post("/complaints/new/", form)

    return send


def test_the_form_is_filled_in_from_the_certificate(client, certificate):
    html = client.get(f"/complaints/new/?about={certificate.number}").content.decode()
    assert certificate.number in html
    assert certificate.version.name in html
    assert "12317" in html
    assert "12345" in html
    assert "<script>" not in html
    assert "style=" not in html


def test_a_citizen_complains_and_follows_it_with_number_and_code(post, client, certificate, bring):
    letter = SimpleUploadedFile("照片.pdf", pdf("证据"))
    response = post(certificate_no=certificate.number, person_name="王小示", evidence=letter)
    assert response.url == "/complaints/received/"
    case = Complaint.objects.get()
    assert (case.source, case.applicant) == ("web", certificate.applicant)
    assert case.evidence.get().name == "照片.pdf"
    receipt = client.get(response.url).content.decode()
    assert case.number in receipt
    assert case.query_code in receipt
    bring(case, "fed_back")
    stranger = Client()
    asked = {"number": case.number.lower(), "code": case.query_code.lower()}
    html = stranger.post("/complaints/", asked).content.decode()
    assert "<title>办理情况" in html
    assert html.count(">已反馈<") == 2, "its badge and its step, which repeats nothing"
    assert "经核查属实，已责令改正。" in html
    assert "王小示" not in html
    assert SAID["content"] not in html
    assert stranger.get("/complaints/received/").status_code == 302


def test_number_and_code_cannot_be_guessed(complain, client):
    case = complain()
    wrong = {"number": case.number, "code": "22222222"}
    answers = [client.post("/complaints/", wrong).status_code for _ in range(22)]
    assert answers[:20] == [422] * 20
    assert answers[20:] == [429] * 2
    nobody = client.post("/complaints/", {"number": "TS209900001", "code": "x"})
    assert nobody.status_code == 429


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"content": "短"}, "至少10个字"),
        ({"category": ""}, "请选择问题类别"),
        ({"certificate_no": "ZG-1"}, "查不到这个证书编号"),
        ({"website": "http://x"}, "提交未被接受"),
        ({"ticket": "forged"}, "页面停留时间过长"),
        ({"evidence": SimpleUploadedFile("a.exe", b"MZ")}, "只接受"),
        ({"evidence": SimpleUploadedFile("a.pdf", b"MZ")}, "不能识别"),
        ({"person_contact": "0797-8000000"}, "请同时填写称呼"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(post, changes, reason):
    response = post(**changes)
    assert response.status_code == 422
    assert reason in response.content.decode()
    assert not Complaint.objects.exists()


def test_the_same_form_sent_twice_shows_the_same_receipt(post, client, now):
    same = ticket(now).signed()
    post(ticket=same)
    assert post(ticket=same).url == "/complaints/received/"
    assert Complaint.objects.get().number in client.get("/complaints/received/").content.decode()


def test_who_tries_too_often_is_not_even_read(post, monkeypatch):
    monkeypatch.setattr("doors.guarded_forms.TRIES", 3)
    answers = [post(content="短").content.decode() for _ in range(4)]
    assert ["提交次数过多" in html for html in answers] == [False, False, False, True]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "place"),
    [(0, "1.1.1.1", "127.0.0.1"), (1, "9.9.9.9, 1.1.1.1", "1.1.1.1"), (2, "1.1.1.1", "127.0.0.1")],
)
def test_a_forwarded_address_counts_only_from_proxies_of_ours(
    rf, settings, proxies, forwarded, place
):
    settings.TRUSTED_PROXIES = proxies
    assert address_of(rf.get("/", HTTP_X_FORWARDED_FOR=forwarded)) == place


def test_the_figures_count_and_name_nobody(complain, client):
    complain(person_name="王小示")
    html = client.get("/complaints/figures/").content.decode()
    assert "已登记" in html
    assert "王小示" not in html
    assert SAID["about_text"] not in html


def test_an_officer_takes_a_call_down_and_handles_it(signed_in, officer, office_of, certificate):
    desk = signed_in(officer)
    form = {**SAID, "source": "12317", "certificate_no": certificate.number}
    page = desk.post("/admin/desk/complaints/new/", form, follow=True)
    case = Complaint.objects.get()
    assert f"查询码 {case.query_code}" in page.content.decode()
    url = f"/admin/desk/complaints/{case.pk}/"
    accepted = {"act": "accept", "unit": office_of.pk, "handler": officer.pk}
    assert desk.post(url, accepted).status_code == 302
    desk.post(url, {"act": "investigate"})
    refused = desk.post(url, {"act": "decide", "action": "correct"})
    assert refused.status_code == 422
    assert "请写明调查情况" in refused.content.decode()
    decision = {"act": "decide", "action": "correct", "findings": "经走访核实，反映的情况属实。"}
    desk.post(url, {**decision, "public_summary": "经核查属实。"})
    unavailable = desk.get(url).context["unavailable"]
    assert ("close", "办结", ["尚未反馈，不能办结"]) in unavailable
    refused = desk.post(url, {"act": "close"}, follow=True)
    assert "尚未反馈，不能办结" in str(next(iter(refused.context["messages"])))
    case.refresh_from_db()
    assert case.state == "decided", "nobody has been told yet"
    desk.post(url, {"act": "feedback", "channel": "phone", "text": "已电话告知。"})
    desk.post(url, {"act": "close"})
    case.refresh_from_db()
    assert case.state == "closed"


def test_the_register_finds_by_state_source_and_words(signed_in, officer, complain):
    desk = signed_in(officer)
    cases = [complain() for _ in range(3)]
    desk.get("/admin/desk/complaints/")
    html = desk.get("/admin/desk/complaints/?source=12317").content.decode()
    assert all(case.number in html for case in cases)
    assert "还剩" in html
    assert cases[0].number not in desk.get("/admin/desk/complaints/?state=closed").content.decode()
    found = desk.get(f"/admin/desk/complaints/?q={cases[1].number}").content.decode()
    assert cases[1].number in found
    assert cases[0].number not in found


def test_others_have_no_door_to_complaints(signed_in, complain, certificate):
    case = complain()
    clerk = signed_in("fpb_clerk@fpb")
    assert clerk.get("/admin/desk/complaints/new/").status_code == 200
    for who in ("fpb_clerk@fpb", "station_officer@station-360702101"):
        found = signed_in(who).get(f"/admin/desk/complaints/{case.pk}/")
        assert found.status_code in (302, 403)
    bureau = signed_in("agri_reviewer@nyncj")
    assert bureau.get(f"/admin/desk/complaints/{case.pk}/").status_code == 404


def test_contact_and_evidence_are_shown_with_a_trace(signed_in, officer, complain):
    case = complain(
        person_name="王小示", person_contact="15400000001", evidence=[("a.pdf", pdf("x"))]
    )
    desk = signed_in(officer)
    assert "王小示" not in desk.get(f"/admin/desk/complaints/{case.pk}/").content.decode()
    url = f"/admin/desk/complaints/{case.pk}/person/"
    assert desk.post(url, {"purpose": ""}).status_code == 422
    assert "15400000001" in desk.post(url, {"purpose": "核实"}).content.decode()
    file = desk.get(f"/admin/desk/evidence/{case.evidence.get().uid}/")
    assert file.content.startswith(b"%PDF")
    assert EvidenceView.objects.get().user == officer
    other = signed_in("fpb_clerk@fpb").get(f"/admin/desk/evidence/{case.evidence.get().uid}/")
    assert other.status_code in (302, 403)


def test_the_applicant_answers_in_the_portal(
    signed_in, complain, bring, officer, certificate, user, now
):
    case = bring(complain(person_name="王小示"), "accepted")
    asked = replies.ask(case, question="请说明该批产品的检验情况。", by=officer, at=now)
    portal = signed_in(f"applicant@{certificate.applicant_id}")
    html = portal.get(f"/portal/complaints/{asked.pk}/").content.decode()
    assert "请说明该批产品的检验情况" in html
    assert "王小示" not in html
    assert SAID["content"] not in html
    empty = portal.post(f"/portal/complaints/{asked.pk}/").content.decode()
    assert "请写明情况" in empty
    assert "请核对后勾选" in empty, "it can be answered once only"
    report = SimpleUploadedFile("检验报告.pdf", pdf("检验"))
    answer = {"answer": "该批产品检验合格，附检验报告。", "evidence": report, "sure": "on"}
    portal.post(f"/portal/complaints/{asked.pk}/", answer)
    assert (
        "检验合格" in signed_in(officer).get(f"/admin/desk/complaints/{case.pk}/").content.decode()
    )
    uid = asked.evidence.get().uid
    assert portal.get(f"/portal/complaints/files/{uid}/").status_code == 200


def test_evidence_that_waits_for_the_scanner_is_told_of_and_not_shown(
    signed_in, complain, bring, officer, certificate, now
):
    case = bring(complain(evidence=[("a.pdf", pdf("x"))]), "accepted")
    asked = replies.ask(case, question="请说明该批产品的检验情况。", by=officer, at=now)
    applicant = agent(certificate.applicant_id)
    answer = {"answer": "该批产品检验合格，附检验报告。", "evidence": [("b.pdf", pdf("y"))]}
    replies.reply(asked, **answer, by=applicant, at=now)
    StoredFile.objects.update(scan=Scan.WAITING)
    desk = signed_in(officer).get(f"/admin/desk/evidence/{case.evidence.get().uid}/", follow=True)
    assert "正在等待病毒扫描" in desk.content.decode()
    portal = signed_in(f"applicant@{certificate.applicant_id}")
    address = f"/portal/complaints/files/{asked.evidence.get().uid}/"
    assert "正在等待病毒扫描" in portal.get(address, follow=True).content.decode()


def test_an_intent_reaches_its_applicant_and_nobody_else(
    client, signed_in, certificate, now, django_capture_on_commit_callbacks
):
    type(certificate.applicant).objects.update(email="a@example.com")
    url = f"/intents/new/?product={certificate.number}"
    form = {
        "buyer_kind": "unit",
        "buyer_name": "示例食堂",
        "buyer_contact": "0797-8000000",
        "request_text": "每月100公斤",
        "ticket": ticket(now, "intent").signed(),
    }
    assert "未经您同意" in client.post(url, form).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url, {**form, "consent": "on"}).status_code == 302
    intent = PurchaseIntent.objects.get()
    [letter] = mail.outbox
    assert "示例食堂" not in letter.body
    assert "0797" not in letter.body
    portal = signed_in(f"applicant@{certificate.applicant_id}")
    assert "0797-8000000" in portal.get(f"/portal/intents/{intent.pk}/").content.decode()
    portal.post(f"/portal/intents/{intent.pk}/", {"state": "contacted"})
    assert "已联系" in portal.get("/portal/intents/").content.decode()
    from demo import fiction

    other = signed_in(f"applicant@{fiction.applicant(2).pk}")
    assert other.get(f"/portal/intents/{intent.pk}/").status_code == 404
    assert client.get("/intents/new/?product=ZG-1").status_code == 404


def test_an_intent_that_became_a_sale_points_at_it_and_no_other_intent_does(
    signed_in, certificate, now, new_acts
):
    buyer = {"buyer_kind": "unit", "buyer_name": "示例食堂", "buyer_contact": "0797-8000000"}
    first, second = (
        intents.submit(certificate, request_text="每月100公斤", at=now, **buyer) for _ in range(2)
    )
    seller, today = agent(certificate.applicant_id), local_day(now)
    words = {"unit": "箱", "unit_price_fen": 5000, "channel": "canteen", "buyer_type": "organ"}
    words |= {"by": seller, "at": now, "quantity": Decimal(3), "buyer_name": "示例食堂"}
    sale = record_sale(certificate, external_id="A-1", sold_on=today, **words)
    before = record_sale(certificate, external_id="A-0", sold_on=today - ONE_DAY, **words)
    portal = signed_in(f"applicant@{certificate.applicant_id}")
    address = f"/portal/intents/{first.pk}/"
    page = portal.get(address).content.decode()
    assert ("示例食堂　150.00元　A-1" in page, "A-0" in page) == (True, False)
    for wrong in (
        {"state": "contacted", "sale": sale.pk},
        {"state": "closed", "sale": before.pk},
        {"state": "closed", "sale": "x"},
    ):
        assert portal.post(address, wrong).status_code == 422, wrong
    new_acts()
    assert portal.post(address, {"state": "closed", "sale": sale.pk}).status_code == 302
    assert [row.action for row in new_acts()] == ["supervision.mark_intent"]
    first.refresh_from_db()
    assert (first.sale, first.state) == (sale, "closed")
    assert "已成交" in portal.get("/portal/intents/").content.decode()
    assert "A-1" not in portal.get(f"/portal/intents/{second.pk}/").content.decode()
    with pytest.raises(Refused, match="一条记录只能对应一条意向"):
        intents.mark(second, state="closed", sale=sale, by=seller, at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        PurchaseIntent.objects.filter(pk=first.pk).update(state="new")
    reverse_sale(sale, reason="退货", by=seller, at=now)
    assert "该记录已冲正，请另选" in portal.get(address).content.decode()


def test_a_failed_inspection_waits_for_the_head_who_may_suspend(
    signed_in, certificate, user, head, now
):
    reviewer = signed_in("agri_reviewer@nyncj")
    assert certificate.number in reviewer.get("/admin/desk/inspections/").content.decode()
    plan = {"certificate": certificate.number, "owner": certificate.ruleset.bureau_id}
    assert reviewer.post("/admin/desk/inspections/", plan).status_code == 422
    reviewer.post("/admin/desk/inspections/", {**plan, "planned_on": f"{now:%Y-%m-%d}"})
    check = Inspection.objects.get()
    url = f"/admin/desk/inspections/{check.pk}/"
    result = {
        "done_on": f"{now:%Y-%m-%d}",
        "quality": "problem",
        "price": "sound",
        "benefit": "sound",
        "findings": "抽检的一批产品标签不完整。",
    }
    assert "不能定为合格" in reviewer.post(url, {**result, "conclusion": "passed"}).content.decode()
    assert reviewer.post(url, {**result, "conclusion": "failed"}).status_code == 302
    assert not inspections.unchecked(now.date()).exists()
    follow = {"text": "责令整改并暂停", "suspends": "on"}
    assert "负责人决定" in reviewer.post(url, follow).content.decode()
    assert signed_in(head).post(url, follow).status_code == 302
    certificate.refresh_from_db()
    assert certificate.status == "suspended"


def test_only_what_is_in_force_can_be_asked_for(certificate, now, officer):
    from catalog import services as catalog
    from rules.refusal import Refused

    catalog.suspend(certificate, by=officer, at=now, because="核查", reason="quality_safety")
    with pytest.raises(Refused, match="有效的目录"):
        intents.submit(certificate, at=now, buyer_kind="unit", buyer_name="甲", request_text="1")


def test_the_form_carries_a_challenge_for_its_ticket(client):
    html = client.get("/complaints/new/").content.decode()
    signed = re.search(r'name="ticket" value="([^"]+)"', html)[1]
    nonce = tickets.read(signed, "complaint").nonce
    assert nonce in re.search(r'data-challenge="([^"]+)"', html)[1]


def test_the_page_of_inspections_offers_no_list_of_all_entries(signed_in, certificate):
    desk = signed_in("fpb_reviewer@fpb")
    html = desk.get("/admin/desk/inspections/").content.decode()
    assert html.count("<option") < 10
    wrong = {"certificate": "ZG-0", "owner": certificate.ruleset.bureau_id}
    refused = desk.post("/admin/desk/inspections/", wrong)
    assert refused.status_code == 422
    assert "没有这个编号的有效目录条目" in refused.content.decode()
