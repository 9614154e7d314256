"""Objections at the desk: their limit, their evidence in place, who made them after a purpose."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.support.desk import page

from demo.papers import pdf
from publicity.models import Objection, ObjectionEvidenceView, Publicity
from publicity.services import object_to
from records.models import AuditEvent
from registry import ties
from workflow.services import notices, submissions

pytestmark = pytest.mark.django_db
FACTS = {
    "channel": "letter",
    "content": "带动户数与实际不符",
    "person_name": "示例异议人",
    "person_contact": "0797-8200009",
}


@pytest.fixture
def objected(walked, signed_in, on_day):
    """A product held by an objection that came by letter, with a scan; and that objection."""
    (item,) = walked("notice")
    on_day(Publicity.objects.get().first_day)
    letter = {"evidence": SimpleUploadedFile("来信.pdf", pdf("来信"), "application/pdf")}
    signed_in("fpb_clerk@fpb").post(page("objection", item.pk), {**FACTS, **letter})
    return item, Objection.objects.get()


def test_everybody_sees_what_is_open_and_until_when_and_nobody_who_said_it(objected, signed_in):
    item, objection = objected
    for who in ("complaint_officer@fpb", "fpb_clerk@fpb", "manager@fpb", "agri_reviewer@nyncj"):
        html = signed_in(who).get(page("application", item.application_id)).content.decode()
        assert objection.number in html
        assert "异议核查：待签收，" in html
        assert "还剩10个工作日" in html
        assert "实名，已加密" in html
        assert "示例异议人" not in html
        assert (page("objector", objection.pk) in html) == (who == "complaint_officer@fpb")
    assert "仅核查人员可以查阅" in html
    queue = signed_in("complaint_officer@fpb").get(page("inbox"), {"tab": "queue"})
    assert [line.step for line in queue.context["page"].object_list] == ["异议核查"]


def test_who_objected_is_shown_after_a_purpose_which_stays_on_the_record(objected, signed_in):
    _item, objection = objected
    investigator, address = signed_in("complaint_officer@fpb"), page("objector", objection.pk)
    assert "示例异议人" not in investigator.get(address).content.decode()
    assert investigator.post(address, {"purpose": " "}).status_code == 422
    html = investigator.post(address, {"purpose": "电话核实"}).content.decode()
    assert "示例异议人" in html
    assert "0797-8200009" in html
    (event,) = AuditEvent.objects.filter(action="publicity.reveal")
    assert (event.because, event.subject_id) == ("电话核实", f"{objection.pk}")
    for other in ("fpb_clerk@fpb", "manager@fpb"):
        assert signed_in(other).post(address, {"purpose": "x"}).status_code in (302, 403)


def test_its_evidence_is_looked_at_in_place_with_a_trace(objected, signed_in):
    item, objection = objected
    address = page("evidence_file", objection.evidence.get().uid)
    investigator = signed_in("complaint_officer@fpb")
    for where in (page("application", item.application_id), page("investigate", item.pk)):
        assert f'<iframe src="{address}"' in investigator.get(where).content.decode()
    assert investigator.get(address)["X-Frame-Options"] == "SAMEORIGIN"
    assert ObjectionEvidenceView.objects.count() == 1
    assert signed_in("agri_reviewer@nyncj").get(address).status_code == 404


def test_a_tied_investigator_learns_nothing_of_it(objected, signed_in, user, at):
    item, objection = objected
    investigator = user("complaint_officer@fpb")
    ties.declare(investigator, item.application.applicant, at=at)
    browser = signed_in(investigator)
    answer = browser.post(page("objector", objection.pk), {"purpose": "电话核实"})
    assert answer.status_code == 422
    assert "回避" in answer.content.decode()
    assert browser.get(page("evidence_file", objection.evidence.get().uid)).status_code == 404
    html = browser.get(page("application", item.application_id)).content.decode()
    assert page("objector", objection.pk) not in html


def test_an_objection_to_what_was_withdrawn_waits_on_the_complaints_page_for_its_answer(
    walked, signed_in, applicant_of
):
    [item] = walked("notice", serial=2)
    entry = item.publicity_entries.get()
    at = entry.publicity.published_at + timedelta(hours=2)
    objection = object_to(entry, channel="web", content="带动户数与实际不符", at=at)
    notices.hold_objected(at)
    submissions.withdraw(item, by=applicant_of(item), at=at, because="")
    officer, form = signed_in("complaint_officer@fpb"), page("answer_objection", objection.pk)
    assert form in officer.get(page("complaints")).content.decode()
    assert form in officer.get(page("application", item.application_id)).content.decode()
    refused = officer.post(form, {"finding": "", "answer": "好"})
    assert refused.status_code == 422
    assert "请选择核查结论" in refused.content.decode()
    answer = {"finding": "rejected", "answer": "产品已由申请单位撤回，不再认定；所反映情况已核查。"}
    assert signed_in("fpb_clerk@fpb").post(form, answer).status_code == 302
    objection.refresh_from_db()
    assert objection.answered_at is None
    assert officer.post(form, answer).status_code == 302
    objection.refresh_from_db()
    assert objection.get_finding_display() == "不成立"
    assert form not in officer.get(page("complaints")).content.decode()
    again = officer.post(form, answer)
    assert (again.status_code, "该异议已答复" in again.content.decode()) == (422, True)
