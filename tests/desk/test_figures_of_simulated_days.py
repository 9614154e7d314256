"""办理统计 against a hand's count over the protocol of simulated days, in plain Python.

The protocol is kept while people act: what the engine says of each task when it saves it, when
that was and by whom. Long afterwards the figures are read from the turns. Nothing of
:mod:`workflow.workload` is asked by the hand that counts, and nothing is summed by a query.
"""

import math
from collections import Counter, defaultdict
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db.models.signals import post_save
from tests.support.desk import page
from viewflow.workflow.models import Task

from demo import simulation
from desk.performance import WHAT
from registry.models import Township
from rules.periods import local_day
from rules.vocabulary import CATEGORIES
from workflow import moment
from workflow.models import Turn

#: Simulated days are slow where the machine is busy.
pytestmark = [pytest.mark.django_db, pytest.mark.walk, pytest.mark.timeout(900)]
#: Looked at a week after the last day: some of what waits is late by then, some falls due.
START, DAYS = date(2020, 4, 13), 28
SINCE, ON = START, START + timedelta(days=DAYS + 8)
WEEKDAYS_OFF = {date(2020, 4, 6), date(2020, 5, 1), date(2020, 5, 4), date(2020, 5, 5)}
WEEKDAYS_OFF |= {date(2020, 6, 25), date(2020, 6, 26)}
WORKED_WEEKENDS = {date(2020, 4, 26), date(2020, 5, 9), date(2020, 6, 28)}
WAITING = ("NEW", "ASSIGNED")
FIGURES = ("arrived", "finished", "waiting", "late", "due_soon", "rate", "median", "ninetieth")


class Protocol:
    """``{task: [(status, moment, person)]}`` as the engine saved them; the first is the arrival."""

    def __init__(self):
        self.acts = {}

    def note(self, sender, instance, created, **details):
        if not isinstance(instance, Task):
            return
        if created:  # a number comes again where an act was refused and rolled back
            self.acts[instance.pk] = []
        try:
            now = moment.current()
        except LookupError:
            return
        self.acts.setdefault(instance.pk, []).append((instance.status, now.at, now.by))

    def lines(self):
        """What is known of each officer's step at a paper in the end, as dictionaries."""
        turns = Turn.objects.select_related("task", "item__application").order_by("pk")
        return [line for turn in turns if (line := self._line(turn)) is not None]

    def _line(self, turn):
        task = turn.task
        permission = task.owner_permission or ""
        if turn.item is None or not permission or permission.startswith("applicant@"):
            return None
        if task.status == "REVIVED":
            return None
        acts = self.acts[task.pk]
        ends = [each for each in acts if each[0] == "DONE"] if task.status == "DONE" else []
        _status, ended_at, by = ends[-1] if ends else ("", None, None)
        return {
            "desk": (task.flow_task.name, permission),
            "arrived": local_day(acts[0][1]),
            "ended": local_day(ended_at) if ended_at and by else None,
            "person": by.pk if by else task.owner_id,
            "is_waiting": task.status in WAITING,
            "due": turn.due_on,
            "township": turn.item.application.production_township_id,
            "category": turn.item.category,
        }


def counted(lines, since, until):
    """The figures of one row of the table, from its lines."""
    done = [each for each in lines if each["ended"] and since <= each["ended"] <= until]
    waiting = [each for each in lines if each["is_waiting"]]
    with_limit = [each for each in done if each["due"]]
    in_time = [each for each in with_limit if each["ended"] <= each["due"]]
    days = sorted(working_days(each["arrived"], each["ended"]) for each in done)
    sunday = ON + timedelta(days=6 - ON.weekday())
    return {
        "arrived": sum(since <= each["arrived"] <= until for each in lines),
        "finished": len(done),
        "waiting": len(waiting),
        "late": sum(bool(each["due"]) and each["due"] < ON for each in waiting),
        "due_soon": sum(bool(each["due"]) and ON <= each["due"] <= sunday for each in waiting),
        "rate": round(100 * len(in_time) / len(with_limit)) if with_limit else None,
        "median": middle(days),
        "ninetieth": days[math.ceil(0.9 * len(days)) - 1] if days else None,
    }


def working_days(first, last):
    days = (first + timedelta(days=each + 1) for each in range((last - first).days))
    return sum(is_working(day) for day in days)


def is_working(day):
    """As the State Council's paper for 2020 says, typed from it."""
    return day in WORKED_WEEKENDS or (day.weekday() < 5 and day not in WEEKDAYS_OFF)


def middle(days):
    if not days:
        return None
    half = len(days) // 2
    return days[half] if len(days) % 2 else (days[half - 1] + days[half]) / 2


