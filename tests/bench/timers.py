"""Many timers that came due while the clock slept, and many entries that expired: ``make bench``.

100, 1,000 and 10,000 of each, in an empty database of their own (``DATABASE_URL``, else a temporary
SQLite file) and a process of their own. One paper is walked into its notice by the services and
copied with its whole history; then the clock's own jobs meet them, each row in its transaction, and
every timer must have fired exactly once. Counted are the processor's time of this process and its
peak of memory above what it held before. What the clock spends where all are armed and none is due
is measured, too. Fails with 1 where a row costs more, or the process holds more, beside 100 times
as many. ``python tests/bench/timers.py timers 1000`` (or ``expiries``) measures one count.
"""

import gc
import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]

from tests.bench.exchange import memory, write  # noqa: E402
from tests.bench.filling import copies  # noqa: E402

COUNTS = tuple(map(int, os.environ.get("ROWS", "100 1000 10000").split()))
#: What 100 times as many may cost: time for one by this factor, memory by so many MiB in all.
MOST_RATIO, MOST_MEMORY = 1.5, 16
#: Milliseconds that are no time: of such, a factor says nothing.
NO_TIME = 3
#: The most that one timer should take, in processor milliseconds.
GOAL = 10
IN_A_NOTICE = 100
FIRED, EXPIRED = "公示期满的定时器，每个", "目录条目到期，每条"
IDLE, PASS = "没有到期的定时器，查一遍", "没有到期的定时器，时钟一遍"


def walked(serial, until):
    from tests.bench.steps import paper
    from tests.conftest import START, schedule

    from demo.timetables import moment
    from demo.walking import walk

    items = paper(serial, moment(START))
    return walk(items, schedule(START), until=until, since="endorse")[0]


def stand(count):
    """So many papers in their notices, each like the first in all that it has been through."""
    from django.db import transaction

    walked(1, "report")  # what is made once is made
    first = walked(2, "notice")
    with transaction.atomic():
        _copy(first, first.publicity_entries.get(), count - 1)


