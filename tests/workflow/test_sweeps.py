"""One bad row of a sweep stops none of its siblings: every sweep of the clock is poisoned here."""

from datetime import date, timedelta

import pytest
from tests.support.listed import listed
from tests.support.stored import stored

from catalog.leaving import ask_to_leave
from demo import fiction
from demo.acts import agent, holder
from demo.timetables import moment
from pages.models import NoticePage, ResultPage
from publicity.models import Publicity
from publicity.services import object_to
from publicity.services.observations import keep_observation
from records import jobs
from records.models import OutgoingMail
from registry.models import Licence, User
from rules.periods import IN_FLIGHT
from workflow.positions import nodes_of
from workflow.services.clock import tick

from .sweeps import (
    a_key,
    approved,
    bulletins_to_remind,
    closed_quarters,
    files,
    platform_lists,
    shelved,
    subscribers,
    tables_to_make,
    to_reconcile,
    units_to_file,
    units_to_remind,
    unsigned,
)
from .sweeps_of_letters import addressed, departed, mistaken, questions, subscribed, unread
from .test_clock import fails, told_of

pytestmark = pytest.mark.django_db
__all__ = [
    "a_key",
    "addressed",
    "approved",
    "bulletins_to_remind",
    "closed_quarters",
    "departed",
    "files",
    "mistaken",
    "platform_lists",
    "questions",
    "shelved",
    "subscribed",
    "subscribers",
    "tables_to_make",
    "to_reconcile",
    "units_to_file",
    "units_to_remind",
    "unread",
    "unsigned",
]


@pytest.fixture
def held_back(walked, at):
    items = walked("notice", 2)
    when = Publicity.objects.get().published_at + timedelta(days=1)
    for entry in Publicity.objects.get().entries.all():
        object_to(entry, channel="web", content="带动户数与实际不符", at=when)
    return when + timedelta(minutes=1), lambda: [
        nodes_of(item) == ["investigate_district"] for item in items
    ]


@pytest.fixture
def windows_over(walked):
    items = walked("notice", 2)
    return Publicity.objects.get().ends_at + IN_FLIGHT, lambda: [
        nodes_of(item) == ["report_to_city"] for item in items
    ]


@pytest.fixture
def absent(paper, at):
    from registry.delegations import delegate
    from registry.models import Membership
    from workflow.positions import open_task
    from workflow.services import desk

    items = paper(2)
    office = items[0].application.station
    officer = holder(f"station_officer@{office.code}")
    deputy = User.objects.create(username="deputy", last_name="示例", first_name="代办")
    Membership.objects.create(user=deputy, organisation=office, role="station_head")
    for item in items:
        desk.claim(open_task(item, "endorse"), by=officer, at=at)
    days = {"valid_from": date(2020, 4, 2), "valid_until": date(2020, 4, 3)}
    delegate(officer, deputy, office, because="出差", by=officer, at=at, **days)
    return moment(date(2020, 4, 2)), lambda: [
        open_task(item, "endorse").owner is None for item in items
    ]


@pytest.fixture
def timed_pages(office, at):
    from pages.documents.timed import approve
    from pages.models import DocumentIndexPage, DocumentPage

    column = DocumentIndexPage.objects.first()
    hour = at + timedelta(days=1)
    day = at.date()
    made = [
        DocumentPage(
            title=f"关于示例事项{n}的通知",
            slug=f"timed-{n}",
            go_live_at=hour,
            written_on=day,
            kind="notice",
            issuer="章贡区扶贫办",
            topic="农业、林业、水利/扶贫",
            body='[{"type": "paragraph", "value": "<p>正文</p>"}]',
        )
        for n in range(2)
    ]
    for page in made:
        page.live = False
        column.add_child(instance=page)
        approve(page, by=None, at=at)
    keys = [page.pk for page in made]
    return hour, lambda: [DocumentPage.objects.get(pk=key).live for key in keys]


@pytest.fixture
def ended_notices(walked):
    for serial in (1, 2):
        walked("notice", serial=serial)
    ends = max(Publicity.objects.values_list("ends_at", flat=True))
    jobs.JOBS["timers"](ends + IN_FLIGHT)
    return ends + timedelta(minutes=1), lambda: [
        ResultPage.objects.filter(notice=notice).exists() for notice in NoticePage.objects.all()
    ]


