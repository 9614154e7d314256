"""``manage.py check_site``: what the site's settings still lack; exit 1 when something does."""

import json
import sys

from pages.site_checks import lacking
from records.unavailable import ReportCommand


class Command(ReportCommand):
    help = "核对“网站信息”中的必填项（JSON）；有空缺时退出码为1"

    def handle(self, **options):
        missing = lacking()
        self.stdout.write(json.dumps(missing, ensure_ascii=False, indent=1))
        if missing:
            sys.exit(1)