def by(name, lines):
    groups = defaultdict(list)
    for line in lines:
        groups[line[name]].append(line)
    return groups


def figures(row):
    return {name: row[name] for name in FIGURES}


def words_of(row):
    query = parse_qs(urlsplit(row["links"]["arrived"][1]).query)
    return {name: values[0] for name, values in query.items()}


def in_view(lines):
    """What the page looks at: what came or went in the period, and what waits."""
    return [
        each
        for each in lines
        if each["is_waiting"]
        or SINCE <= each["arrived"] <= ON
        or (each["ended"] and SINCE <= each["ended"] <= ON)
    ]


def check_tables(context, lines):
    """Every row of desks, persons and townships is what the hand counts, and none is missing."""
    desks, people, places = (rows for _title, rows in context["tables"])
    groups = by("desk", lines)
    assert {(words_of(row)["node"], words_of(row)["desk"]) for row in desks} == set(groups)
    for row in desks:
        key = words_of(row)["node"], words_of(row)["desk"]
        assert figures(row) == counted(groups[key], SINCE, ON), key
    groups = by("person", lines)
    groups.pop(None, None)
    for row in people:
        key = int(words_of(row)["person"])
        assert figures(row) == counted(groups.pop(key), SINCE, ON), key
    assert not [key for key, each in groups.items() if counted(each, SINCE, ON)["finished"]]
    groups = by("township", lines)
    towns = dict(Township.objects.values_list("gb_code", "pk"))
    assert {towns[words_of(row)["township"]] for row in places} == set(groups)
    for row in places:
        key = towns[words_of(row)["township"]]
        assert figures(row) == counted(groups[key], SINCE, ON), key


def check_months(context, lines):
    for row in context["months"]:
        words = words_of(row)
        since, until = (date.fromisoformat(words[name]) for name in ("since", "until"))
        hand = counted(lines, since, until)
        names = ("arrived", "finished", "rate", "median", "ninetieth")
        assert {name: row[name] for name in names} == {name: hand[name] for name in names}


def check_forecast(context, lines):
    due = Counter(each["due"] for each in lines if each["is_waiting"] and each["due"])
    ahead = {day: count for day, count in due.items() if 0 <= (day - ON).days < 14}
    assert {day: count for day, count, *_ in context["forecast"] if count} == ahead


def check_whole(context, lines):
    """The sums over all desks, and the desk where most is late, then where most waits."""
    hand = counted(lines, SINCE, ON)
    totals = {title: count for count, _address, title in context["totals"]}
    assert totals == {title: hand[name] for name, title in WHAT.items()}
    whole = context["whole"]
    names = ("rate", "median", "ninetieth")
    figures = (whole.on_time_rate, whole.median, whole.ninetieth)
    assert dict(zip(names, figures, strict=True)) == {name: hand[name] for name in names}
    waiting = [each for each in map(figures_of, by("desk", lines).values()) if each["waiting"]]
    row = context["bottleneck"]
    if not waiting:
        assert row is None
        return
    most = max((each["late"], each["waiting"]) for each in waiting)
    assert (row["late"], row["waiting"]) == most


def figures_of(lines):
    return counted(lines, SINCE, ON)


def test_every_figure_of_simulated_days_is_what_a_hand_counts(
    office, on_day, signed_in, monkeypatch
):
    monkeypatch.setattr(simulation, "DILIGENCE", 0.15)  # some of it comes late
    protocol = Protocol()
    post_save.connect(protocol.note)
    try:
        simulation.Simulation(applications=7, start=START, days=DAYS, seed=5).run()
    finally:
        post_save.disconnect(protocol.note)
    on_day(ON, 18)
    lines = in_view(protocol.lines())
    client = signed_in("manager@fpb")
    asked = {"since": f"{SINCE}", "until": f"{ON}"}
    everything = client.get(page("performance"), asked).context
    check_tables(everything, lines)
    check_months(everything, lines)
    check_forecast(everything, lines)
    check_whole(everything, lines)
    assert min(count for count, *_ in everything["totals"]) > 0
    for category, _title in CATEGORIES:
        some = by("category", lines)[category]
        context = client.get(page("performance"), {**asked, "category": category}).context
        check_tables(context, some)
        check_months(context, some)
        check_whole(context, some)
        check_forecast(context, some)
    code, pk = Township.objects.filter(pk__in=by("township", lines)).values_list("gb_code", "pk")[0]
    context = client.get(page("performance"), {**asked, "township": code}).context
    check_tables(context, by("township", lines)[pk])
    check_forecast(context, by("township", lines)[pk])
    check_months(context, by("township", lines)[pk])
    check_whole(context, by("township", lines)[pk])
