"""``manage.py flow_bpmn certification``: BPMN 2.0 XML with diagram interchange, on stdout."""

from django.core.management.base import BaseCommand, CommandError

from workflow.charts import FLOWS, bpmn


class Command(BaseCommand):
    help = "输出流程的 BPMN 2.0 XML（含图形信息），可用其他建模工具打开"

    def add_arguments(self, parser):
        parser.add_argument("flow", help=f"流程：{'、'.join(FLOWS)}")

    def handle(self, *, flow, **options):
        if flow not in FLOWS:
            raise CommandError(f"没有流程“{flow}”；可选：{'、'.join(FLOWS)}")
        self.stdout.write(bpmn(FLOWS[flow]))
