"""Every address of the desk × every role × own and other organisation: sent off, 404 or in.

A new address that nobody has put into ``DOORS`` fails here, so none is ever open by oversight.
"""

from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from demo.papers import pdf
from registry.models import Membership, Organisation, User
from rules.vocabulary import ROLES
from supervision.models import Publicity
from workflow import charts
from workflow.desk.urls import urlpatterns
from workflow.models import (
    Document,
    Letter,
    Material,
    Opinion,
    OpinionFile,
    Report,
    SavedFilter,
    Turn,
    UpperReview,
)
from workflow.services import evidence

pytestmark = pytest.mark.django_db

EVERY_OFFICER = {role for role, _title in ROLES}
STATION, DISTRICT, UPPER = (
    {"station_officer", "station_head"},
    {
        "fpb_clerk",
        "fpb_reviewer",
        "agri_reviewer",
        "upper_recorder",
        "complaint_officer",
        "manager",
        "agri_head",
        "auditor",
    },
    {"city_reviewer", "province_reviewer"},
)
OFFICE = {
    **dict.fromkeys(STATION, "station-360702101"),
    **dict.fromkeys(DISTRICT, "fpb"),
    "agri_reviewer": "nyncj",
    "agri_head": "nyncj",
    "city_reviewer": "city-fpb",
    "province_reviewer": "province-fpb",
}


@dataclass(frozen=True)
class Door:
    """Whom a page lets in, and the paper that it is about ("" when it is about none)."""

    roles: set
    about: str = ""
    method: str = "get"


def _any(about="", method="get"):
    return Door(EVERY_OFFICER, about, method)


DOORS = {
    "inbox": _any(),
    "csv": _any(),
    "xlsx": _any(),
    "save_filter": _any(method="post"),
    "forget_filter": _any("nobody", "post"),
    "bulk": _any(method="post"),
    "claim": _any("listed", "post"),
    "release": _any("listed", "post"),
    "application": _any("listed"),
    "tie": _any("submitted", "post"),
    "endorse": Door({"station_officer"}, "submitted"),
    "benefit": Door({"fpb_reviewer"}, "endorsed"),
    "quality": Door({"agri_reviewer"}, "endorsed"),
    "chart": _any("listed"),
    "bpmn": _any("listed"),
    "objection": Door({"complaint_officer", "fpb_clerk"}, "listed"),
    "investigate": Door({"complaint_officer"}, "listed"),
    "terminate": Door({"manager"}, "listed"),
    "material": _any("listed"),
    "opinion_file": _any("listed"),
    "scan": _any("listed"),
    "letter": _any("listed"),
    "report_paper": _any("listed"),
    "evidence": _any("listed"),
    "assign": Door({"fpb_clerk"}),
    "notice": Door({"fpb_clerk"}),
    "report": Door({"fpb_clerk"}),
    "city": Door({"upper_recorder", "city_reviewer"}),
    "province": Door({"upper_recorder", "province_reviewer"}),
    "national": Door({"upper_recorder"}),
    "list": Door({"fpb_clerk"}),
}
#: Pages whose door is checked after the paper was found: who may not see it learns nothing.
PAPER_FIRST = {"endorse", "benefit", "quality"}


def test_every_address_is_classified():
    assert {pattern.name for pattern in urlpatterns} == set(DOORS)


@pytest.fixture
def papers(walked, paper):
    """One paper just submitted, one endorsed, one that has been up to the province."""
    return {
        "listed": walked("national", serial=1)[0],
        "endorsed": walked("endorse", serial=4)[0],
        "submitted": paper(serial=7)[0],
    }


