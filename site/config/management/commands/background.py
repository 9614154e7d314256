"""``manage.py background``: tasks of the workers that failed; ``--again``, ``--drop ID…``."""

import json

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db.models import Count
from django.utils import timezone

from config import background
from records.unavailable import ReportCommand


class Command(ReportCommand):
    help = "列出 worker 的任务数量和失败的任务（JSON）；--again 编号：重新执行，--drop 编号：删除"

    def add_arguments(self, parser):
        parser.add_argument("--again", nargs="*", default=[], metavar="编号")
        parser.add_argument("--drop", nargs="*", default=[], metavar="编号")

    def handle(self, *, again, drop, **options):
        if background.results() is None:
            raise CommandError("没有设置 TASKS_BACKEND：后台任务在网站进程内办理，没有队列")
        for act, keys in ((background.begin_again, again), (background.drop, drop)):
            for key in keys:
                self._do(act, key)
        self.stdout.write(json.dumps(_report(), ensure_ascii=False))

    def _do(self, act, key):
        try:
            act(key, at=timezone.now())
        except (LookupError, ValidationError) as error:
            raise CommandError(f"没有失败的任务 {key}") from error


def _report():
    rows = background.results()
    counts = rows.order_by("status").values_list("status").annotate(count=Count("pk"))
    names = ("pk", "task_path", "exception_class_path")
    failed = [{name: f"{row[name]}" for name in names} for row in rows.failed().values(*names)]
    return {"counts": dict(counts), "failed": failed}
