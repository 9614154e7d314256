"""A pass that waits for another system is left to a worker, while one comes through."""

from datetime import timedelta

import pytest

from records import jobs, waking
from records.models import JobBeat

pytestmark = pytest.mark.django_db


@pytest.fixture
def calls(monkeypatch, settings):
    """What happened, in order: ``clock`` or ``asked``; a house with workers and one long job."""
    happened = []
    settings.TASKS_BACKEND = "database"
    monkeypatch.setattr(jobs, "JOBS", {})
    monkeypatch.setattr(waking, "is_running", lambda name, at: False)
    monkeypatch.setattr(waking, "wake", lambda name: happened.append(f"asked for {name}"))
    jobs.job("long", "long", is_long=lambda at: True)(lambda at: happened.append("clock"))
    return happened


def passes(at, *, came_through):
    jobs.came_through("long", came_through)
    return jobs.tick(at, hand_over=waking.hand_over)


def test_a_worker_is_asked_and_the_clock_goes_on(calls, at):
    assert passes(at, came_through=at - timedelta(minutes=1)) == {"failures": {}}
    assert calls == ["asked for long"]
    assert JobBeat.objects.get().done_at < at, "only who does it says that it is done"


def test_the_clock_does_it_where_no_worker_came_through_for_five_minutes(calls, at):
    passes(at, came_through=at - timedelta(minutes=6))
    assert calls == ["clock"]


def test_a_worker_that_is_at_it_for_long_is_asked_no_second_time_and_helped_by_nobody(
    calls, at, monkeypatch
):
    monkeypatch.setattr(waking, "is_running", lambda name, at: name == "long")
    for minutes in (1, 10):
        passes(at, came_through=at - timedelta(minutes=minutes))
    assert calls == []


def test_a_worker_came_through_when_it_ended_not_when_it_began(calls, at, monkeypatch):
    moments = iter([at, at + timedelta(minutes=4)])
    monkeypatch.setattr(waking.timezone, "now", lambda: next(moments))
    monkeypatch.setattr(waking.heartbeats, "check", lambda at, is_clock: None)
    jobs.JOBS["long"].act = lambda at: 1
    waking.run_job.func("long")
    assert JobBeat.objects.get().done_at == at + timedelta(minutes=4)


def test_the_first_pass_of_all_and_a_house_without_workers_wait_for_none(calls, at, settings):
    jobs.tick(at, hand_over=waking.hand_over)
    settings.TASKS_BACKEND = ""
    passes(at, came_through=at)
    assert calls == ["clock", "clock"]


def test_a_short_pass_is_the_clocks_own(calls, at):
    jobs.JOBS["long"].is_long = lambda at: False
    passes(at, came_through=at)
    assert calls == ["clock"]


def test_a_question_that_fails_stops_no_pass(calls, at):
    def fails(at):
        raise ValueError("一句不该让人看到的话")

    jobs.JOBS["long"].is_long = fails
    jobs.job("other", "other")(lambda at: calls.append("other"))
    passes(at, came_through=at)
    assert calls == ["clock", "other"]
