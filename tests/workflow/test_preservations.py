"""保全: what somebody needs as evidence is destroyed by nothing, and let go by two people."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.support.standing import stands
from tests.support.stored import stored

from applications.models import Application
from demo.acts import agent, holder
from demo.timetables import moment
from files import destroying
from files.models import StoredFile
from records import kept_forms
from records.models import AuditEvent, KeptForm
from registry import guessing, tokens
from registry.browsers import digest
from registry.calendars import calendar
from registry.models import ApiCall, ApiToken, FailedSignIn, RuleSet
from rules.periods import local_day
from rules.refusal import Refused
from supervision.models import EvidenceFile
from supervision.services import complaints
from workflow import archive_invariants, preserved_files
from workflow.invariants import violations
from workflow.models import ArchiveFile, DisposalLine, OpinionDraft, OpinionDraftFile, Preservation
from workflow.policies import preservations as policies
from workflow.services import disposals, orphans, preservations, retention
from workflow.services.archives import archive, file_application
from workflow.services.overdue import overdue

from .preserving import CLERK, HEAD, LATER, PAPER, lift, preserve

pytestmark = pytest.mark.django_db
SAID = {
    "subject_kind": "venue",
    "about_text": "示例专柜",
    "category": "price",
    "content": "销售点的标签与实物不符。",
}


@pytest.fixture
@stands
def filed(walked, at):
    """A refused paper in the archive, ten years, its paper drawn."""
    (item,) = walked("endorse", choice="refuse")
    application = Application.objects.get(pk=item.application_id)
    who = {"by": holder(CLERK), "at": item.opinions.get().signed_at + timedelta(hours=1)}
    file_application(application, retention="D10", **who)
    archive(application, **who)
    return ArchiveFile.objects.get()


@pytest.fixture
def application(filed):
    return filed.application


# Two hands


def test_it_holds_from_its_entering_and_one_alone_neither_approves_nor_lifts_it(application):
    row = preserve(application, approved_by=None)
    assert Preservation.objects.standing(LATER.date()).exists(), "also between the two hands"
    with pytest.raises(Refused, match="不得为同一人"):
        preservations.decide(row, is_approved=True, by=holder(CLERK), at=LATER)
    preservations.decide(row, is_approved=True, by=holder(HEAD), at=LATER)
    row = preservations.ask_to_lift(row, because="案件已经办结", by=holder(HEAD), at=LATER)
    with pytest.raises(Refused, match="不得为同一人"):
        preservations.lift(row, is_approved=True, by=holder(HEAD), at=LATER)
    with pytest.raises(Refused, match="已经提请解除"):
        preservations.ask_to_lift(row, because="案件已经办结", by=holder(CLERK), at=LATER)
    row = preservations.lift(row, is_approved=False, by=holder(HEAD), at=LATER)
    assert Preservation.objects.standing(LATER.date()).exists(), "whoever asked took it back"
    lift(row)
    assert not Preservation.objects.standing(LATER.date()).exists()
    acts = AuditEvent.objects.filter(action__contains="preserv").order_by("pk")
    assert [each.action.removeprefix("workflow.") for each in acts] == [
        *("preserve", "approve_preservation", "ask_to_lift_preservation", "keep_preservation"),
        *("ask_to_lift_preservation", "lift_preservation"),
    ]
    assert {each.data["number"] for each in acts} == {row.number}


def test_declined_lifted_and_ended_ones_keep_nothing(application, filed):
    row = preserve(application, approved_by=None)
    preservations.decide(row, is_approved=False, by=holder(HEAD), at=LATER)
    preserve(application, until=LATER.date())
    on = LATER.date()
    assert Preservation.objects.standing(on).count() == 1, "its last day is one of it"
    assert not Preservation.objects.standing(on + timedelta(days=1)).exists()


def test_what_nobody_decides_within_three_working_days_is_told(application, at):
    def late_on(day):
        return overdue(moment(day))["preservations"]

    day = local_day(at)
    row = preserve(application, at=moment(day), approved_by=None)
    last = calendar().after(day, 3)
    assert late_on(last) == []
    assert late_on(last + timedelta(days=1)) == [f"{row}"]
    preservations.decide(row, is_approved=True, by=holder(HEAD), at=moment(last))
    assert late_on(last + timedelta(days=1)) == []
    preservations.ask_to_lift(row, because="案件已经办结", by=holder(CLERK), at=moment(last))
    assert late_on(calendar().after(last, 3)) == []
    overdue_day = calendar().after(last, 4)
    assert late_on(overdue_day) == [f"{row}"]
    preservations.lift(row, is_approved=True, by=holder(HEAD), at=moment(overdue_day))
    assert late_on(overdue_day) == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"because": "因为"}, "because"),
        ({"paper_no": " "}, "paper_no"),
        ({"until": date(2031, 1, 5)}, "until"),
        ({"until": date(2062, 1, 1)}, "until"),
    ],
)
def test_without_a_reason_a_number_or_with_an_impossible_day_nothing_is_entered(
    application, wrong, field
):
    with pytest.raises(Refused) as refused:
        preserve(application, **wrong)
    assert list(refused.value.fields) == [field]
    assert not Preservation.objects.exists()


def test_a_second_authority_keeps_the_same_paper_and_the_end_of_one_leaves_the_other(
    application, filed
):
    first = preserve(application, until=LATER.date())
    with pytest.raises(Refused, match="已经依据该文号在保全中") as refused:
        preserve(application)
    assert list(refused.value.fields) == ["paper_no"]
    waiting = preserve(application, paper_no="示法调〔2031〕9号", approved_by=None)
    third = preserve(application, paper_no="示审调〔2031〕2号")
    assert policies.standing_on(application, LATER.date()).count() == 3
    next_day = LATER + timedelta(days=1)
    assert preserve(application, at=next_day), "the first has ended: its number may come again"
    for each in (waiting, third):
        [why] = policies.reasons_against_destroying(application, next_day.date())
        assert each.number in why
        assert first.number not in why


def test_only_who_keeps_papers_enters_and_only_the_head_decides(application):
    with pytest.raises(Refused, match="只有受理人员"):
        preserve(application, by="agri_reviewer@nyncj")
    row = preserve(application, by=HEAD, approved_by=None)
    with pytest.raises(Refused, match="只有受理人员"):
        preservations.decide(row, is_approved=True, by=holder(CLERK), at=LATER)


# Everything that destroys


def _list_and_destroy(files, at):
    row = disposals.list_files(
        "destruction", files, because="保管期满销毁", by=holder(CLERK), at=at
    )
    return disposals.decide(row, is_approved=True, count=len(files), by=holder(HEAD), at=at)


@pytest.fixture(params=["application", "applicant"])
def subject(request, application):
    """What is preserved: the paper itself, or all that is its unit's."""
    return application if request.param == "application" else application.applicant


