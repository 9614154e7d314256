"""``manage.py simulate``: walk many applications on a simulated clock and account for them."""

import json
import resource
import sys
import time
from contextlib import nullcontext
from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from demo import earlier_rules, fiction
from demo.scratch import scratch_database
from demo.simulation import Simulation
from pages.notices.services import ensure_site_tree
from rules.working_days import CalendarMissing


class Command(BaseCommand):
    help = "在模拟时钟上用真实服务办理若干申请，输出一个 JSON；默认在临时数据库中进行，不动现有数据"

    def add_arguments(self, parser):
        parser.add_argument("--applications", type=int, default=20, help="申请数")
        parser.add_argument("--start", type=date.fromisoformat, default=date(2020, 4, 1))
        parser.add_argument("--days", type=int, default=90, help="历日数")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--here", action="store_true", help="在当前数据库中进行并保留")

    def handle(self, *, applications, start, days, seed, here, **options):
        if not settings.SIMULATION_ALLOWED and here:
            raise CommandError("正式环境不得在业务数据库中模拟")
        if applications < 1 or days < 1:
            raise CommandError("申请数和天数至少为1")
        with nullcontext() if here else scratch_database():
            began = time.process_time()
            result = self._simulate(applications, start, days, seed)
            result |= _cost(began)
        self.stdout.write(json.dumps(result, ensure_ascii=False))
        if result["violations"]:
            sys.exit(1)

    def _simulate(self, applications, start, days, seed):
        ensure_site_tree()
        fiction.create_district()
        earlier_rules.cover(start)
        simulation = Simulation(applications=applications, start=start, days=days, seed=seed)
        with tqdm(total=days, file=sys.stderr, unit="天", desc="模拟") as bar:

            def tell():
                spent = f"{time.process_time():.0f}处理器秒，不符之处{len(simulation.breaches)}"
                bar.set_postfix_str(f"收到申请{simulation.arrived}件，{spent}", refresh=False)
                bar.update()

            try:
                return simulation.run(progress=tell)
            except CalendarMissing as missing:
                raise CommandError(str(missing)) from missing


def _cost(began):
    """Processor seconds since ``began``, and the most memory that the process has held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "processor_seconds": round(time.process_time() - began, 1),
        "peak_memory_mib": peak // 1024,
    }
