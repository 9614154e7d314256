"""``manage.py doctor``: a line for each thing looked at; exit 1 when anything is wrong."""

import json
import sys
from dataclasses import asdict

from django.core.management.base import BaseCommand
from django.utils import timezone

from config.doctoring import examine


class Command(BaseCommand):
    help = "检查本系统的运行情况，用中文说明哪里不正常、怎么办；有不正常的退出码为1"
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *, json: bool, **options):
        findings = list(examine(timezone.now()))
        self.stdout.write(_as_json(findings) if json else "\n".join(map(_line, findings)))
        if any(each.trouble for each in findings):
            sys.exit(1)


def _as_json(findings):
    return json.dumps([asdict(each) for each in findings], ensure_ascii=False, indent=1)


def _line(finding):
    if not finding.trouble:
        return f"正常  {finding.what}"
    return f"注意  {finding.what}：{finding.trouble} → {finding.remedy}"
