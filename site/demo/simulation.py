"""Many papers at once on a simulated clock, with everything that happens to papers in an office.

People act on working days and sometimes return, refuse or forget; the public objects at odd hours;
applicants withdraw; the clock oversleeps for days. Every act goes through the real services.
Everything is held against the invariants ``LOOKS`` times, at last at the end: a breach is told
with the day on which it was first seen.
"""

import random
from datetime import timedelta

from applications.models import Item
from applications.services import drafts
from catalog.models import Certificate
from publicity.models import PublicityEntry
from publicity.services import object_to
from registry.calendars import calendar
from rules.periods import local_day
from rules.refusal import Refused
from workflow.invariants import violations
from workflow.positions import NODE_OF, NODE_OF_LEVEL, nodes_of
from workflow.services import submissions

from . import calendar_actor, fiction
from .accounting import account
from .acts import agent
from .asking_actors import CircularsActor, ConsultationsActor, CorrectionsActor
from .case_work import CaseWork
from .complaints_work import ComplaintsWork
from .dishonesty_actor import DishonestyActor
from .holders_work import HoldersWork
from .mistyping import Typist
from .notice_actors import AnswersActor, BoardsActor, WatchActor
from .office_actors import AcceptanceActor, ReorganisationActor, RulesActor
from .preparing import submit
from .second_thoughts import SecondThoughts
from .strict_clock import tick
from .timetables import moment
from .voices_actors import QuestionsActor, RatingsActor, SiteReportsActor, SubscribersActor

#: How likely a step is taken on a working day, and how it is decided.
DILIGENCE = 0.55
CHOICES = (("pass", 0.86), ("return", 0.09), ("refuse", 0.05))
AFTER_OBJECTION = (("pass", 0.5), ("restart", 0.2), ("return", 0.15), ("refuse", 0.15))
#: How often everything is looked through: a fixed number, so that a paper's share of it is the
#: same however many there are and however long it goes.
LOOKS = 5
AT_ONCE = 200
OBJECTION, WITHDRAWAL, OVERSLEEP = 0.02, 0.004, 0.08
#: How long the clock sleeps, in hours: overnight, a few days, or a week and more.
NAPS = ((6, 96), (6, 96), (6, 96), (168, 216))
#: Who acts beside the steps, by a chance of their own: the papers go the same way without them.
BESIDE_THE_STEPS = (
    *(ConsultationsActor, CircularsActor, CorrectionsActor),
    *(QuestionsActor, RatingsActor, SiteReportsActor, SubscribersActor),
)
DECIDING = {*NODE_OF.values(), *NODE_OF_LEVEL.values()}


