"""The clock's jobs: every one isolated, every row isolated, what fails is remembered and told."""

from datetime import timedelta

import pytest
from django.db import connection

from records import jobs
from records.models import Counter, JobBeat, JobFailure
from rules.refusal import Refused
from rules.working_days import CalendarMissing

pytestmark = pytest.mark.django_db
SECRET = "张三的电话是13812345678"


@pytest.fixture
def registry(monkeypatch):
    """An empty register of jobs."""
    monkeypatch.setattr(jobs, "JOBS", {})
    return jobs.JOBS


@pytest.fixture
def rows(db):
    return [Counter.objects.create(series=name, year=2020) for name in ("a", "b", "c")]


def fails(*args, **kwargs):
    raise ValueError(SECRET)


def test_jobs_run_in_their_stated_order_and_no_two_bear_one_name(registry, at):
    calls = []
    for name, order in (("third", 30), ("first", 10), ("second", 20)):
        jobs.job(name, name, order=order)(lambda at, name=name: calls.append(name))
    jobs.tick(at)
    assert calls == ["first", "second", "third"]
    with pytest.raises(ValueError, match="first"):
        jobs.job("first", "again", order=1)(fails)


def test_a_job_rests_after_a_success_and_is_tried_at_each_pass_after_a_failure(registry, at):
    calls, broken = [], [False]

    @jobs.job("hourly", "每小时", order=1, every=timedelta(hours=1))
    def hourly(at):
        calls.append(at)
        if broken[0]:
            fails()

    for minutes in (0, 30, 59, 60, 90):
        jobs.tick(at + timedelta(minutes=minutes))
    assert calls == [at, at + timedelta(minutes=60)]
    broken[0] = True
    for minutes in (120, 121, 122):
        jobs.tick(at + timedelta(minutes=minutes))
    assert len(calls) == 5
    assert JobBeat.objects.get().done_at == at + timedelta(minutes=60)


def test_a_row_that_raises_takes_only_its_own_changes_with_it(registry, at, rows):
    @jobs.job("count", "计数", order=1)
    def count(at):
        return len(count.each(rows, step, at=at).done)

    def step(row):
        Counter.objects.filter(pk=row.pk).update(last=7)
        if row.series == "b":
            fails()

    assert jobs.tick(at) == {"count": 2, "failures": {"count": 1}}
    assert dict(Counter.objects.values_list("series", "last")) == {"a": 7, "b": 0, "c": 7}
    failure = JobFailure.objects.get()
    assert (failure.subject_type, failure.subject_id) == ("records.counter", str(rows[1].pk))
    assert JobBeat.objects.get().done_at == at, "the job itself came through"


def test_of_a_failure_its_kind_is_kept_and_nothing_that_it_had_in_hands(registry, at, rows, caplog):
    @jobs.job("count", "计数", order=1)
    def count(at):
        count.each(rows[:1], fails, at=at)
        fails()

    jobs.tick(at)
    assert set(JobFailure.objects.values_list("cause", flat=True)) == {"ValueError"}
    assert SECRET not in caplog.text
    assert "ValueError" in caplog.text


def test_reasons_of_our_own_are_kept_in_words(registry, at, rows):
    @jobs.job("count", "计数", order=1)
    def count(at):
        count.each(rows[:1], refuses, at=at)

    def refuses(row):
        raise Refused(["公示栏目尚未建立"])

    jobs.tick(at)
    assert JobFailure.objects.get().cause == "公示栏目尚未建立"


def test_a_failure_counts_up_and_goes_when_the_row_succeeds_or_is_due_no_more(registry, at, rows):
    bad = {"a", "b"}

    @jobs.job("count", "计数", order=1)
    def count(at):
        count.each(rows, lambda row: row.series in bad and fails(), at=at)

    for minute in range(3):
        jobs.tick(at + timedelta(minutes=minute))
    assert set(JobFailure.objects.values_list("times", flat=True)) == {3}
    bad.remove("a")
    jobs.tick(at + timedelta(minutes=3))
    assert JobFailure.objects.get().subject_id == str(rows[1].pk)
    del rows[1]
    jobs.tick(at + timedelta(minutes=4))
    assert not JobFailure.objects.exists()


def test_a_wall_clock_that_was_set_back_can_still_note_a_failure(registry, at):
    jobs.job("count", "计数", order=1)(fails)
    jobs.tick(at)
    jobs.tick(at - timedelta(days=1))
    failure = JobFailure.objects.get()
    assert (failure.times, failure.first_at) == (2, at - timedelta(days=1))


def test_a_missing_calendar_is_told_once_for_the_job_whatever_number_of_rows_need_it(
    registry, at, rows
):
    @jobs.job("count", "计数", order=1)
    def count(at):
        return len(count.each(rows, step, at=at).done)

    def step(row):
        if row.series != "c":
            raise CalendarMissing(2027)

    assert jobs.tick(at) == {"count": 1, "failures": {"count": 1}}
    failure = JobFailure.objects.get()
    assert failure.cause == "2027年节假日安排尚未录入，无法计算工作日"
    assert failure.subject_type == ""


def test_who_was_slower_than_another_clock_has_not_failed(registry, at, rows):
    @jobs.job("count", "计数", order=1)
    def count(at):
        return len(count.each(rows, lambda row: fails(), at=at, passing=(ValueError,)).done)

    assert jobs.tick(at) == {"count": 0, "failures": {}}


def test_work_outside_the_database_runs_in_no_transaction_of_the_sweep(registry, at, rows):
    """A virus scanner that takes its time holds no lock meanwhile."""
    depths = []

    @jobs.job("count", "计数", order=1)
    def count(at):
        for atomic in (False, True):
            count.each(rows[:1], lambda row: depths.append(depth()), at=at, atomic=atomic)

    def depth():
        return len(connection.savepoint_ids)

    before = depth()
    count(at)
    assert depths == [before, before + 1]


def test_failures_of_a_job_that_is_no_more_are_forgotten(registry, at):
    JobFailure.objects.create(job="gone", cause="ValueError", first_at=at, last_at=at)
    jobs.tick(at)
    assert not JobFailure.objects.exists()
