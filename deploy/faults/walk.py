"""``python -m deploy.faults.walk``: papers walked to their end by processes that are killed.

Two clocks, three officers and the applicants are processes of their own. One of them, drawn by
chance, dies every few moments by SIGKILL and is started again. In the end everything that was
acknowledged must be there, once. Prints a JSON object; needs a migrated database that is empty.
"""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import django

PATIENCE = 240  # seconds for a simulated hour, and so many more for each paper in it
PER_PAPER = 20
START, LONGEST = date(2020, 4, 1), 200  # days


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--applications", type=int, default=12)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--begun", type=Path, help="written when the first morning begins")
    given = parser.parse_args()
    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        walk = Walk(given, Path(folder) / "journal")
        walk.prepare()
        try:
            walk.run()
        finally:
            walk.end()
        result = walk.account()
    sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
    return 1 if result["lost"] or result["faults"] else 0


class Walk:
    """The supervisor: moves the simulated time, kills, starts again, and counts in the end."""

    def __init__(self, given, journal):
        from .actors import Applicants, Clock, Officer
        from .shared import Shared

        self.given, self.random = given, random.Random(given.seed)
        Applicants.serials = range(1, given.applications + 1)
        self.makers = [Clock, Clock, Officer, Officer, Officer, Applicants]
        self.shared = Shared(len(self.makers), journal)
        self.children, self.kills, self.began = {}, 0, time.monotonic()

    def prepare(self):
        """The office and its applicants, as they stand before the first morning."""
        from demo import earlier_rules, fiction
        from pages.documents.moderation import ensure_moderation
        from pages.notices.services import ensure_site_tree

        ensure_moderation(ensure_site_tree())
        fiction.create_district()
        earlier_rules.cover(START)
        for serial in range(1, self.given.applications + 1):
            fiction.applicant(serial)
        self._let_go()

    def run(self):
        from demo.timetables import moment
        from registry.calendars import calendar

        from .shared import CLOCKS_ONLY, OFFICE_HOURS

        days = calendar()
        self._let_go()
        if self.given.begun:
            self.given.begun.touch()
        for number in range(len(self.makers)):
            self._start(number)
        for offset in range(LONGEST):
            day = START + timedelta(days=offset)
            self._hour(moment(day, 0, 5), CLOCKS_ONLY)
            if days.is_working_day(day):
                self._hour(moment(day, 9, 5), OFFICE_HOURS)
            if not patiently(under_way, self.given.applications):
                return

    def _hour(self, moment, kind):
        self.shared.begin(moment, kind)
        patience = PATIENCE + PER_PAPER * self.given.applications
        phase, deadline = self.shared.phase.value, time.monotonic() + patience
        until_next = self._pause()
        while any(idle < phase for idle in self.shared.idle):
            time.sleep(0.01)
            until_next -= 0.01
            if until_next <= 0:
                self._kill()
                until_next = self._pause()
            if time.monotonic() > deadline:
                raise SystemExit(f"not within {patience} s: {moment}, {list(self.shared.idle)}")

    def _pause(self):
        """Short enough that the papers do not end before the last kill, on a quick machine too."""
        return self.random.uniform(0.002, min(1.0, self.given.applications / self.given.kills))

    def _kill(self):
        if self.kills >= self.given.kills:
            return
        number = self.random.choice(list(self.children))
        os.kill(self.children[number], signal.SIGKILL)
        os.waitpid(self.children[number], 0)
        self.kills += 1
        self._start(number)

    def _start(self, number):
        child = os.fork()
        if child:
            self.children[number] = child
            return
        try:
            self.makers[number](self.shared, number).live()
        finally:
            os._exit(1)

    def end(self):
        for child in self.children.values():
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        self.children = {}

    def _let_go(self):
        """No connection of ours goes into the children."""
        from django.db import connections

        connections.close_all()

    def account(self):
        from .accounting import account

        return {
            "applications": self.given.applications,
            "kills": self.kills,
            "seconds": round(time.monotonic() - self.began),
            **patiently(account, self.shared.acknowledged()),
        }


def under_way(applications):
    """Whether a paper is still on its way, or not even handed in."""
    from django.db import connections

    from applications.models import Outcome

    ended = Outcome.objects.count()
    connections.close_all()
    return ended < applications


def patiently(ask, *args):
    """The answer, also of a database that is just being started again."""
    from django.db import Error, connections

    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return ask(*args)
        except Error:
            connections.close_all()
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


if __name__ == "__main__":
    sys.exit(main())
