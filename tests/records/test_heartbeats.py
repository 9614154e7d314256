"""The clock refuses to act on a wall clock that cannot be right, and says so in Chinese."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from records import heartbeats
from records.models import AuditEvent, Heartbeat, JobFailure
from workflow.management.commands import clock
from workflow.services.overdue import overdue

pytestmark = pytest.mark.django_db


@pytest.fixture
def machine(monkeypatch, at):
    """``machine(host, boot, at)``: from now on we are that host, and its wall clock is right."""
    started = {}

    def become(host, boot, now):
        started.setdefault(boot, now - timedelta(hours=1))
        running = (now - started[boot]).total_seconds()
        monkeypatch.setattr(heartbeats.platform, "node", lambda: host)
        monkeypatch.setattr(heartbeats, "_machine", lambda: (boot, running))
        monkeypatch.setattr(heartbeats, "_database_now", lambda: None)

    return become


@pytest.fixture
def one(machine, at):
    """A clock that has run on host one, and no other."""
    machine("one", "boot-1", at)
    heartbeats.beat(at)
    return machine


def refused(at):
    with pytest.raises(heartbeats.ClockJumped) as caught:
        heartbeats.check(at)
    return str(caught.value)


def test_the_very_first_pass_has_nothing_to_compare_with(machine, at):
    machine("one", "boot-1", at)
    heartbeats.check(at)


def test_a_step_within_one_boot_is_refused_and_told_in_the_time_of_ganzhou(one, at):
    one("one", "boot-1", at + timedelta(minutes=1))
    heartbeats.check(at + timedelta(minutes=1))
    words = refused(at + timedelta(days=8))
    assert "应为2020-04-01 09:31:00（北京时间）" in words
    assert "系统时间却是2020-04-09 09:30:00（北京时间）" in words
    refused(at - timedelta(days=2))


def test_a_clock_that_slept_while_its_machine_ran_goes_on_by_itself(one, at):
    """The machine measured the time itself: nobody has to be asked."""
    later = at + timedelta(days=3)
    one("one", "boot-1", later)
    heartbeats.check(later)


def test_small_steps_do_not_add_up(one, at):
    """Four minutes too many at each pass: the second one is refused already."""
    passed = 0
    for number in range(1, 7):
        true = at + timedelta(minutes=number)
        one("one", "boot-1", true)
        try:
            heartbeats.check(true + timedelta(minutes=4 * number))
        except heartbeats.ClockJumped:
            break
        heartbeats.beat(true + timedelta(minutes=4 * number))
        passed += 1
    assert passed == 1


def test_after_a_reboot_a_date_far_ahead_is_refused(one, at):
    """When a machine's own battery clock is wrong, no running time is there to contradict it."""
    soon, wrong = at + timedelta(minutes=3), at + timedelta(days=12)
    one("one", "boot-2", soon)
    heartbeats.check(soon)
    assert "超过10分钟" in refused(wrong)
    assert "2020-04-13 09:30:00（北京时间）" in refused(wrong)


def test_a_second_host_with_a_wrong_date_is_refused_whichever_ran_last(one, at):
    soon = at + timedelta(seconds=30)
    one("two", "boot-9", at + timedelta(days=12))
    assert "主机one" in refused(at + timedelta(days=12))
    assert "主机one的时钟已运行到" in refused(at - timedelta(days=1))
    one("two", "boot-9", soon)
    heartbeats.check(soon)
    heartbeats.beat(soon)
    assert Heartbeat.objects.count() == 2
    one("one", "boot-1", at + timedelta(minutes=1))
    heartbeats.check(at + timedelta(minutes=1))


def test_each_host_is_measured_by_its_own_row_though_the_other_ran_in_between(one, at):
    for minute in range(1, 4):
        host, boot = (("two", "boot-9"), ("one", "boot-1"))[minute % 2]
        now = at + timedelta(minutes=minute)
        one(host, boot, now)
        heartbeats.check(now)
        heartbeats.beat(now)
    for host, boot in (("one", "boot-1"), ("two", "boot-9")):
        one(host, boot, at + timedelta(minutes=4))
        refused(at + timedelta(days=8))


def test_two_containers_of_one_machine_share_what_it_measured(one, at):
    later = at + timedelta(days=2)
    one("container-7f3a", "boot-1", later)
    heartbeats.check(later)
    assert "按本机运行时长" in refused(later + timedelta(minutes=6))


def test_the_database_servers_clock_is_believed_more_than_an_operator(one, at, monkeypatch):
    monkeypatch.setattr(heartbeats, "_database_now", lambda: at - timedelta(minutes=6))
    assert "数据库服务器时间2020-04-01 09:24:00（北京时间）" in refused(at)
    with pytest.raises(heartbeats.ClockJumped):
        heartbeats.accept(at)


def test_a_server_tells_its_time_and_a_file_does_not(at):
    from django.db import connection

    told = heartbeats._database_now()
    assert (told is not None) == (connection.vendor == "postgresql")


def test_an_accepted_time_is_measured_from_and_leaves_its_trace(one, at):
    """Also after a wrong date was accepted: the right one is accepted over it."""
    wrong, right = at + timedelta(days=12), at + timedelta(minutes=2)
    one("two", "boot-9", wrong)
    heartbeats.accept(wrong)
    one("one", "boot-1", right)
    assert "主机two的时钟已运行到2020-04-13" in refused(right)
    heartbeats.accept(right)
    heartbeats.check(right)
    assert AuditEvent.objects.filter(action="registry.accept_time").count() == 2
    one("two", "boot-9", wrong)
    assert "主机one" in refused(wrong)


# The command


@pytest.fixture
def standing(one, at, time_travel, monkeypatch):
    """Today is a year too late on a machine that has just been started."""
    time_travel(at.date() + timedelta(days=365))
    now = heartbeats_now()
    one("one", "boot-2", now)
    monkeypatch.setattr(clock, "tick", lambda at, **others: {"failures": {}})
    return now


def heartbeats_now():
    from django.utils import timezone

    return timezone.now()


def run(**options):
    out = StringIO()
    call_command("clock", once=True, stdout=out, **options)
    return out.getvalue()


def test_a_refused_pass_runs_nothing_and_is_on_the_overdue_list(standing, office, monkeypatch):
    monkeypatch.setattr(clock, "tick", lambda at, **others: pytest.fail("it ran"))
    with pytest.raises(CommandError, match="时钟没有运行：重启后"):
        run()
    late = overdue(standing)["clock"]
    assert "重启后或新主机第一次运行" in late[0]
    assert late[1].startswith("时钟自2020-04-01 09:30:00起没有运行")


def test_the_operator_accepts_the_time_and_the_clock_goes_on(standing, office):
    with pytest.raises(CommandError):
        run()
    assert '"failures": {}' in run(accept_time=True)
    assert not JobFailure.objects.exists()
    assert overdue(standing)["clock"] == []
    run()


def test_a_pass_with_failures_ends_with_an_error_for_who_watches(one, at, time_travel, monkeypatch):
    time_travel(at.date(), 9)
    Heartbeat.objects.all().delete()
    monkeypatch.setattr(clock, "tick", lambda at, **others: {"failures": {"mail": 1}})
    with pytest.raises(SystemExit):
        run()
