"""``manage.py overdue``: JSON of what should have happened and has not; exit 1 if any."""

import json
import sys

from django.utils import timezone

from records.unavailable import ReportCommand
from workflow.services.overdue import overdue


class Command(ReportCommand):
    help = "列出应当发生而没有发生的事项（JSON）；有则退出码为1"

    def handle(self, **options):
        late = overdue(timezone.now())
        self.stdout.write(json.dumps(late, ensure_ascii=False, indent=1))
        if late["total"]:
            sys.exit(1)
