"""Many papers at once on a simulated clock, with everything that happens to papers in an office.

People act on working days and sometimes return, refuse or forget; the public objects at odd hours;
applicants withdraw; the clock oversleeps for days. Every act goes through the real services.
"""

import random
from collections import Counter
from datetime import timedelta

from applications.models import Application, Item
from applications.services import drafts
from catalog.models import Certificate
from publicity.models import Publicity, PublicityEntry
from publicity.services import object_to
from registry.calendars import calendar
from rules.refusal import Refused
from workflow.invariants import violations, window_lengths
from workflow.models import ChangeReport
from workflow.positions import NODE_OF, NODE_OF_LEVEL, nodes_of, states_of
from workflow.services import submissions

from . import fiction
from .acts import agent, perform
from .case_work import CaseWork
from .preparing import submit
from .strict_clock import tick
from .timetables import moment

#: How likely a step is taken on a working day, and how it is decided.
DILIGENCE = 0.55
CHOICES = (("pass", 0.86), ("return", 0.09), ("refuse", 0.05))
AFTER_OBJECTION = (("pass", 0.5), ("restart", 0.2), ("return", 0.15), ("refuse", 0.15))
OBJECTION, WITHDRAWAL, OVERSLEEP = 0.02, 0.004, 0.08
DECIDING = {*NODE_OF.values(), *NODE_OF_LEVEL.values()}


class Simulation:
    """``applications`` papers over ``days`` days from ``start``; repeatable by ``seed``."""

    def __init__(self, *, applications, start, days, seed, first_serial=1):
        self.random = random.Random(seed)
        self.days = [start + timedelta(days=offset) for offset in range(days)]
        self.calendar = calendar()
        self.asleep_until = None
        self.late_objections = 0
        self.refused_steps = 0
        self.cases = CaseWork(self.random, DILIGENCE)
        serials = range(first_serial, first_serial + applications)
        arriving = self.days[: max(1, days // 3)]
        self.arrivals = sorted((self.random.choice(arriving), serial) for serial in serials)
        self.earlier_items = set(Item.objects.values_list("pk", flat=True))

    def run(self, progress=lambda: None):
        """Live through every day; ``progress`` is called once a day."""
        for day in self.days:
            self._day(day)
            progress()
        return self.result()

    def _day(self, day):
        self._clock(moment(day, 0, 5))
        if self.calendar.is_working_day(day):
            self._submit_arrivals(day)
            self._clock(moment(day, 9, 5))
            self._work(day)
            self.cases.work(self._listed(), moment(day, 17, 45))
        self._public(moment(day, 20, self.random.randrange(60)))

    def _clock(self, at):
        """Tick, unless the clock is asleep; it may fall asleep for up to four days."""
        if self.asleep_until and at < self.asleep_until:
            return
        self.asleep_until = None
        tick(at)
        if self.random.random() < OVERSLEEP:
            self.asleep_until = at + timedelta(hours=self.random.randrange(6, 96))

    def _submit_arrivals(self, day):
        while self.arrivals and self.arrivals[0][0] <= day:
            _, serial = self.arrivals.pop(0)
            self._apply(serial, moment(day, 8, 30))

    def _apply(self, serial, at):
        holder = fiction.applicant(serial)
        by = agent(holder.pk)
        application = drafts.start(holder, by=by, at=at)
        for row in range(self.random.randint(1, 4)):
            drafts.add_item(application, by=by, at=at, **fiction.facts(serial, row))
        submit(application, by=by, at=at)

    def _work(self, day):
        """Everybody's day: each open step is taken with some diligence, in a random order."""
        items = list(self._under_way())
        self.random.shuffle(items)
        for minute, item in enumerate(items):
            at = moment(day, 9, 30) + timedelta(minutes=min(minute, 480))
            if self.random.random() < WITHDRAWAL:
                self._withdraw(item, at)
                continue
            for node in nodes_of(item):
                if self.random.random() < DILIGENCE:
                    self._step(item, node, at)

    def _step(self, item, node, at):
        """One step; the clock's own nodes (notices) are nobody's to take."""
        if node in ("await_notice", "district_notice", "national_notice"):
            return
        try:
            perform(Item.objects.get(pk=item.pk), node, at=at, choice=self._choice(node))
        except Refused:  # an outcome to be counted, never an end: another day, another choice
            self.refused_steps += 1

    def _choice(self, node):
        table = AFTER_OBJECTION if node.startswith("investigate") else CHOICES
        if node not in DECIDING and table is CHOICES:
            return "pass"
        words, weights = zip(*table, strict=True)
        return self.random.choices(words, weights)[0]

    def _withdraw(self, item, at):
        by = agent(item.application.applicant_id)
        submissions.withdraw(item, by=by, at=at, because="自愿撤回（模拟）")

    def _public(self, at):
        """Anyone may object to what is open, in the evening, by the web."""
        entries = PublicityEntry.objects.running().order_by("pk")
        for entry in entries.select_related("publicity"):
            if entry.publicity.published_at <= at and self.random.random() < OBJECTION:
                self._object(entry, at)

    def _object(self, entry, at):
        """Late objections are refused by the rules; that is their business, not ours."""
        try:
            object_to(entry, channel="web", content="对该产品的带贫情况有疑问（模拟）", at=at)
        except Refused:
            self.late_objections += 1

    def _under_way(self):
        return (
            Item.objects.under_way()
            .exclude(pk__in=self.earlier_items)
            .select_related("application")
            .order_by("pk")
        )

    def _listed(self):
        listed = Item.objects.filter(outcome__kind="listed").exclude(pk__in=self.earlier_items)
        return listed.order_by("pk")

    def result(self):
        """The JSON-ready account of what became of everything."""
        items = Item.objects.exclude(pk__in=self.earlier_items).select_related("outcome")
        states = Counter(str(state) for state in states_of(items).values())
        district = Publicity.objects.filter(level="district", entries__item__in=items).distinct()
        lengths = window_lengths()
        return {
            "applications": Application.objects.filter(items__in=items).distinct().count(),
            "items": items.count(),
            "final_states": dict(sorted(states.items())),
            "notices_opened": district.count(),
            "notices_closed": district.exclude(pk__in=_running()).count(),
            "window_working_days": {
                "min": min(lengths, default=None),
                "max": max(lengths, default=None),
            },
            "objections_refused_as_late": self.late_objections,
            "steps_refused": self.refused_steps,
            "certificates_listed": Certificate.objects.filter(item__in=items).count(),
            "cases": dict(sorted(Counter(self._ends_of_cases(items)).items())),
            "case_acts_refused": self.cases.refused,
            "violations": violations(),
        }

    def _ends_of_cases(self, items):
        """The decision of each case, and what came of it in the end."""
        for case in ChangeReport.objects.filter(certificate__item__in=items):
            end = case.ruling or case.recheck or ("closed" if case.closed_at else "open")
            yield f"{case.decision or 'undecided'}:{end}"


def _running():
    """The notices that still have an entry before the public."""
    return PublicityEntry.objects.running().values("publicity")
