"""Beating, and refusing to act on a wall clock that cannot be right.

One step of eight days would otherwise close every publicity window at once. The wall clock is
compared with the machine's own running time since the anchor, with the database server's clock,
and with the newest beat of any host. Where nothing vouches for it, an operator must.
"""

import platform
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from rules.periods import SHANGHAI
from rules.refusal import Refused

from . import job_failures
from .audit import record
from .jobs import CLOCK
from .models import Heartbeat, JobFailure

#: How far two clocks may disagree, and how far one may drift in all since its anchor.
TOLERANCE = timedelta(minutes=5)
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
HINT = "核对各主机时间后执行 manage.py clock --accept-time 确认"


class ClockJumped(Refused):
    """The wall clock cannot be trusted; the reasons say against what it was measured."""


def newest():
    """The newest beat of the clock on any host; None before the first."""
    return Heartbeat.objects.filter(name=CLOCK).order_by("-at").first()


def check(at, *, is_clock=True):
    """Raise :class:`ClockJumped` with every reason against acting at ``at``.

    What beats no heart of its own (``is_clock`` False) goes on however long no clock has run.
    """
    reasons = [*_against_database(at), *_against_beats(at, is_clock)]
    if reasons:
        raise ClockJumped(reasons)


def beat(at):
    """Remember that the clock of this host ran at ``at``."""
    boot, running = _machine()
    own = _of_this_boot(boot)
    anchor = (own.anchor_at, own.anchor_seconds) if own else (at, running)
    return _write(at, boot, *anchor)


@transaction.atomic
def accept(at):
    """An operator vouches for ``at``: measuring starts anew, beats of the future are dropped.

    Raises :class:`ClockJumped` when the database server disagrees: then one of the two machines
    must be set right first.
    """
    reasons = list(_against_database(at))
    if reasons:
        raise ClockJumped(reasons)
    boot, running = _machine()
    Heartbeat.objects.filter(name=CLOCK, at__gt=at).exclude(host=platform.node()).delete()
    JobFailure.objects.filter(job=CLOCK).delete()  # whichever host still refuses will say so again
    row = _write(at, boot, at, running)
    record("registry.accept_time", row, by=None, at=at)
    return row


def note_refusal(error, at):
    """Keep why this host's clock stands still, for whoever looks at what is overdue."""
    own = Heartbeat.objects.filter(name=CLOCK, host=platform.node()).first()
    job_failures.note(CLOCK, own, error, at=at)


def _write(at, boot, anchor_at, anchor_seconds):
    row, _ = Heartbeat.objects.update_or_create(
        name=CLOCK,
        host=platform.node(),
        defaults={
            "at": at,
            "boot_id": boot,
            "anchor_at": anchor_at,
            "anchor_seconds": anchor_seconds,
        },
    )
    job_failures.clear_all(CLOCK, row)
    return row


def _of_this_boot(boot):
    """A beat of this very boot: this host's, or that of another container of the same machine."""
    rows = Heartbeat.objects.filter(name=CLOCK, boot_id=boot).exclude(boot_id="")
    return rows.filter(host=platform.node()).first() or rows.order_by("anchor_at").first()


def _against_database(at):
    """The database server's own clock, where there is a server."""
    theirs = _database_now()
    if theirs is not None and abs(at - theirs) > TOLERANCE:
        yield f"本机时间{_shanghai(at)}与数据库服务器时间{_shanghai(theirs)}相差超过5分钟，请先校准"


def _against_beats(at, is_clock):
    boot, running = _machine()
    last, own = newest(), _of_this_boot(boot)
    if last is None:  # the very first pass: nothing is known yet
        return
    if own is not None:
        yield from _against_running_time(own, running, at)
    elif is_clock and at - last.at > timedelta(minutes=settings.CLOCK_MAX_GAP_MINUTES):
        yield (
            f"重启后或新主机第一次运行，现为{_shanghai(at)}，距时钟最近一次运行（{_shanghai(last.at)}，"
            f"主机{last.host}）超过{settings.CLOCK_MAX_GAP_MINUTES}分钟，{HINT}"
        )
    if last.at - at > TOLERANCE:
        yield f"主机{last.host}的时钟已运行到{_shanghai(last.at)}，本机现为{_shanghai(at)}，{HINT}"


def _against_running_time(own, running, at):
    expected = own.anchor_at + timedelta(seconds=running - own.anchor_seconds)
    if abs(at - expected) > TOLERANCE:
        yield f"按本机运行时长应为{_shanghai(expected)}，系统时间却是{_shanghai(at)}，{HINT}"


def _shanghai(at):
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}（北京时间）"


def _machine():
    """``(boot id, seconds since boot)``; the id is empty where the system has none."""
    boot = BOOT_ID.read_text().strip() if BOOT_ID.exists() else ""
    return boot, time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def _database_now():
    """What time the database server has; None where the database is a file of this machine."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]