@pytest.fixture
def entries(office):
    from tests.support.listed import listed

    return [listed(serial) for serial in (1, 2)]


@pytest.fixture
def over(entries):
    from catalog.models import Certificate

    after = max(entry.valid_until for entry in entries) + timedelta(days=1)
    return moment(after), lambda: [
        entry.status == "expired" for entry in Certificate.objects.order_by("pk")
    ]


@pytest.fixture
def ending(entries):
    day = entries[0].valid_until - timedelta(days=60)
    return moment(day), lambda: [entry.reminders.exists() for entry in entries]


@pytest.fixture
def late(paper):
    from workflow.models import Turn

    paper(2)
    return moment(date(2020, 4, 20)), lambda: [
        turn.reminders.exists() for turn in Turn.objects.filter(finished_at=None)
    ]


@pytest.fixture
def unscanned(entries, settings):
    from files.models import StoredFile

    StoredFile.objects.update(scan="waiting")
    settings.MATERIAL_SCANNER = "tests.support.scanning.clean"
    return moment(date(2020, 6, 1)), lambda: [
        file.scan == "clean" for file in StoredFile.objects.order_by("pk")
    ]


@pytest.fixture
def thrown(office, at):
    from files.models import StoredFile
    from workflow.models import OpinionDraftFile

    days_ago = at - timedelta(days=3)
    files = [stored(days_ago, f"{n}.pdf") for n in range(2)]
    for file in files:
        OpinionDraftFile.objects.create(file=file, thrown_at=days_ago)
    return at, lambda: [not StoredFile.objects.filter(pk=file.pk).exists() for file in files]


@pytest.fixture
def unproved(office, at):
    from registry import addresses, registering
    from registry.models import Registration, User

    people = [User.objects.create(username=f"unproved{n}", is_active=False) for n in range(2)]
    for person in people:
        addresses.set_address(person, f"{person.username}@example.com", is_proved=False)
        Registration.objects.create(user=person, facts={"name": person.username}, registered_at=at)
    return at + registering.UNPROVED_FOR, lambda: [
        not User.objects.filter(pk=person.pk).exists() for person in people
    ]


@pytest.fixture
def proposals(office, at):
    from demo import fiction
    from demo.acts import holder
    from registry import dishonesty
    from registry.models import DishonestyEntry

    by = holder("complaint_officer@fpb")
    given = {"cause": "illegal", "facts": "经查有违法违规行为，情况属实。", "basis": "虚构文号"}
    made = [dishonesty.propose(fiction.applicant(n), by=by, at=at, **given) for n in (1, 2)]
    rows = DishonestyEntry.objects.filter(process__isnull=False)
    return at, lambda: [rows.filter(pk=entry.pk).exists() for entry in made]


@pytest.fixture
def holiday_declared(walked):
    from demo.local_days import declare

    for serial in (1, 2):
        walked("notice", serial=serial)
    at = moment(date(2020, 4, 16))
    declare(date(2020, 4, 17), at=at)
    notices = Publicity.objects.order_by("pk")
    return at, lambda: [notice.extensions.exists() for notice in notices]


@pytest.fixture
def unreadable(walked):
    for serial in (1, 2):
        walked("notice", serial=serial)
    notices = list(Publicity.objects.order_by("pk"))
    begun = moment(notices[0].first_day, 9, 0)
    for notice in notices:
        for number in range(12):
            at = begun + number * timedelta(minutes=5)
            keep_observation(
                notice,
                occasion="interval",
                due_at=at,
                at=at,
                address="http://testserver/",
                outcome="timeout",
                latency_ms=1,
                facts_sha256="0" * 64,
            )
    return begun + timedelta(hours=2), lambda: [notice.outage_days.exists() for notice in notices]


@pytest.fixture
def silent(walked):
    from registry.models import RuleSet
    from workflow.models import Acceptance

    RuleSet.objects.update(deems_accepted=True)
    items = walked("endorse", 2)
    return moment(date(2020, 4, 30)), lambda: [
        Acceptance.objects.filter(item=item).exists() for item in items
    ]


@pytest.fixture
def unaccepted(walked):
    items = walked("endorse", 2)
    return moment(date(2020, 4, 30)), lambda: [
        all(
            turn.reminders.filter(stage="accept_overdue").exists()
            for turn in item.turns.filter(finished_at=None)
        )
        for item in items
    ]