class Simulation:
    """``applications`` papers over ``days`` days from ``start``; repeatable by ``seed``."""

    def __init__(self, *, applications, start, days, seed, first_serial=1):
        self.random = random.Random(seed)
        self.days = [start + timedelta(days=offset) for offset in range(days)]
        self.seed, self.breaches, self.arrived = seed, {}, 0
        self.calendar_changes = 0
        self.asleep_until = None
        self.late_objections = 0
        self.refused_steps = 0
        self.typist = Typist(self.random)
        self.cases = CaseWork(self.random, DILIGENCE)
        self.complaints = ComplaintsWork(self.random, DILIGENCE)
        self.holders = HoldersWork(self.random)
        self.watch = WatchActor(self.random)
        self.offices = [
            make(self.random, DILIGENCE)
            for make in (
                AcceptanceActor,
                DishonestyActor,
                BoardsActor,
                AnswersActor,
                RulesActor,
                ReorganisationActor,
                SecondThoughts,
            )
        ]
        voices = random.Random(f"{seed} beside the steps")
        self.offices += [make(voices, DILIGENCE) for make in BESIDE_THE_STEPS]
        serials = range(first_serial, first_serial + applications)
        arriving = self.days[: max(1, days // 3)]
        self.arrivals = sorted((self.random.choice(arriving), serial) for serial in serials)
        self.earlier_items = set(Item.objects.values_list("pk", flat=True))

    def run(self, progress=lambda: None):
        """Live through every day; ``progress`` is called once a day."""
        looks = set(self.days[:-1][:: -(-len(self.days) // LOOKS)][1:])
        for day in self.days:
            self._day(day)
            if day in looks:
                self.look(day)
            progress()
        return self.result()

    def look(self, day):
        """Look for breaches of the invariants in everything; each is kept with its first day."""
        for breach in violations():
            self.breaches.setdefault(breach, day)

    def _day(self, day):
        self._clock(moment(day, 0, 5))
        self.calendar_changes += calendar_actor.act(moment(day, 0, 30), self.random)
        if calendar().is_working_day(day):
            self._submit_arrivals(day)
            self._clock(moment(day, 9, 5))
            self._work(day)
            self.holders.work(self._entries(day), moment(day, 17, 30))
            self.cases.work(self._entries(day), moment(day, 17, 45))
            self.complaints.work(moment(day, 17, 50))
            for actor in self.offices:
                actor.work(moment(day, 17, 55))
        self._public(moment(day, 20, self.random.randrange(60)))
        self.watch.work(moment(day, 21))

    def _clock(self, at):
        """Tick, unless the clock is asleep; it may fall asleep for up to nine days."""
        if self.asleep_until and at < self.asleep_until:
            return
        self.asleep_until = None
        tick(at)
        if self.random.random() < OVERSLEEP:
            self.asleep_until = at + timedelta(
                hours=self.random.randrange(*self.random.choice(NAPS))
            )

    def _submit_arrivals(self, day):
        while self.arrivals and self.arrivals[0][0] <= day:
            _, serial = self.arrivals.pop(0)
            self._apply(serial, moment(day, 8, 30))
            self.arrived += 1

    def _apply(self, serial, at):
        holder = fiction.applicant(serial)
        by = agent(holder.pk)
        application = drafts.start(holder, by=by, at=at)
        for row in range(self.random.randint(1, 4)):
            drafts.add_item(application, by=by, at=at, **fiction.facts(serial, row))
        submit(application, by=by, at=at)

    def _work(self, day):
        """Everybody's day: each open step is taken with some diligence, in a random order."""
        for minute, item in enumerate(self._in_any_order(self._under_way())):
            at = moment(day, 9, 30) + timedelta(minutes=min(minute, 480))
            if self.random.random() < WITHDRAWAL:
                self._withdraw(item, at)
                continue
            for node in nodes_of(item):
                if self.random.random() < DILIGENCE:
                    self._step(item, node, at)

    def _in_any_order(self, rows):
        """Each of the rows of a queryset once, some at a time: there may be many thousands."""
        keys = list(rows.values_list("pk", flat=True))
        self.random.shuffle(keys)
        for start in range(0, len(keys), AT_ONCE):
            part = rows.in_bulk(keys[start : start + AT_ONCE])
            yield from (part[key] for key in keys[start : start + AT_ONCE] if key in part)

    def _step(self, item, node, at):
        """One step; the clock's own nodes (notices) are nobody's to take."""
        if node in ("await_notice", "district_notice", "national_notice"):
            return
        try:
            self.typist.perform(
                Item.objects.get(pk=item.pk), node, at=at, choice=self._choice(node)
            )
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
        """Anyone may object to what is open, and complain, in the evening, by the web."""
        self.complaints.receive(self._under_way(), self._entries(local_day(at)), at)
        entries = PublicityEntry.objects.running().filter(publicity__published_at__lte=at)
        entries = entries.select_related("publicity").order_by("pk")
        for entry in self.complaints.some_of(entries, OBJECTION):
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
            .select_related("application__applicant")
            .order_by("pk")
        )

    def _entries(self, day):
        """The entries of this simulation that are in force on ``day``."""
        entries = Certificate.objects.in_force(day).exclude(item__in=self.earlier_items)
        return entries.select_related("ruleset", "applicant").order_by("pk")

    @property
    def actors(self):
        """All who count what they do."""
        return [self.cases, self.complaints, self.holders, self.watch, *self.offices]

    def result(self):
        """The JSON-ready account of what became of everything, after a last look."""
        self.look(self.days[-1])
        return account(self)