@pytest.fixture
def addresses(papers):
    listed = papers["listed"]
    kept = evidence.keep("kept.pdf", pdf("kept"))
    Publicity.objects.filter(level="national").update(evidence_sha256=kept)
    opinion = Opinion.objects.filter(item=listed).first()
    file = OpinionFile.objects.create(opinion=opinion, name="kept.pdf", sha256=kept)
    review = UpperReview.objects.filter(item=listed).first()
    UpperReview.objects.filter(pk=review.pk).update(scan_sha256=kept)
    letter = Letter.objects.create(item=listed, kind="listed", text="文", sent_at=opinion.signed_at)
    report = Report.objects.get(reviews__item=listed)
    for thing in ({"letter": letter}, {"report": report}):
        Document.objects.create(
            sha256=kept, size=1, drawn_at=opinion.signed_at, title="文", **thing
        )
    somebody = User.objects.get(username="editor")
    args = {
        "forget_filter": SavedFilter.objects.create(person=somebody, name="他人的").pk,
        "claim": Turn.objects.filter(item=listed).first().task_id,
        "release": Turn.objects.filter(item=listed).first().task_id,
        "material": Material.objects.filter(application=listed.application).first().uid,
        "opinion_file": file.pk,
        "scan": review.pk,
        "letter": letter.pk,
        "report_paper": report.pk,
        "evidence": kept,
    }
    of_application = {"application", "tie", *PAPER_FIRST}
    for name, door in DOORS.items():
        if door.about and name not in args:
            item = papers[door.about]
            args[name] = item.application_id if name in of_application else item.pk
    return {
        name: reverse(f"desk:{name}", args=[args[name]] if name in args else []) for name in DOORS
    }


@pytest.fixture
def empty_pages(monkeypatch):
    """Pages are asked for, not drawn: this is about who comes to see them."""

    def drawn(view, context, **kwargs):
        answer = HttpResponse("in", status=kwargs.get("status", 200))
        answer.lines = context.get("lines")
        return answer

    monkeypatch.setattr(WagtailAdminTemplateMixin, "render_to_response", drawn)
    monkeypatch.setattr(charts, "svg", lambda *args: "<svg/>")


@pytest.fixture
def officer(office):
    """``officer(role, own)``: a browser of who holds ``role`` in the right office or another."""
    staff = User.objects.get(username="clerk").groups.all()

    def hire(role, own):
        code = OFFICE[role] if own else f"other-{role}"
        where, _ = Organisation.objects.get_or_create(
            code=code, defaults={"name": "外单位", "kind": "department", "level": "district"}
        )
        person = User.objects.create(username=f"{role}-{own}", first_name="示例")
        person.groups.set(staff)
        Membership.objects.create(user=person, organisation=where, role=role)
        return client(person)

    return hire


def client(person):
    browser = Client()
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def outcome(browser, name, address):
    response = getattr(browser, DOORS[name].method)(address)
    if response.status_code == 302 and response.url in ("/admin/", f"/admin/login/?next={address}"):
        return "sent off"
    if response.status_code in (200, 302, 422):
        assert not (name in BATCHES and response.status_code == 200 and response.lines), name
        return "in"
    return {403: "sent off", 404: "404"}.get(response.status_code, response.status_code)


BATCHES = {"assign", "notice", "report", "city", "province", "national", "list"}


def sees(role, own, about):
    """Whether the paper exists for who holds ``role``: own papers, and what came up to a level."""
    return own and (role not in UPPER or about == "listed")


def expected(name, role, own):
    door = DOORS[name]
    if not door.about:
        return "in" if role in door.roles else "sent off"
    if door.about == "nobody":
        return "404"
    if role not in door.roles and name not in PAPER_FIRST:
        return "sent off"
    if not sees(role, own, door.about):
        return "404"
    return "in" if role in door.roles else "sent off"


def test_each_role_comes_as_far_as_its_duty_goes(papers, addresses, empty_pages, officer):
    wrong = []
    for role in EVERY_OFFICER:
        for own in (True, False):
            browser = officer(role, own)
            for name, address in addresses.items():
                found = outcome(browser, name, address)
                if found != expected(name, role, own):
                    wrong.append((name, role, own, found))
    assert wrong == []


def test_strangers_applicants_and_editors_come_nowhere(
    papers, addresses, empty_pages, applicant_of, editor
):
    people = [Client(), client(editor), client(applicant_of(papers["listed"]))]
    wrong = [
        (name, found)
        for browser in people
        for name, address in addresses.items()
        if (found := outcome(browser, name, address)) != "sent off"
    ]
    assert wrong == []
