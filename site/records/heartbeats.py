"""Beating, and refusing to act on a wall clock that moved against the machine's running time.

One step of eight days would otherwise close every publicity window at once.
"""

import time
from datetime import timedelta
from pathlib import Path

from .models import Heartbeat

TOLERANCE = timedelta(minutes=5)
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class ClockJumped(Exception):
    """The wall clock and the machine's running time disagree; an operator must accept the time."""


def beat(name, at):
    """Remember that the clock ``name`` ran at ``at``."""
    boot, running = _machine()
    Heartbeat.objects.update_or_create(
        name=name, defaults={"at": at, "boot_id": boot, "running_seconds": running}
    )


def check(name, at):
    """Raise :class:`ClockJumped` when ``at`` is not where the last beat says it should be.

    Nothing is known before the first beat, after a reboot, or where the system has no boot id.
    """
    boot, running = _machine()
    last = Heartbeat.objects.filter(name=name, boot_id=boot).exclude(boot_id="").first()
    if last is None:
        return
    expected = last.at + timedelta(seconds=running - last.running_seconds)
    if abs(at - expected) > TOLERANCE:
        raise ClockJumped(f"系统时间与运行时间不一致：应为{expected:%F %T}，现为{at:%F %T}")


def _machine():
    """``(boot id, seconds since boot)``; the id is empty where the system has none."""
    boot = BOOT_ID.read_text().strip() if BOOT_ID.exists() else ""
    return boot, time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
