"""``python -m tests.upgrades.finish``: walks every paper of an upgraded database to its end; JSON.

Begins on the day after the last act of the trail and does what every morning brings: the clock,
then each open step by who holds it.
"""

import json
import sys
from datetime import timedelta

import django

from config.starting import nothing_collected

LONGEST = 150  # days


def main():
    with nothing_collected():
        django.setup()
    from django.utils import timezone

    from applications.models import Item
    from records.audit_faults import faults
    from records.sealing import seal
    from workflow.invariants import violations

    before = Item.objects.under_way().count()
    last_day = walk_on()
    seal(timezone.now())
    answer = {
        "under_way": before,
        "left": [f"{item}" for item in Item.objects.under_way()],
        "last_day": f"{last_day}",
        "listed": Item.objects.filter(outcome__kind="listed").count(),
        "violations": violations(),
        "audit": faults(at=timezone.now()),
    }
    sys.stdout.write(f"{json.dumps(answer, ensure_ascii=False)}\n")


def walk_on():
    """The day on which the last paper came to its end, or the last one that was tried."""
    from applications.models import Item
    from demo.timetables import moment
    from records.jobs import tick
    from records.models import AuditEvent
    from registry.calendars import calendar
    from rules.periods import local_day

    day = local_day(AuditEvent.objects.latest("at").at)
    for _ in range(LONGEST):
        day += timedelta(days=1)
        tick(moment(day, 0, 5))
        if calendar().is_working_day(day):
            tick(moment(day, 9, 5))
            take_each(moment(day, 10))
        if not Item.objects.under_way().exists():
            break
    return day


def take_each(at):
    """Every open step of every product once, where the rules let it be taken today."""
    from applications.models import Item
    from demo.acts import perform
    from rules.refusal import Refused
    from workflow.positions import DESK_STEPS, MENDING, nodes_of

    for item in Item.objects.under_way():
        for node in nodes_of(item):
            if node in DESK_STEPS or node in MENDING:
                try:
                    perform(Item.objects.get(pk=item.pk), node, at=at)
                except Refused:
                    continue


if __name__ == "__main__":
    main()
