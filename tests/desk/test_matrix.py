"""Every address of the desk × every role × own and other organisation: sent off, 404 or in.

A new address that is not in ``DOORS`` (tests/support/desk_doors.py) fails here, so none is ever
open by oversight.
"""

from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import path, resolve, reverse
from tests.support.desk_doors import (
    DOORS,
    EDITORS_TOO,
    EVERY_OFFICER,
    OFFICE,
    PAPER_FIRST,
    UNITS,
    UPPER,
)
from tests.support.desk_papers import (
    as_list,
    corrected,
    of_entries,
    of_ledgers,
    of_questions,
    of_readers,
)
from tests.support.stored import stored
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from applications.models import Material, Photo
from desk import inbox
from desk.urls import urlpatterns
from doors.models import TableExport
from publicity.models import Objection, Publicity
from registry.models import ListedWord, Membership, Organisation, RuleSet, User
from registry.roles import words_with
from rules.periods import local_day
from workflow import charts
from workflow.models import (
    Disposal,
    Document,
    Letter,
    LetterWording,
    Opinion,
    OpinionDraft,
    OpinionDraftFile,
    OpinionFile,
    Preservation,
    Question,
    Report,
    SavedFilter,
    Turn,
    UpperReview,
)

pytestmark = pytest.mark.django_db


def test_every_address_is_classified():
    assert {pattern.name for pattern in urlpatterns} == set(DOORS)


def test_an_address_that_nobody_classified_is_found(monkeypatch):
    """The check above is one that can fail: an open page is added, and it says so."""
    unknown = path("unknown/", inbox.Inbox.as_view(), name="nobody_thought_of_it")
    monkeypatch.setitem(globals(), "urlpatterns", [*urlpatterns, unknown])
    with pytest.raises(AssertionError, match="nobody_thought_of_it"):
        test_every_address_is_classified()


def test_each_page_asks_for_a_permission_of_just_the_roles_of_its_door():
    """Quicker than walking through all doors, and it names the page where one is forgotten."""
    for each in urlpatterns:
        needed = getattr(each.callback.view_class, "permission", None)
        if needed is not None:
            assert set(words_with(needed)) == DOORS[each.name].roles, each.name


def test_an_address_that_is_only_posted_to_leads_to_the_page_of_its_button(
    addresses, empty_pages, officer
):
    """As after signing in again; by the same door, and no further than the page itself lets in."""
    acts = {name for name, door in DOORS.items() if door.method == "post"}
    assert acts == {each.name for each in urlpatterns if "get" not in _methods(each)}
    pages = {each.name for each in urlpatterns} - acts
    allowed = {name: min(DOORS[name].roles) for name in acts}
    browsers = {role: officer(role, own=False) for role in {*allowed.values()}}
    for name, role in allowed.items():
        browser = browsers[role]
        answer = browser.get(addresses[name])
        assert answer.status_code == 302, name
        assert resolve(answer.url).url_name in pages, name
        assert browser.get(answer.url).status_code in (200, 404), name
    auditor = officer("auditor", own=True)
    assert auditor.get(addresses["decide"]).status_code == 302
    assert auditor.get(addresses["decide"]).url == "/admin/"
    assert auditor.put(addresses["claim"]).status_code == 405


def _methods(pattern):
    return pattern.callback.view_class.http_method_names


@pytest.fixture
def papers(walked, paper):
    """One paper just submitted, one endorsed, one that has been up to the province.

    Their rule set asks for a price review too, so that each role has papers of its own office.
    """
    bureau = Organisation.objects.get(code="scjgj")
    RuleSet.objects.update(price_bureau=bureau)
    return {
        "listed": walked("national", serial=1)[0],
        "endorsed": walked("endorse", serial=4)[0],
        "submitted": paper(serial=7)[0],
    }


