"""``manage.py window START… --days N``: publicity windows as JSON, exactly or not at all."""

import json
from datetime import date

from django.core.management.base import BaseCommand, CommandError

from registry.calendars import calendar
from rules.periods import publicity_window
from rules.working_days import CalendarMissing


class Command(BaseCommand):
    help = "计算公示期：起始日不计入，按国务院节假日安排数工作日；超出已录入年份即报错"

    def add_arguments(self, parser):
        parser.add_argument("start", nargs="+", help="发布日期 YYYY-MM-DD，可多个")
        parser.add_argument("--days", type=int, default=5, help="工作日数（默认5）")

    def handle(self, *, start, days, **options):
        if days < 1:
            raise CommandError("工作日数至少为1")
        working_days = calendar()
        try:
            windows = [_row(date.fromisoformat(day), days, working_days) for day in start]
        except ValueError as error:
            raise CommandError(f"日期应为 YYYY-MM-DD：{error}") from error
        except CalendarMissing as missing:
            raise CommandError(str(missing)) from missing
        self.stdout.write(json.dumps(windows))


def _row(start, days, working_days):
    window = publicity_window(start, days=days, calendar=working_days)
    return {
        "start": f"{start}",
        "first_day": f"{window.first_day}",
        "last_day": f"{window.last_day}",
        "working_days": window.working_days,
    }
