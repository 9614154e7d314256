"""A pass of the clock: one bad job, one bad row or 1 January stops nothing but itself."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.support.stored import stored

from applications.models import Item
from demo.acts import holder
from demo.timetables import moment
from pages.models import NoticePage, ResultPage
from publicity.models import Publicity
from publicity.services import object_to
from publicity.services.observations import keep_observation
from records import heartbeats, jobs
from records.audit import record
from records.mail import write
from records.models import AuditEvent, JobFailure, OutgoingMail
from registry.models import User
from rules.periods import IN_FLIGHT
from workflow.positions import nodes_of
from workflow.services import daily_notice, notices
from workflow.services.clock import tick
from workflow.services.overdue import overdue

pytestmark = pytest.mark.django_db
SECRET = "张三的电话是13812345678"
NAMES = [each.name for each in jobs.in_order()]


def fails(*args, **kwargs):
    raise RuntimeError(SECRET)


def told_of(name, at):
    return [row for row in overdue(at)["jobs"] if row["job"] == name]


@pytest.mark.parametrize("name", NAMES)
def test_a_job_that_raises_stops_no_other_and_is_told(
    office, at, name, monkeypatch, time_travel, client
):
    time_travel(at.date())
    heartbeats.beat(at)
    monkeypatch.setattr(jobs.JOBS[name], "act", fails)
    done = tick(at)
    assert done["failures"] == {name: 1}
    assert [each for each in NAMES if done[each] is None] == [name]
    [row] = told_of(name, at)
    assert (row["title"], row["cause"]) == (jobs.JOBS[name].title, "RuntimeError")
    client.force_login(holder("manager@fpb"), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("desk:operations")).content.decode()
    cell = f'<td class="title" data-label="作业">{row["title"]}</td>'
    assert (page.count(cell), page.count(SECRET)) == (2, 0), "as failed, and in the list of all"
    monkeypatch.undo()
    assert tick(at)["failures"] == {}
    assert told_of(name, at) == []


def test_sealing_and_mail_come_first():
    """A job that never ends, or takes the process with it, cannot keep them from running."""
    assert NAMES[:2] == ["seal", "mail"]


def test_a_pass_that_died_is_blamed_on_the_job_it_died_in(office, at, monkeypatch):
    heartbeats.beat(at)
    tick(at)

    def dies(at):
        raise KeyboardInterrupt

    monkeypatch.setattr(jobs.JOBS["pages"], "act", dies)
    heartbeats.beat(at + timedelta(seconds=30))
    with pytest.raises(KeyboardInterrupt):
        tick(at + timedelta(seconds=30))
    late = overdue(at + timedelta(minutes=11))
    assert late["clock"] == ["时钟自2020-04-01 09:30:30起没有运行，停在“页面上线和下线”"]


def test_a_job_that_does_not_come_through_though_the_clock_runs_is_told(office, at):
    heartbeats.beat(at)
    tick(at)
    heartbeats.beat(at + timedelta(minutes=11))
    assert {row["job"] for row in overdue(at + timedelta(minutes=11))["jobs"]} == {
        each.name for each in jobs.in_order() if not each.every
    }


# 1 January without a holiday paper


def test_a_year_without_its_holiday_paper_stops_only_what_needs_the_calendar(
    walked, at, settings, mailoutbox
):
    """2027-01-05, 09:30: pages, expiry, seals and mail go on; the notice waits and says why."""
    settings.EMAIL_BACKEND = "records.mail.OutboxBackend"
    [item] = walked("review")
    new_year = moment(date(2027, 1, 5), 9, 30)
    row = record("test.act", item, by=None, at=new_year)
    write(["a@mail.example.com"], "有新的告知", "请登录查看。", key="test")
    done = tick(new_year)
    row.refresh_from_db()
    assert row.seal is not None
    assert done["mail"]["sent"] == len(mailoutbox) >= 1
    assert not Publicity.objects.exists()
    assert done["failures"].keys() <= {"notices", "reminders"}
    [failure] = told_of("notices", new_year)
    assert failure["cause"] == "2027年节假日安排尚未录入，无法计算工作日"
    assert all(done[name] is not None for name in ("pages", "results", "expire", "timers"))


def test_on_a_day_of_such_a_year_nothing_fails_where_nobody_waits(office):
    assert tick(moment(date(2027, 1, 5), 9, 30))["failures"] == {}


# The day's notice


def test_a_product_that_cannot_be_opened_is_left_out_and_the_others_stand(walked, monkeypatch):
    bad, *good = walked("review", 3)
    lines = notices.row_of

    def breaks(item, figures):
        return fails() if item.pk == bad.pk else lines(item, figures)

    monkeypatch.setattr(notices, "row_of", breaks)
    day = moment(date(2020, 4, 20), 10)
    done = tick(day)
    assert (done["notices"], done["failures"]) == (1, {"notices": 1})
    assert [nodes_of(item) for item in (bad, *good)] == [
        ["await_notice"],
        ["district_notice"],
        ["district_notice"],
    ]
    assert Publicity.objects.get().number == "ZGGS-2020-000001", "a trial takes no number"
    assert NoticePage.objects.count() == 1
    [row] = told_of("notices", day)
    assert row["row"] == f"applications.item {bad.pk}"
    assert tick(day + timedelta(minutes=1))["failures"] == {"notices": 1}
    assert Publicity.objects.count() == 1
    monkeypatch.undo()
    assert tick(day + timedelta(minutes=2))["notices"] == 1
    assert nodes_of(bad) == ["district_notice"]
    assert not JobFailure.objects.exists()


def test_where_the_notice_fails_as_a_whole_nobody_is_left_out(walked, monkeypatch):
    walked("review", 2)
    monkeypatch.setattr(notices, "open_district_notice", fails)
    assert tick(moment(date(2020, 4, 20), 10))["failures"] == {"notices": 2}
    monkeypatch.undo()
    monkeypatch.setattr(daily_notice, "_can_be_opened", lambda item, at: True)
    monkeypatch.setattr(daily_notice, "open_notice", fails)
    done = tick(moment(date(2020, 4, 20), 11))
    assert done["failures"] == {"notices": 1}
    assert JobFailure.objects.get().subject_type == "registry.ruleset"


# One bad row in each sweep


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


class Taking:
    """A receiver that takes everything."""

    def __init__(self, receiver):
        pass

    def send(self, parcel, at):
        batch = parcel.batch
        return {
            "schema_version": "1.0",
            "receipt_id": batch.batch_id,
            "batch_id": batch.batch_id,
            "manifest_sha256": batch.manifest_sha256,
            "received_at": "2020-10-14T10:00:00+08:00",
            "status": "accepted",
            "accepted": batch.record_count,
            "rejected": 0,
            "errors": [],
        }


@pytest.fixture
def approved(office, settings):
    from tests.support.listed import listed

    from exchange.receivers import receiver
    from exchange.services import export_dataset, sending
    from exchange.services.approval import approve

    titles = ("甲平台", "乙平台")
    settings.EXCHANGE_RECEIVERS = [{"title": each, "transport": "https"} for each in titles]
    listed()
    at = moment(date(2020, 12, 1), 10)
    made = [export_dataset("catalog", receiver=receiver(each), at=at) for each in titles]
    for batch in made:
        approve(batch, by=holder("manager@fpb"), at=at)

    def done():
        for batch in made:
            batch.delivery.refresh_from_db()
        return [batch.delivery.state == "accepted" for batch in made]

    with pytest.MonkeyPatch.context() as patch:  # the test takes its own back
        patch.setattr(sending, "transport", Taking)
        yield at, done


@pytest.fixture
def shelved(office):
    """Two venues with one product on their shelves, which was suspended."""
    from tests.support.listed import listed

    from catalog.services import suspend
    from ledger.ledgers import LEDGERS
    from ledger.models import VenueNotice
    from ledger.services import entries, venues
    from registry.models import Organisation

    entry, at, made = listed(), moment(date(2020, 6, 3)), []
    for code in ("swj", "gxs"):
        who = {"by": holder(f"unit_reporter@{code}"), "at": at}
        made.append(
            entries.record_entry(
                LEDGERS["venues"],
                Organisation.objects.get(code=code),
                number=code,
                kind="counter",
                name="示例专柜",
                address="示例路1号",
                operator="示例商超（虚构）",
                opened_on=date(2020, 6, 1),
                **who,
            )
        )
        venues.put_on_shelf(made[-1], entry, **who)
    suspend(entry, at=at, reason="quality_safety", by=None, because="虚构", basis_doc_no="")
    return at + timedelta(hours=1), lambda: [
        VenueNotice.objects.filter(venue=venue).exists() for venue in made
    ]


@pytest.fixture
def files(office):
    """Two files of a unit that wait to be judged."""
    from ledger.models import ImportBatch
    from ledger.services import file_imports
    from registry.models import Organisation

    at, clerk = moment(date(2020, 6, 3)), holder("fpb_clerk@fpb")
    unit = Organisation.objects.get(code="fpb")
    heads = [
        "流水号",
        "证书编号",
        "销售日期",
        "数量",
        "单位",
        "单价（元）",
        "销售渠道",
        "购买方类型",
    ]
    data = f"{','.join(heads)}\n1,x,x,x,x,x,x,x\n".encode()
    for name in ("a.csv", "b.csv"):
        file_imports.keep_file("sales", unit, name=name, data=data, by=clerk, at=at)
    judged = ImportBatch.objects.filter(judged_at__isnull=False)
    return at, lambda: [judged.filter(file_name=name).exists() for name in ("a.csv", "b.csv")]


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
def closed_quarters(office):
    """Two quarters closed one after the other, before any bulletin of them was begun."""
    from tests.support import plan

    from ledger.services import close_quarter

    plan.load_plan()
    at, manager = moment(date(2020, 10, 9)), holder("manager@fpb")
    plan.sell(1, "A-1")
    closes = [close_quarter(word, by=manager, at=at) for word in ("2020Q2", "2020Q3")]
    return at, lambda: [close.bulletins.exists() for close in closes]


@pytest.fixture
def units_to_remind(office, settings):
    """Two tasks of which the office alone has reported nothing yet."""
    from tests.support import plan

    from ledger.models import TaskUnit
    from records.models import OutgoingMail
    from registry.models import User

    settings.EMAIL_BACKEND = "records.mail.OutboxBackend"
    plan.load_plan(2, 3)
    User.objects.filter(username="fpb-bao").update(email="fpb@example.com")
    mails = OutgoingMail.objects.all()
    return moment(date(2020, 7, 3)), lambda: [
        mails.filter(key__startswith=f"progress:{unit.pk}:").exists()
        for unit in TaskUnit.objects.order_by("pk")
    ]


SWEEPS = {
    "exchange": "approved",
    "bulletins": "closed_quarters",
    "task_reminders": "units_to_remind",
    "calendar": "holiday_declared",
    "outages": "unreadable",
    "acceptance": "silent",
    "dishonesty": "proposals",
    "hold": "held_back",
    "timers": "windows_over",
    "absent": "absent",
    "pages": "timed_pages",
    "results": "ended_notices",
    "expire": "over",
    "reminders": "late",
    "renewals": "ending",
    "scans": "unscanned",
    "drafts": "thrown",
    "registrations": "unproved",
    "venue_notices": "shelved",
    "imports": "files",
}


@pytest.mark.parametrize("name", SWEEPS)
@pytest.mark.walk
def test_one_bad_row_of_a_sweep_stops_none_of_its_siblings(name, request, monkeypatch):
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
    assert tick(at)["failures"] == {}
    assert done() == [True, True]
    assert told_of(name, at) == []


def test_every_sweep_over_rows_is_poisoned_above(office, at, monkeypatch, settings):
    settings.MATERIAL_SCANNER = "tests.support.scanning.clean"
    each, sweeps = jobs.Job.each, set()

    def spying(self, rows, act, **given):
        sweeps.add(self.name)
        return each(self, rows, act, **given)

    monkeypatch.setattr(jobs.Job, "each", spying)
    tick(at)
    assert sweeps == {*SWEEPS, "notices"}


def test_no_audit_row_however_damaged_keeps_the_others_from_being_sealed(office, at):
    rows = [record("test.act", holder("manager@fpb"), by=None, at=at) for _ in range(2)]
    AuditEvent.objects.filter(pk=rows[0].pk).update(mac="", because="x", subject_type="gone.model")
    assert tick(at)["failures"] == {}
    assert not AuditEvent.objects.filter(seal=None).exists()


def test_mail_that_fails_is_in_the_outbox_and_stops_no_other(office, at, settings, mailoutbox):
    """The outbox keeps its own failures: each message by itself."""
    settings.EMAIL_BACKEND = "records.mail.OutboxBackend"
    write(["bad@mail.example.com"], "甲\n乙", "x", key="bad")
    write(["good@mail.example.com"], "甲", "x", key="good")
    assert tick(at)["mail"] == {"sent": 1, "failed": 1}
    assert [mail.to for mail in mailoutbox] == [["good@mail.example.com"]]
    assert OutgoingMail.objects.filter(error="BadHeaderError").exists()


def test_an_item_that_nobody_can_open_is_still_there(walked):
    """A trial of one product is undone whole: no page, no window, no letter, no number stays."""
    [item] = walked("review")
    at = moment(date(2020, 4, 20), 10)
    before = AuditEvent.objects.count()
    assert daily_notice._can_be_opened(Item.objects.get(pk=item.pk), at)
    assert nodes_of(item) == ["await_notice"]
    assert (Publicity.objects.count(), NoticePage.objects.count()) == (0, 0)
    assert AuditEvent.objects.count() == before
