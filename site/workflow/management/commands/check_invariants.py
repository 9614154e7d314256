"""``manage.py check_invariants``: what must be true of every paper; exit 1 on any breach."""

import json
import sys

from records.unavailable import ReportCommand
from workflow.invariants import violations


class Command(ReportCommand):
    help = "核对全部业务数据应当满足的条件，列出不符之处（JSON）；有则退出码为1"

    def handle(self, **options):
        found = violations()
        self.stdout.write(json.dumps({"violations": found}, ensure_ascii=False))
        if found:
            sys.exit(1)