def test_a_file_of_the_archive_cannot_be_listed_nor_destroyed_by_a_list_of_before(filed, subject):
    row = preserve(subject)
    with pytest.raises(Refused, match=PAPER["paper_no"]):
        _list_and_destroy([filed], LATER)
    lift(row)
    made = disposals.list_files(
        "destruction", [filed], because="保管期满销毁", by=holder(CLERK), at=LATER
    )
    row = preserve(subject)
    with pytest.raises(Refused, match="在保全中，不得销毁"):
        disposals.decide(made, is_approved=True, count=1, by=holder(HEAD), at=LATER)
    filed.refresh_from_db()
    assert filed.destroyed_at is None
    lift(row)
    disposals.decide(made, is_approved=True, count=1, by=holder(HEAD), at=LATER)
    filed.refresh_from_db()
    assert filed.destroyed_at == LATER
    assert violations() == []


def test_rosters_past_their_months_wait_for_the_end_of_it(subject):
    RuleSet.objects.update(roster_retention_months=2)
    due = set(retention.due(at=LATER))
    assert due
    row = preserve(subject)
    assert not retention.due(at=LATER)
    assert retention.destroy_due(at=LATER) == 0
    lift(row)
    assert retention.destroy_due(at=LATER) == len(due)


def test_drafts_of_opinions_and_files_of_nobody_wait_for_the_end_of_it(application, subject, at):
    item = application.items.get()
    draft = OpinionDraft.objects.create(
        item=item, person=holder("fpb_reviewer@fpb"), step="benefit", saved_at=at
    )
    OpinionDraftFile.objects.create(draft=draft, file=stored(at))
    loose = stored(at)
    row = preserve(subject)
    for days in range(4):
        assert retention.forget_drafts.act(LATER + timedelta(days=days)) == 0
    assert OpinionDraft.objects.get() == draft
    assert OpinionDraftFile.objects.get().draft == draft
    lift(row, LATER + timedelta(days=4))
    for days in range(5, 9):
        retention.forget_drafts.act(LATER + timedelta(days=days))
    assert not OpinionDraft.objects.exists()
    assert not StoredFile.objects.filter(pk=loose.pk).exists()


def test_sealed_bytes_without_a_row_wait_for_the_end_of_it(
    application, own_store, django_capture_on_commit_callbacks
):
    place = stored(LATER).sealed
    StoredFile.objects.filter(sealed=place.name).delete()
    row = preserve(application)
    now = timezone.now() + timedelta(days=10)
    assert orphans.destroy_orphans.act(now) == 0
    assert place.storage.exists(place.name)
    lift(row)
    with django_capture_on_commit_callbacks(execute=True):
        assert orphans.destroy_orphans.act(now) == 1
    assert not place.storage.exists(place.name)


def test_what_a_preserved_paper_shares_with_another_stays_with_the_other(filed, draft):
    other = draft(1, serial=4)
    file = filed.application.materials.first().file
    person = agent(other.applicant_id)
    row = other.materials.create(
        kind="M2_licence", file=file, uploaded_by=person, uploaded_at=LATER
    )
    preserve(filed.application)
    assert not destroying.destroy(row.file, at=LATER)
    file.refresh_from_db()
    assert file.destroyed_at is None


