"""How long each step of certification took, by quarter, for the public's page of statistics."""

import statistics
from collections import defaultdict

from pages.district_figures import NONE, FigureTable, last_quarters
from registry.calendars import calendar
from rules.periods import day_starts, local_day
from rules.sales import quarter, quarter_starts, quarter_words

from .positions import DESK_STEPS
from .workload import turns

#: Of fewer cases nothing is told but their number: each could be known.
LEAST = 5


def step_figures(at):
    """Working days from arrival to the end of each step, by the quarter of its end."""
    since = day_starts(quarter_starts(last_quarters(at)[-1]))
    rows = turns().filter(finished_at__gte=since, finished_at__lte=at, done_by__isnull=False)
    groups, between = defaultdict(list), calendar().planned_between
    for node, arrived, due, finished in rows.values_list(
        "task__flow_task", "arrived_at", "due_on", "finished_at"
    ):
        day = local_day(finished)
        if node.name in DESK_STEPS:
            days = between(local_day(arrived), day)
            groups[quarter(day), node.name].append((days, due is None or day <= due))
    lines = [
        (f"{quarter_words(word)}　{DESK_STEPS[name].task_title}", *_line(groups[word, name]))
        for word in last_quarters(at)
        for name in DESK_STEPS
        if (word, name) in groups
    ]
    headings = ("季度和环节", "办结", "中位数（工作日）", "九成以内（工作日）", "按时（%）")
    note = f"自到达该环节之日的次日起，至办结之日止的工作日。不足{LEAST}件的只列件数。"
    newest = sum(label.startswith(lines[0][0].partition("　")[0]) for label, *_ in lines)
    return FigureTable("steps", "各环节办理用时", headings, lines, 2, "个工作日", note, newest)


def _line(cases):
    number = len(cases)
    if number < LEAST:
        return number, NONE, NONE, NONE
    days = sorted(each for each, _ in cases)
    in_time = sum(is_in_time for _, is_in_time in cases)
    ninetieth = days[-(-9 * number // 10) - 1]
    return number, statistics.median(days), ninetieth, round(100 * in_time / number)
