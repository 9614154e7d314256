"""``manage.py verify_audit [--head DIGEST] [--heads FILE]``: what is wrong with the trail, JSON."""

import json
import sys

from django.utils import timezone

from records.audit_faults import against_kept, faults
from records.models import AuditEvent, AuditSeal
from records.unavailable import ReportCommand


class Command(ReportCommand):
    help = "核对审计记录的校验码和封存链；发现改动、增删时列出并以退出码1结束"

    def add_arguments(self, parser):
        parser.add_argument("--head", default="", help="另行保存的封存摘要，用来发现链尾被截断")
        parser.add_argument("--heads", default="", help="外存的封存摘要文件，每行一个，逐个核对")

    def handle(self, *, head, heads, **options):
        fault_list = faults(head=head, at=timezone.now())
        if heads:
            with open(heads, encoding="utf-8") as lines:
                fault_list += against_kept([json.loads(line) for line in lines if line.strip()])
        last = AuditSeal.objects.first()
        answer = {
            "rows": AuditEvent.objects.count(),
            "seals": last.number if last else 0,
            "head": last.digest if last else "",
            "faults": fault_list,
        }
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
        if fault_list:
            sys.exit(1)
