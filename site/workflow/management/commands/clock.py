"""``manage.py clock [--once]``: wake what is due, every minute, for ever or one time."""

import json
import logging
import time

from django.db import close_old_connections
from django.utils import timezone

from records import heartbeats
from records.unavailable import ReportCommand
from workflow.services.clock import tick

log = logging.getLogger(__name__)


class Command(ReportCommand):
    help = "到期的公示、到期目录、待发邮件等按时处理；可同时运行多个，也可由 cron 每分钟调用 --once"

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="只运行一次")
        parser.add_argument("--every", type=float, default=30, help="两次之间的秒数")
        parser.add_argument("--accept-time", action="store_true", help="确认系统时间跳变后的时间")

    def handle(self, **options):
        if options["accept_time"]:
            heartbeats.beat("clock", timezone.now())
        if options["once"]:
            self._report(self._pass())
            return
        while True:
            self._guarded_pass()
            time.sleep(options["every"])

    def _guarded_pass(self):
        """One pass of the loop; whatever fails is logged, and the next pass tries again."""
        try:
            done = self._pass()
        except Exception:
            log.exception("clock pass failed")
        else:
            if any(count for name, count in done.items() if name != "pages"):
                self._report(done)
        close_old_connections()

    def _pass(self):
        at = timezone.now()
        heartbeats.check("clock", at)
        done = tick(at)
        heartbeats.beat("clock", at)
        return done

    def _report(self, done):
        self.stdout.write(json.dumps(done, ensure_ascii=False))