def _copy(first, entry, count):
    """The rows of papers with their history, as ``count`` new papers of the same applicant."""
    application, process = first.application, first.process
    applications = copies(application, ({"number": f"ZGSQ-2019-{n:06d}"} for n in range(count)))
    processes = copies(process, ({} for _ in range(count)))
    items = copies(
        first,
        (
            {"uid": uuid4(), "application_id": paper, "process_id": own}
            for paper, own in zip(applications, processes, strict=True)
        ),
    )
    for rows, owner, owners in (
        (application.duties, "application_id", applications),
        (application.submissions, "application_id", applications),
        (first.letters, "item_id", items),
    ):
        for row in rows.all():
            copies(row, ({owner: key} for key in owners))
    _copy_tasks(first, processes, items)
    notices = copies(
        entry.publicity, ({"number": f"ZGGS-2019-{n:06d}"} for n in range(count // IN_A_NOTICE + 1))
    )
    into = zip(items, cycle(notices), strict=False)
    copies(entry, ({"item_id": item, "publicity_id": notice} for item, notice in into))


def _copy_tasks(first, processes, items):
    """Every task with what led to it, its turn and its opinion."""
    from viewflow.workflow.models import Task

    tasks = {
        task.pk: copies(task, ({"process_id": key} for key in processes))
        for task in first.process.task_set.order_by("pk")
    }
    for step in Task.previous.through.objects.filter(from_task__in=list(tasks)):
        both = zip(tasks[step.from_task_id], tasks[step.to_task_id], strict=True)
        copies(step, ({"from_task_id": one, "to_task_id": other} for one, other in both))
    for row in (*first.turns.all(), *first.opinions.all()):
        both = zip(tasks[row.task_id], items, strict=True)
        copies(row, ({"task_id": task, "item_id": item} for task, item in both))


def measured(act, count):
    """``(result, processor milliseconds for one of count, MiB above before)``."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here
    before, began = memory("VmRSS:"), time.process_time()
    result = act()
    spent = (time.process_time() - began) * 1000
    return result, spent / count, memory("VmHWM:") - before


def cheapest(act, times=5):
    act()
    return min(measured(act, 1)[1] for _ in range(times))


def timers(count):
    """``{what: [milliseconds, MiB]}`` of the sweep over ``count`` windows whose time is over."""
    from tests.bench.database import analyse
    from tests.conftest import create_office

    from publicity.models import PublicityEntry
    from workflow.services.clock import tick
    from workflow.services.timers import fire_due_timers

    create_office()
    stand(count)
    analyse()
    end = PublicityEntry.objects.running().first().ends_at
    early, late = end - timedelta(hours=12), end + timedelta(hours=1)
    for hours in (2, 1):  # what else there was to do is done, the calendar's changes settled
        tick(early - timedelta(hours=hours))
    rows = {PASS: [cheapest(lambda: tick(early)), 0]}
    rows[IDLE] = [cheapest(lambda: fire_due_timers(early)), 0]
    result, *rows[FIRED] = measured(lambda: fire_due_timers(late), count)
    check(result, count, late)
    return rows


def check(result, count, late):
    """Each fired once, its paper has gone on, and nothing that must be true has been broken."""
    from viewflow.workflow.models import Task
    from viewflow.workflow.status import STATUS

    from publicity.models import PublicityEntry
    from records.models import AuditEvent, JobFailure
    from workflow.invariants import violations
    from workflow.positions import items_at
    from workflow.services.timers import fire_due_timers

    passed = PublicityEntry.objects.filter(ending="passed", closed_at=late)
    closed = AuditEvent.objects.filter(action="publicity.close", at=late)
    fired = Task.objects.filter(flow_task_type="TIMER", finished__isnull=False)
    waiting = items_at("report_to_city").filter(publicity_entries__in=passed)
    turns = Task.objects.filter(status=STATUS.NEW, turn__item__in=waiting.values("pk"))
    numbers = [result["fired"], passed.count(), closed.values("subject_id").distinct().count()]
    numbers += [closed.count(), fired.count() - 1, waiting.count(), turns.count()]  # one before
    assert numbers == [count] * len(numbers), numbers
    assert not JobFailure.objects.exists()
    assert fire_due_timers(late) == {"fired": 0, "failed": 0}
    breaches = violations()
    assert not breaches, breaches[:5]


def expiries(count):
    """The same of ``count`` entries of the catalogue whose last day is over."""
    from tests.bench.exchange import build

    from catalog.models import Certificate, CertificateEvent
    from catalog.services import expire, expire_due

    build(count + 1)
    warm, *_ = Certificate.objects.order_by("pk")
    late = datetime.combine(warm.valid_until, datetime.min.time(), UTC) + timedelta(days=2)
    expire(warm, by=None, at=late)  # what is made once is made
    result, *row = measured(lambda: expire_due(late), count)
    ended = CertificateEvent.objects.filter(op="expire").values("certificate").distinct().count()
    assert (result, ended) == (count, count + 1), (result, ended)
    assert expire_due(late) == 0
    return {EXPIRED: row}


def rows_of(kind, count):
    """``{what: (milliseconds, MiB)}`` out of a process and a database of its own."""
    words = [sys.executable, __file__, kind, str(count)]
    run = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=False)
    if run.returncode:
        sys.exit(run.returncode)
    return json.loads(run.stdout)


def compared():
    """All counts one after the other; what did not stay flat."""
    from tests.bench.figures import note

    write("| 个数 | 办什么 | 处理器毫秒 | 内存增加（MiB） |\n|---:|---|---:|---:|")
    measures = []
    for place, count in enumerate(COUNTS):
        measures.append(rows_of("timers", count) | rows_of("expiries", count))
        for name, (spent, above) in measures[-1].items():
            write(f"| {count} | {name} | {spent:.2f} | {above} |")
            goal = GOAL if name == FIRED else None
            note("到期", f"{name}", spent, "处理器毫秒", goal=goal, scale=10**place)
            note("到期", f"{name}，内存增加", above, "MiB", scale=10**place)
    few, many = measures[0], measures[-1]
    ratios = {name: many[name][0] / few[name][0] for name in few}
    write(
        "\n".join(
            f"{name}：{COUNTS[-1]}个比{COUNTS[0]}个为{each:.2f}倍" for name, each in ratios.items()
        )
    )
    return [name for name in few if not is_flat(few[name], many[name])]


def is_flat(few, many):
    """Whether neither time nor memory grew; what takes no time at all may take twice as much."""
    is_fast = many[0] <= max(few[0] * MOST_RATIO, NO_TIME)
    return is_fast and many[1] - few[1] <= MOST_MEMORY


def main():
    if len(sys.argv) == 1:
        sys.exit(1 if compared() else 0)
    from tests.bench.database import empty_database

    kind, count = sys.argv[1], int(sys.argv[2])
    with empty_database(is_mapped=False):
        from django.test import override_settings

        from config.settings import base

        with override_settings(TASKS=base.TASKS):  # after COMMIT and once, as the house runs
            rows = {"timers": timers, "expiries": expiries}[kind](count)
    sys.stdout.write(json.dumps(rows, ensure_ascii=False))


if __name__ == "__main__":
    main()