@pytest.fixture
def silent_units(office, settings):
    settings.EMAIL_BACKEND = "records.mail.OutboxBackend"
    entries = [listed(serial) for serial in (1, 2)]
    for entry in entries:
        by = User.objects.filter(pk=agent(entry.applicant_id).pk)
        by.update(email=f"unit{entry.applicant_id}@example.com")
    mails = OutgoingMail.objects.filter(subject__contains="2020年5月销售")
    return moment(date(2020, 6, 9)), lambda: [
        mails.filter(recipient=f"unit{entry.applicant_id}@example.com").exists()
        for entry in entries
    ]


@pytest.fixture
def ending_licences(office):
    units, last = [fiction.applicant(serial) for serial in (1, 2)], date(2020, 7, 15)
    Licence.objects.all().delete()
    made = [
        Licence.objects.create(applicant=unit, kind="other", valid_until=last) for unit in units
    ]
    return moment(date(2020, 6, 9)), lambda: [
        Licence.objects.get(pk=each.pk).reminded_until == last for each in made
    ]


@pytest.fixture
def leavers(office):
    entries = [listed(serial) for serial in (1, 2)]
    asked = moment(date(2020, 6, 1))
    for entry in entries:
        by = agent(entry.applicant_id)
        ask_to_leave(entry, because="不再生产该产品", by=by, at=asked)
    return moment(date(2020, 6, 5)), lambda: [
        entry.exits.get().done_at is not None for entry in entries
    ]


SWEEPS = {
    "exchange": "approved",
    "bulletins": "closed_quarters",
    "task_reminders": "units_to_remind",
    "filing_reminders": "units_to_file",
    "bulletin_reminders": "bulletins_to_remind",
    "calendar": "holiday_declared",
    "outages": "unreadable",
    "acceptance": "silent",
    "acceptance_reminders": "unaccepted",
    "dishonesty": "proposals",
    "hold": "held_back",
    "timers": "windows_over",
    "absent": "absent",
    "pages": "timed_pages",
    "results": "ended_notices",
    "expire": "over",
    "exits": "leavers",
    "licences": "ending_licences",
    "monthly_sales": "silent_units",
    "reminders": "late",
    "renewals": "ending",
    "scans": "unscanned",
    "drafts": "thrown",
    "registrations": "unproved",
    "venue_notices": "shelved",
    "imports": "files",
    "exports": "tables_to_make",
    "platform_files": "platform_lists",
    "webhooks": "subscribers",
    "exchange_reconcile": "to_reconcile",
    "consultations": "questions",
    "departed": "departed",
    "deliveries": "addressed",
    "delivery_reminders": "unread",
    "subscriptions": "subscribed",
    "claimed_files": "mistaken",
    "certificate_signatures": "unsigned",
}


@pytest.mark.parametrize("name", SWEEPS)
@pytest.mark.walk
def test_one_bad_row_of_a_sweep_stops_none_of_its_siblings(name, office, request, monkeypatch):
    at, done = request.getfixturevalue(SWEEPS[name])
    each, victim = jobs.Job.each, []

    def poisoned(self, rows, act, **given):
        rows = list(rows)
        if self.name == name and rows:
            victim[:] = victim or rows[:1]
        return each(self, rows, lambda row: fails() if row in victim else act(row), **given)

    assert done() == [False, False]
    monkeypatch.setattr(jobs.Job, "each", poisoned)
    failures = tick(at)["failures"]
    assert failures == {name: 1}, told_of(name, at)
    assert sorted(done()) == [False, True]
    [row] = told_of(name, at)
    assert row["row"] == f"{victim[0]._meta.label_lower} {victim[0].pk}"
    monkeypatch.undo()
    at += jobs.JOBS[name].every  # its next turn; of most it is the next pass
    assert tick(at)["failures"] == {}
    assert done() == [True, True]
    assert told_of(name, at) == []


def test_every_sweep_over_rows_is_poisoned_above(office, a_key, at, monkeypatch, settings):
    settings.MATERIAL_SCANNER = "tests.support.scanning.clean"
    each, sweeps = jobs.Job.each, set()

    def spying(self, rows, act, **given):
        sweeps.add(self.name)
        return each(self, rows, act, **given)

    monkeypatch.setattr(jobs.Job, "each", spying)
    tick(at)
    assert sweeps == {*SWEEPS, "notices"}
