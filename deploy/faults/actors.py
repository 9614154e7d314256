"""Who acts in a walk: applicants, officers, clocks, in processes that may die at any line."""

import os
import random
import time

from django.core.exceptions import ObjectDoesNotExist
from django.db import Error, connections

from applications.models import Application, Item
from applications.services import drafts
from demo import fiction
from demo.acts import agent, perform
from demo.preparing import submit
from publicity.models import PublicityEntry
from records.jobs import tick
from rules.refusal import Refused
from workflow.models import CertificationTask
from workflow.positions import OPEN

from .shared import OFFICE_HOURS

#: Somebody else was quicker, or the rules say no today: another step, another day.
NOT_TODAY = (Refused, ObjectDoesNotExist, AttributeError)
REST = 0.05  # seconds


class Actor:
    """Looks for work at the simulated hour until it is killed; says when it found none."""

    def __init__(self, shared, number):
        self.shared, self.number = shared, number
        self.random = random.Random(os.getpid())
        self.tried, self.phase = set(), -1

    def live(self):
        while True:
            phase = self.shared.phase.value
            if phase != self.phase:
                self.phase, self.tried = phase, set()
            try:
                found = self.work()
            except Error:
                connections.close_all()
                time.sleep(REST * 4)
                continue
            if not found:
                self.shared.idle[self.number] = phase
                time.sleep(REST)

    def work(self):
        """Do one thing; whether there was one."""
        raise NotImplementedError


class Clock(Actor):
    """One pass for each simulated hour; it has work as long as it has not looked."""

    def work(self):
        if "tick" in self.tried:
            return False
        tick(self.shared.now())
        self.tried.add("tick")
        return False


class Officer(Actor):
    """Takes any open step of anybody, as whoever holds its duty."""

    def work(self):
        if self.shared.kind.value != OFFICE_HOURS:
            return False
        steps = CertificationTask.objects.filter(status__in=OPEN, flow_task_type="HUMAN")
        keys = [key for key in steps.values_list("pk", flat=True) if key not in self.tried]
        if not keys:
            return False
        task = steps.filter(pk=self.random.choice(keys)).first()
        if task is not None:
            self._take(task)
        return True

    def _take(self, task):
        self.tried.add(task.pk)
        item, node = Item.objects.get(process_id=task.process_id), task.flow_task.name
        try:
            perform(item, node, at=self.shared.now())
        except NOT_TODAY:
            return
        self.shared.acknowledge("step", item.pk, node)


class Applicants(Actor):
    """Every unit hands in one application, however often it is interrupted while it does."""

    serials = range(1, 2)

    def work(self):
        if self.shared.kind.value != OFFICE_HOURS:
            return False
        done = {int(words[1]) for words in self.shared.acknowledged() if words[0] == "apply"}
        left = [serial for serial in self.serials if serial not in done | self.tried]
        if not left:
            return False
        self.tried.add(left[0])
        self._apply(left[0])
        return True

    def _apply(self, serial):
        holder, at = fiction.applicant(serial), self.shared.now()
        by = agent(holder.pk)
        application = Application.objects.filter(applicant=holder).first()
        application = application or drafts.start(holder, by=by, at=at)
        if not application.submitted_at:
            if not application.items.exists():
                drafts.add_item(application, by=by, at=at, **fiction.facts(serial, 0))
            submit(application, by=by, at=at)
        self.shared.acknowledge("apply", serial)


def entries_by_level(items):
    """How often each product stood before the public, by ``(item, level)``."""
    rows = PublicityEntry.objects.filter(item__in=items).values_list("item", "publicity__level")
    counts = {}
    for key in rows:
        counts[key] = counts.get(key, 0) + 1
    return counts
