"""``manage.py watch_notices [--once]``: watches open notices from a host of its own.

With ``WATCH_MINUTES=0`` for the clock and set for this process, one process alone watches; both
may, since a look is kept once. Nothing is looked at by a wall clock that cannot be right.
"""

import logging
import time

from django.core.management.base import CommandError
from django.db import close_old_connections
from django.utils import timezone

from exchange.watching import watch
from records import heartbeats
from records.unavailable import ReportCommand

log = logging.getLogger(__name__)
PAUSE = 20


class Command(ReportCommand):
    help = "从公众网址观测正在公示的公示页面"

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="只观测一遍")

    def handle(self, **options):
        if options["once"]:
            self._once()
            return
        while True:
            self._guarded_pass()
            time.sleep(PAUSE)

    def _once(self):
        try:
            self._pass()
        except heartbeats.ClockJumped as jumped:
            raise CommandError(f"没有观测：{jumped}") from jumped

    def _guarded_pass(self):
        """One pass of the loop; whatever fails is logged, and the next pass tries again."""
        try:
            self._pass()
        except heartbeats.ClockJumped as jumped:
            log.error("nothing is watched: %s", jumped)
        except Exception:
            log.exception("a pass of the watch failed")
        close_old_connections()

    def _pass(self):
        now = timezone.now()
        heartbeats.check(now, is_clock=False)
        done, failures = watch.run(now)
        self.stdout.write(f"观测{done or 0}次，失败{failures}项")
