"""``manage.py watch_notices [--once]``: watches open notices from a host of its own.

With ``WATCH_MINUTES=0`` for the clock and set for this process, one process alone watches; both
may, since a look is kept once.
"""

import time

from django.core.management.base import BaseCommand
from django.utils import timezone

from exchange.watching import watch

PAUSE = 20


class Command(BaseCommand):
    help = "从公众网址观测正在公示的公示页面"

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="只观测一遍")

    def handle(self, **options):
        while True:
            done, failures = watch.run(timezone.now())
            self.stdout.write(f"观测{done or 0}次，失败{failures}项")
            if options["once"]:
                return
            time.sleep(PAUSE)
