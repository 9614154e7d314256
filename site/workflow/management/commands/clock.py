"""``manage.py clock [--once]``: run what is due, every half minute for ever, or one time."""

import json
import logging
import sys
import time

from django.core.management.base import CommandError
from django.db import close_old_connections
from django.utils import timezone

from records import heartbeats
from records.jobs import tick
from records.unavailable import ReportCommand
from records.waking import hand_over

log = logging.getLogger(__name__)


class Command(ReportCommand):
    help = "到期的公示、到期目录、待发邮件等按时处理；可同时运行多个，也可由 cron 每分钟调用 --once"

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="只运行一次")
        parser.add_argument("--every", type=float, default=30, help="两次之间的秒数")
        parser.add_argument(
            "--accept-time", action="store_true", help="确认本机现在的系统时间正确，从此重新核对"
        )

    def handle(self, **options):
        if options["accept_time"]:
            self._accept()
        if options["once"]:
            self._once()
            return
        while True:
            self._guarded_pass()
            time.sleep(options["every"])

    def _accept(self):
        try:
            heartbeats.accept(timezone.now())
        except heartbeats.ClockJumped as jumped:
            raise CommandError(f"{jumped}") from jumped

    def _once(self):
        """One pass; exit 1 when something in it failed."""
        try:
            done = self._pass()
        except heartbeats.ClockJumped as jumped:
            raise CommandError(f"时钟没有运行：{jumped}") from jumped
        self._report(done)
        if done["failures"]:
            sys.exit(1)

    def _guarded_pass(self):
        """One pass of the loop; whatever fails is logged, and the next pass tries again."""
        try:
            done = self._pass()
        except heartbeats.ClockJumped as jumped:
            log.error("the clock stands still: %s", jumped)
        except Exception:
            log.exception("clock pass failed")
        else:
            if any(map(_is_worth_a_line, done.values())):
                self._report(done)
        close_old_connections()

    def _pass(self):
        at = timezone.now()
        try:
            heartbeats.check(at)
        except heartbeats.ClockJumped as jumped:
            heartbeats.note_refusal(jumped, at)
            raise
        heartbeats.beat(at)
        return tick(at, hand_over=hand_over)

    def _report(self, done):
        self.stdout.write(json.dumps(done, ensure_ascii=False))


def _is_worth_a_line(done):
    """A number, or numbers by name, of which one is not 0."""
    return any(done.values()) if isinstance(done, dict) else bool(done)
