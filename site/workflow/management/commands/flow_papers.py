"""``manage.py flow_papers [NODE…]``: the papers that a change of a flow would touch."""

import json
import sys

from viewflow.workflow.models import Process

from records.unavailable import ReportCommand
from workflow import flow_nodes


class Command(ReportCommand):
    help = (
        "列出停在所列环节的业务（JSON），即改动这些环节会影响哪些；不写环节的，列出停在这一版程序"
        "没有的环节的业务，有则退出码为1。升级前用新版程序、旧数据库执行"
    )
    #: It is asked exactly when the check of these papers fails.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("nodes", nargs="*", help="环节的名称，如 endorse")

    def handle(self, *, nodes, **options):
        papers = flow_nodes.papers_at(*nodes)
        lost = flow_nodes.lost()
        listed = papers if nodes else {name: papers[name] for name in lost}
        answer = {
            "total": sum(map(len, listed.values())),
            "nodes": {name: [*map(_title, keys)] for name, keys in listed.items()},
        }
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
        if lost and not nodes:
            sys.exit(1)


def _title(key):
    """The process's number and its paper; history may have lost its flow, too."""
    process = Process.objects.get(pk=key)
    if process.flow_class is None:
        return f"{key}"
    paper = getattr(process.flow_class.process_class.objects.get(pk=key), "paper", None)
    return f"{key} {paper}" if paper is not None else f"{key}"
