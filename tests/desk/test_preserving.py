"""保全 at the desk: who hears of it, and what a page from before may still decide."""

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.models import Application
from demo.acts import holder
from records.models import AuditEvent
from workflow.services import archives, preservations

pytestmark = pytest.mark.django_db
CLERK, HEAD = "fpb_clerk@fpb", "manager@fpb"
PAPER = {"paper_no": "示检调〔2030〕1号", "because": "检察机关调取，案件没有办结"}
TRACES = (*PAPER.values(), "保全", "示检调")


@pytest.fixture
def application(walked):
    """A paper that has ended and is not yet in the archive."""
    (item,) = walked("endorse", choice="refuse")
    return Application.objects.get(pk=item.application_id)


@pytest.fixture
def preservation(application, at):
    return preservations.preserve(application, **PAPER, by=holder(CLERK), at=at)


def test_neither_the_page_nor_the_file_of_a_paper_tells_others_of_it(
    preservation, application, at, signed_in, monkeypatch
):
    preservations.decide(preservation, is_approved=True, by=holder(HEAD), at=at)
    preservations.ask_to_lift(preservation, because="案件已经办结", by=holder(CLERK), at=at)
    address = reverse("desk:preserve", args=["application", application.pk])
    assert signed_in(CLERK).post(address, {"because": "检察机关"}).status_code == 422
    station = signed_in(f"station_officer@{application.station.code}")
    page = station.get(reverse("desk:application", args=[application.pk])).content.decode()
    assert application.number in page
    assert [words for words in TRACES if words in page] == []
    drawn = []
    monkeypatch.setattr(archives, "pdf", lambda html: drawn.append(html) or b"%PDF-")
    archives.archive(application, by=holder(CLERK), at=at)
    assert "办理记录" in drawn[0]
    assert [words for words in TRACES if words in drawn[0]] == []


def test_who_searches_the_trail_for_the_paper_finds_each_step_of_it(
    preservation, application, signed_in
):
    events = signed_in("auditor@fpb").get(
        reverse("records_auditevent_modeladmin_index"), {"q": application.number}
    )
    acts = {event.action for event in events.context["object_list"]}
    assert "workflow.preserve" in acts
    assert reverse("desk:preservation", args=[preservation.pk]) in events.content.decode()
    event = AuditEvent.objects.get(action="workflow.preserve")
    assert event.data["of"] == f"{application}"


def test_a_page_from_before_decides_nothing_that_was_asked_since(
    preservation, at, signed_in, time_travel
):
    time_travel(at.date(), 15)
    page, head = reverse("desk:preservation", args=[preservation.pk]), signed_in(HEAD)

    def opened():
        return {"stage": head.get(page).context["stage"], "decision": "agree"}

    def asks(because):
        now = timezone.now()
        return preservations.ask_to_lift(preservation, because=because, by=holder(CLERK), at=now)

    first = opened()
    assert head.post(page, first).status_code == 302
    asks("案件已经办结")
    answer = head.post(page, first)
    assert answer.status_code == 422
    assert "已有新的办理情况" in answer.content.decode()
    second = opened()
    preservations.lift(preservation, is_approved=False, by=holder(CLERK), at=timezone.now())
    time_travel(at.date(), 16)
    asks("另有一案，也已经办结")
    assert head.post(page, second).status_code == 422, "the reason is another one"
    preservation.refresh_from_db()
    assert preservation.lifted_at is None
    assert head.post(page, opened()).status_code == 302
    preservation.refresh_from_db()
    assert preservation.lifted_by == holder(HEAD)
