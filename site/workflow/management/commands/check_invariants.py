"""``manage.py check_invariants``: what must be true of every paper; exit 1 on any breach."""

import json
import sys

from django.utils import timezone

from records.unavailable import ReportCommand
from rules.periods import local_day
from workflow.future_dates import dated_after
from workflow.invariants import violations
from workflow.past_limits import past_limits


class Command(ReportCommand):
    help = "核对全部业务数据应当满足的条件，列出不符之处（JSON）；有则退出码为1"

    def handle(self, **options):
        now = timezone.now()
        breaches = [*violations(), *dated_after(now), *past_limits(local_day(now))]
        self.stdout.write(json.dumps({"violations": breaches}, ensure_ascii=False))
        if breaches:
            sys.exit(1)