@pytest.fixture
def addresses(papers, at):
    went_up = papers["listed"]
    stored_file = stored(at)
    Publicity.objects.filter(level="national").update(evidence=stored_file)
    opinion = Opinion.objects.filter(item=went_up).first()
    file = OpinionFile.objects.create(opinion=opinion, file=stored_file)
    review = UpperReview.objects.filter(item=went_up).first()
    UpperReview.objects.filter(pk=review.pk).update(scan=stored_file)
    letter = Letter.objects.create(
        item=went_up, kind="listed", text="文", sent_at=opinion.signed_at
    )
    report = Report.objects.get(reviews__item=went_up)
    for thing in ({"letter": letter}, {"report": report}):
        Document.objects.create(file=stored_file, drawn_at=opinion.signed_at, title="文", **thing)
    somebody = User.objects.get(username="editor")
    args = {
        "forget_filter": SavedFilter.objects.create(person=somebody, name="他人的").pk,
        "claim": Turn.objects.filter(item=went_up).first().task_id,
        "release": Turn.objects.filter(item=went_up).first().task_id,
        "material": Material.objects.filter(application=went_up.application).first().uid,
        "opinion_file": file.pk,
        "scan": review.pk,
        "correct_outcome": review.pk,
        "correction": corrected(review, at).pk,
        "letter": letter.pk,
        "take_back": opinion.pk,
        "applicant": went_up.application.applicant_id,
        "question": Question.objects.create(
            application=went_up.application,
            office=went_up.application.ruleset.office,
            text="请问何时上报市级？",
            asked_at=opinion.signed_at,
            asked_by=went_up.application.applicant.agents.get(),
            due_on=local_day(opinion.signed_at),
        ).pk,
        **dict.fromkeys(("move_officer", "end_officer"), somebody.pk),
        "letter_wording": "listed",
        "list_files": "transfer",
        "disposal": Disposal.objects.create(
            kind="destruction", number="示例", because="示例", entered_by=somebody, entered_at=at
        ).pk,
        "preserve": ("application", went_up.application_id),
        "preservation": Preservation.objects.create(
            application=went_up.application,
            number="示例",
            because="示例",
            paper_no="示例",
            entered_by=somebody,
            entered_at=at,
        ).pk,
        "wording": LetterWording.objects.create(
            kind="listed", is_shipped=True, because="示例", entered_by=somebody, entered_at=at
        ).pk,
        "new_word": "category",
        "word": ("category", "fruit"),
        "word_version": ListedWord.objects.create(
            word_list="category",
            code="other",
            name="其他类别",
            position=900,
            begins_on=date(2030, 1, 1),
            because="示例",
            entered_by=somebody,
            entered_at=at,
        ).pk,
        "urge": Turn.objects.filter(item=went_up).first().task_id,
        "report_paper": report.pk,
        "evidence": Publicity.objects.filter(level="national").first().pk,
    }
    notice = went_up.publicity_entries.get(publicity__level="district").publicity
    args |= dict.fromkeys(("notice_evidence", "notice_posting", "notice_package"), notice.pk)
    args["objector"] = Objection.objects.create(
        entry=went_up.publicity_entries.first(),
        channel="web",
        content="带动户数与实际不符",
        received_at=opinion.signed_at,
        answer_due_on=local_day(opinion.signed_at),
        number="YY202000001",
    ).pk
    args["answer_objection"] = args["objector"]
    args |= of_entries(papers["endorsed"], at, stored_file)
    args |= of_ledgers(at, stored_file)
    args |= of_readers(papers["endorsed"], at)
    args["item_changes"] = went_up.pk
    args["received_document"] = 1  # tests/workflow/test_deliveries.py has one
    draft = OpinionDraft.objects.create(
        item=went_up, person=somebody, step="benefit", saved_at=opinion.signed_at
    )
    args["draft_file"] = OpinionDraftFile.objects.create(draft=draft, file=stored_file).pk
    export = TableExport.objects.create(
        asked_by=somebody,
        asked_at=at,
        finished_at=at,
        address="/admin/",
        register="示例",
        title="他人的",
        rows=1,
        file=stored_file,
    )
    args |= dict.fromkeys(("take_export", "drop_export"), export.pk)
    args |= of_questions(went_up, somebody, opinion)
    args["photo"] = Photo.objects.create(
        item=went_up,
        file=stored_file,
        alt_text="示例图",
        added_at=at,
        added_by=somebody,
    ).pk
    of_application = {
        "application",
        "tie",
        "archive",
        "archive_pdf",
        "file",
        "circulate",
        *PAPER_FIRST,
    }
    for name, door in DOORS.items():
        if door.about and name not in args:
            item = papers[door.about]
            args[name] = item.application_id if name in of_application else item.pk
    return {
        name: reverse(f"desk:{name}", args=as_list(args[name]) if name in args else [])
        for name in DOORS
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
        b"".join(response)  # a file is closed when it was read
        return "in"
    return {403: "sent off", 404: "404"}.get(response.status_code, response.status_code)


BATCHES = {"assign", "notice", "report", "city", "province", "national", "list"}


def sees(role, own, about):
    """Whether the paper exists for who holds ``role``: own papers, and what came up to a level."""
    if about == "batch":
        return own and role in UNITS  # the office brings files of platforms, not of units
    if about in ("venue", "filing"):
        return own or role not in UNITS  # the office reads every unit's ledgers
    if role in UNITS:
        return False  # a responsible unit keeps ledgers; no paper is its own
    if about == "bulletin":  # of the office: its own people, and whoever checks and publishes
        return role in {"fpb_reviewer", "manager"} or (own and OFFICE[role] == "fpb")
    if about == "case":
        return own or role != "agri_reviewer"  # the bureau sees what it was given
    return own and (role not in UPPER or about == "listed")


def expected(name, role, own):
    door = DOORS[name]
    if not door.about:
        return "in" if role in door.roles else "sent off"
    if role not in door.roles and name not in PAPER_FIRST:
        return "sent off"
    if door.about == "nobody":
        return "404"
    if not sees(role, own, door.about):
        return "404"
    return "in" if role in door.roles else "sent off"


@pytest.mark.timeout(900)  # every address for every role: slow where the machine is busy
@pytest.mark.walk
def test_each_role_comes_as_far_as_its_duty_goes(papers, addresses, empty_pages, officer):
    wrong = []
    for role in EVERY_OFFICER:
        for own in (True, False):
            browser = officer(role, own)
            for name, address in addresses.items():
                reached = outcome(browser, name, address)
                if reached != expected(name, role, own):
                    wrong.append((name, role, own, reached))
    assert wrong == []


@pytest.mark.walk
def test_strangers_applicants_and_editors_come_nowhere(
    papers, addresses, empty_pages, applicant_of, editor
):
    people = {
        "stranger": (Client(), {}),
        "editor": (client(editor), EDITORS_TOO),
        "applicant": (client(applicant_of(papers["listed"])), {}),
    }
    wrong = [
        (who, name, reached)
        for who, (browser, allowed) in people.items()
        for name, address in addresses.items()
        if (reached := outcome(browser, name, address)) != allowed.get(name, "sent off")
    ]
    assert wrong == []
