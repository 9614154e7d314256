"""A pass of the clock: one bad job, one bad row or 1 January stops nothing but itself."""

from datetime import date, timedelta
from itertools import permutations, product

import pytest
from django.urls import reverse

from applications.models import Item
from demo.acts import holder
from demo.timetables import moment
from pages.models import NoticePage
from publicity.models import Publicity
from records import heartbeats, jobs
from records.audit import record
from records.mail import write
from records.models import AuditEvent, JobBeat, JobFailure, OutgoingMail
from registry.models import RuleSet
from workflow.positions import nodes_of
from workflow.services import daily_notice, notices
from workflow.services.clock import tick
from workflow.services.overdue import overdue

pytestmark = pytest.mark.django_db
SECRET = "张三的电话是13812345678"
NAMES = [each.name for each in jobs.in_order()]
#: By each figure of their numbers, written in twos: the jobs that have a one there, or a zero.
HALVES = [
    {name for number, name in enumerate(NAMES) if number >> place & 1 == figure}
    for place in range(len(NAMES).bit_length())
    for figure in (0, 1)
]


def fails(*args, **kwargs):
    raise RuntimeError(SECRET)


def fails_for_good(at):
    raise KeyboardInterrupt


def told_of(name, at):
    return [row for row in overdue(at)["jobs"] if row["job"] == name]


def test_of_every_two_jobs_either_fails_in_a_pass_in_which_the_other_does_not():
    """So that the passes below find any job that any other stops."""
    tried = {pair for failing in HALVES for pair in product(failing, {*NAMES} - failing)}
    assert tried == {*permutations(NAMES, 2)}


def test_jobs_that_raise_stop_no_other_and_are_told_until_they_come_through(
    office, at, monkeypatch, time_travel, client
):
    """Whatever failed in a pass comes through in the next, in which its other half fails."""
    time_travel(at.date())
    client.force_login(holder("manager@fpb"), backend="django.contrib.auth.backends.ModelBackend")
    heartbeats.beat(at)
    for failing in HALVES:
        fail_in_a_pass(failing, at, monkeypatch)
        page = client.get(reverse("desk:operations")).content.decode()
        for name in failing:
            cell = f'<td class="title" data-label="作业">{jobs.JOBS[name].title}</td>'
            assert page.count(cell) == 2, "as failed, and in the list of all"
        assert SECRET not in page
    assert pass_of_all(at)["failures"] == {}
    assert overdue(at)["jobs"] == []


def pass_of_all(at):
    """What a pass did in which every job is due."""
    JobBeat.objects.all().delete()
    return tick(at)


def fail_in_a_pass(failing, at, monkeypatch):
    """Those fail, all others come through, and it is told of those alone."""
    with monkeypatch.context() as patch:
        for name in failing:
            patch.setattr(jobs.JOBS[name], "act", fails)
        done = pass_of_all(at)
    assert done["failures"] == dict.fromkeys(failing, 1)
    assert {each for each in NAMES if done[each] is None} == failing
    titles = {name: jobs.JOBS[name].title for name in failing}
    rows = overdue(at)["jobs"]
    assert len(rows) == len(failing)
    assert {row["job"]: row["title"] for row in rows} == titles
    assert {row["cause"] for row in rows} == {"RuntimeError"}


def test_before_an_office_is_open_no_job_fails_for_want_of_its_rules(db, at):
    assert not RuleSet.objects.exists()
    tick(at)
    assert list(JobFailure.objects.values_list("job", "cause")) == []


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


def test_beats_of_workers_do_not_hide_in_which_job_a_pass_died(office, at, monkeypatch):
    heartbeats.beat(at)
    tick(at)
    began, later = at + timedelta(seconds=30), at + timedelta(seconds=40)
    monkeypatch.setattr(jobs.JOBS["expire"], "act", fails_for_good)
    heartbeats.beat(began)
    with pytest.raises(KeyboardInterrupt):
        jobs.tick(began, hand_over=lambda job, *moments: job.is_long is not None)
    jobs.came_through("mail", later)
    jobs.came_through("webhooks", later)
    late = overdue(at + timedelta(minutes=11))
    assert late["clock"][0].endswith(f"停在“{jobs.JOBS['expire'].title}”")


def test_a_job_left_to_workers_is_not_where_the_clock_stopped(office, at):
    heartbeats.beat(at)
    tick(at)
    began = at + timedelta(seconds=30)
    heartbeats.beat(began)
    jobs.tick(began, hand_over=lambda job, *moments: job.is_long is not None)
    assert overdue(at + timedelta(minutes=11))["clock"] == ["时钟自2020-04-01 09:30:30起没有运行"]


def test_a_job_that_does_not_come_through_though_the_clock_runs_is_told(office, at):
    heartbeats.beat(at)
    tick(at)
    heartbeats.beat(at + timedelta(minutes=11))
    assert {row["job"] for row in overdue(at + timedelta(minutes=11))["jobs"]} == {
        each.name for each in jobs.in_order() if not each.every
    }


# 1 January without a holiday paper


@pytest.fixture
def own_store(monkeypatch):
    """In 2027 the files of all other tests are old, and no row of this test's names them."""
    monkeypatch.setattr("files.orphans.FOLDER", "of_this_test")


def test_a_year_without_its_holiday_paper_stops_only_what_needs_the_calendar(
    walked, at, settings, mailoutbox, own_store
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


def test_on_a_day_of_such_a_year_nothing_fails_where_nobody_waits(office, own_store):
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