def test_how_many_files_a_list_destroys_does_not_change_how_often_it_asks_what_must_stay(
    filed, draft, django_assert_num_queries
):
    preserve(draft(1, serial=4).applicant)
    files = list(StoredFile.objects.all()) + [stored(LATER, f"{each}.pdf") for each in range(20)]
    with CaptureQueriesContext(connection) as queries:
        assert preserved_files.kept_among(files[:1], LATER) == set()
    with django_assert_num_queries(len(queries)):
        preserved_files.kept_among(files[-20:], LATER)
    asked = []
    destroying._guards.append(lambda files, at: asked.append(len(files)) or set())
    try:
        _list_and_destroy([filed], LATER)
    finally:
        destroying._guards.pop()
    filed.refresh_from_db()
    assert filed.destroyed_at == LATER
    assert asked == [DisposalLine.objects.get().files_destroyed]


def test_evidence_of_a_complaint_is_not_destroyed(office, at):
    complaint = complaints.receive(source="12317", at=at, **SAID)
    file = EvidenceFile.objects.create(complaint=complaint, file=stored(at)).file
    row = preserve(complaint)
    assert not destroying.destroy(file, at=LATER)
    lift(row)
    assert destroying.destroy(file, at=LATER)


def test_traces_of_the_people_of_a_preserved_unit_are_not_cleared_away(application, at, rf):
    person, stranger = agent(application.applicant_id), holder("fpb_reviewer@fpb")
    late = LATER + timedelta(days=40)
    for each in (person, stranger):
        kept_forms.keep("/x/", {"a": ["b"]}, user=each, at=LATER)
        token = ApiToken.objects.create(
            user=each, name="示例", digest=each.username, made_at=at, expires_at=LATER
        )
        ApiCall.objects.create(token=token, key="k", act="a", digest="d", at=LATER)
        account = digest(each.username)
        FailedSignIn.objects.create(account=account, user=each, kind="password", at=LATER)
    row = preserve(application.applicant)
    assert kept_forms.forget_old(at=late) == 1
    assert tokens.forget_calls.act(late) == 1
    wrong_words = FailedSignIn.objects.count()
    assert [guessing.forgive(person) for _ in range(2)] == [1, 0]
    assert FailedSignIn.objects.count() == wrong_words, "who may sign in again takes no trace along"
    guessing.note(stranger.username, "password", request=rf.post("/"), at=late)
    assert KeptForm.objects.get().user == person
    assert ApiCall.objects.get().token.user == person
    assert set(FailedSignIn.objects.filter(at=LATER).values_list("user", flat=True)) == {person.pk}
    lift(row, late)
    assert kept_forms.forget_old(at=late) == 1
    assert tokens.forget_calls.act(late) == 1


def test_destroyed_while_it_was_preserved_is_a_breach(filed, django_assert_num_queries):
    preserve(filed.application)
    ArchiveFile.objects.update(destroyed_at=LATER + timedelta(hours=1))
    assert any("在保全期间被销毁" in each for each in violations())
    with django_assert_num_queries(2):
        assert len(list(archive_invariants.destroyed_while_preserved())) == 1


# The desk


def test_at_the_desk_it_is_entered_decided_shown_and_lifted(filed, client, time_travel):
    time_travel(LATER.date(), 11)

    def enter(who):
        client.force_login(holder(who), backend="django.contrib.auth.backends.ModelBackend")
        return client

    def sends(**typed):
        stage = client.get(page).context["stage"]
        return client.post(page, {"stage": stage, **typed}).status_code

    enter(CLERK)
    assert "没有保全的资料" in client.get(reverse("desk:preservations")).content.decode()
    paper = reverse("desk:application", args=[filed.application_id])
    address = reverse("desk:preserve", args=["application", filed.application_id])
    assert address in client.get(paper).content.decode()
    assert client.post(address, {"because": "短"}).status_code == 422
    assert client.post(address, PAPER).status_code == 302
    row = Preservation.objects.get()
    page = reverse("desk:preservation", args=[row.pk])
    assert row.number in client.get(paper).content.decode()
    assert sends(decision="agree") == 422
    listing = client.get(reverse("desk:list_files", args=["destruction"])).content.decode()
    assert f"{row.number}（{PAPER['paper_no']}" in listing
    assert f'value="{filed.pk}"' not in listing
    enter(HEAD)
    assert json.dumps("保全（1）") in client.get("/admin/").content.decode()
    assert sends(decision="agree") == 302
    assert sends(because="案件已经办结") == 302
    enter("auditor@fpb")
    assert "待决定是否解除" in client.get(page).content.decode()
    assert sends(decision="agree") == 422
    enter(CLERK)
    assert sends(decision="agree") == 422, "only a head lets go"
    enter("agri_reviewer@nyncj")
    assert client.get(page).status_code == 302
    assert row.number not in client.get(paper).content.decode()
