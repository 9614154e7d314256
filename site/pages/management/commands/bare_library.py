"""``manage.py bare_library``: takes out of the library's files who made them, when, with what."""

import json

from django.core.management.base import BaseCommand
from django.utils import timezone

from pages.privacy.stock import bare_stock


class Command(BaseCommand):
    help = "清除文件库、图片库库存文件的作者、时间、设备等附带信息，逐件输出结果（JSON）"

    def handle(self, **options):
        rows = [
            {"file": title, "outcome": outcome} for title, outcome in bare_stock(at=timezone.now())
        ]
        self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
