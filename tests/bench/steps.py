"""What one act of the flow costs in the processor's time, through the real services.

Papers of one product each are walked from the station to the catalogue by ``demo.walking``, on an
empty database of its own (``DATABASE_URL``, else a temporary SQLite file). Each service is timed by
itself, with everything that lands with it (opinion, audit row, next task, lock, COMMIT) and with
what starts then (Wagtail's indexes); what the walk prepares besides (scans, choosing who acts) is
not. On PostgreSQL the server's own share is not in it. Statements are counted in a second, shorter
walk.
"""

import os
import sys
import time
from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
PAPERS = int(os.environ.get("PAPERS", 40))
COUNTED = 3
#: The most that an act of a person and a timer should take, in processor milliseconds.
GOAL, GOAL_OF_A_TIMER = 8, 10
TITLES = {
    "submit": "提交申请",
    "sign endorse": "工作站认可",
    "sign benefit": "带贫成效审核",
    "sign quality": "产品质量审核（下一环节为公示）",
    "report_to_city": "上报市级",
    "record city": "登记市级结果",
    "record province": "登记省级结果",
    "record_national": "登记全国公示",
    "list_item": "列入目录（含公开页面和凭证）",
    "_fire": "公示期满的定时器",
}


class Meter:
    """What each act took: ``{name: [milliseconds or statements, …]}``."""

    def __init__(self):
        self.found, self.look = defaultdict(list), self.spent

    @contextmanager
    def spent(self, name):
        began = time.process_time()
        yield
        self.found[name].append((time.process_time() - began) * 1000)

    @contextmanager
    def asked(self, name):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            yield
        self.found[name].append(len(queries))

    def around(self, module, function, named=None):
        """Measure ``module.function`` from here on; ``named(arguments)`` where it is of kinds."""
        whole = getattr(module, function)

        def act(*args, **kwargs):
            with self.look(named(args) if named else function):
                return whole(*args, **kwargs)

        setattr(module, function, act)


def watch(meter):
    from workflow.services import countersigning, listing, notices, submissions, timers, upper

    meter.around(submissions, "submit")
    meter.around(countersigning, "submit", lambda args: f"sign {args[1]}")
    meter.around(upper, "report_to_city")
    meter.around(upper, "record_outcome", lambda args: f"record {args[1]}")
    meter.around(notices, "record_national")
    meter.around(listing, "list_item")
    meter.around(timers, "_fire")


def paper(serial, at):
    """The items of a submitted application with one product."""
    from applications.services import drafts
    from demo import fiction
    from demo.acts import agent
    from demo.preparing import submit

    applicant = fiction.applicant(serial)
    by = agent(applicant.pk)
    application = drafts.start(applicant, by=by, at=at)
    drafts.add_item(application, by=by, at=at, **fiction.facts(serial, 0))
    return list(submit(application, by=by, at=at).items.all())


def walk_all(serials):
    from tests.conftest import START, schedule

    from demo.timetables import moment
    from demo.walking import walk

    at, days = moment(START), schedule(START)
    items = [item for serial in serials for item in paper(serial, at)]
    walk(items, days, until="list", since="endorse")


def measured():
    """``{act: (median milliseconds, statements)}``."""
    meter = Meter()
    watch(meter)
    walk_all(range(3))  # what is made once is made
    meter.found.clear()
    walk_all(range(100, 100 + PAPERS))
    times, meter.found, meter.look = meter.found, defaultdict(list), meter.asked
    walk_all(range(10, 10 + COUNTED))
    return {name: (median(each), median(meter.found[name])) for name, each in times.items()}


def tell(found, vendor):
    from tests.bench.figures import note, reference

    out = sys.stdout.write
    out(f"\n{vendor}：一次办理，共{PAPERS}件；一百万次加法{reference():.0f}毫秒\n\n")
    out("| 办什么 | 处理器毫秒（中位） | 目标 | 语句 |\n|---|---|---|---|\n")
    for name, title in TITLES.items():
        spent, statements = found[name]
        goal = GOAL_OF_A_TIMER if name == "_fire" else GOAL
        out(f"| {title} | {spent:.1f} | {goal} | {statements:.0f} |\n")
        note("办理", title, spent, "处理器毫秒", goal=goal)


def main():
    from tests.bench.database import empty_database

    with empty_database():
        from django.db import connection
        from django.test import override_settings
        from tests.conftest import create_office

        create_office()
        from config.settings import base

        with override_settings(TASKS=base.TASKS):  # after COMMIT and once, as the house runs
            tell(measured(), connection.vendor)


if __name__ == "__main__":
    main()
