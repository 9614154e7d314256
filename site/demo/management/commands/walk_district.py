"""``manage.py walk_district DIR``: walk a loaded district through the whole procedure."""

import json
import sys
from collections import Counter

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from applications.models import Item
from catalog.models import Certificate
from demo.history import History
from workflow.invariants import violations
from workflow.positions import states_of


class Command(BaseCommand):
    help = "让已导入的虚构区县在真实流程上走完：两批历史认定、暂停与清理、到期与再次认定、在办事项"

    def add_arguments(self, parser):
        parser.add_argument("directory", help="数据目录（与 load_district 相同）")

    def handle(self, *, directory, **options):
        if not settings.SIMULATION_ALLOWED:
            raise CommandError("正式环境不得演示")
        with tqdm(file=sys.stderr, unit="步", desc="办理", mininterval=1) as bar:
            History(directory, at=timezone.now(), progress=bar.update).walk()
        self.stdout.write(json.dumps(_account(), ensure_ascii=False))


def _account():
    states = states_of(Item.objects.select_related("outcome"))
    return {
        "items": dict(Counter(str(state) for state in states.values())),
        "certificates": dict(Counter(Certificate.objects.values_list("status", flat=True))),
        "violations": violations(),
    }
