"""Walking papers through the whole procedure on given days, through the real services."""

from datetime import timedelta

from applications.models import Item
from publicity.models import PublicityEntry
from rules.periods import day_ends
from workflow.positions import REVIEWS, nodes_of
from workflow.services.notices import open_notice
from workflow.services.timers import fire_due_timers

from .acts import agent, holder, perform
from .preparing import submit
from .timetables import PHASES, moment

NODES = {
    "report": "report_to_city",
    "city": "city_review",
    "province": "province_review",
    "national": "record_national",
    "list": "list_item",
}


def walk(items, days, *, until, since="submit", choice="pass", progress=None):
    """Walk ``items`` phase by phase from ``since`` up to and including ``until``.

    ``days`` maps phases to dates; the last phase is done with ``choice``. Windows are ended by the
    clock itself, just after their last working day.
    """
    for phase in PHASES[PHASES.index(since) : PHASES.index(until) + 1]:
        taken = choice if phase == until else "pass"
        _PHASES.get(phase, _each)(items, phase, moment(days[phase]), taken, progress)
        items = [Item.objects.get(pk=item.pk) for item in items]
    return items


def _submit(items, phase, at, choice, progress):
    applications = {item.application_id: item.application for item in items}
    for application in applications.values():
        submit(application, by=agent(application.applicant_id), at=at)
        _advance(progress)


def _endorse(items, phase, at, choice, progress):
    for item in items:
        if "assign_station" in nodes_of(item):
            perform(item, "assign_station", at=at - timedelta(minutes=20))
        perform(item, "endorse", at=at, choice=choice)
        _advance(progress)


def _review(items, phase, at, choice, progress):
    """All reviews of each item, two hours apart; the last one makes the chosen decision."""
    for item in items:
        reviews = [node for node in REVIEWS if node in nodes_of(item)]
        for count, node in enumerate(reviews):
            taken = choice if node == reviews[-1] else "pass"
            perform(item, node, at=at + count * timedelta(hours=2), choice=taken)
        _advance(progress)


def _notice(items, phase, at, choice, progress):
    """One notice for all, opened by the clerk a little after the hour of the day's own notice."""
    office = items[0].application.ruleset.office
    open_notice(items, by=holder(f"fpb_clerk@{office.code}"), at=at)
    _advance(progress)


def _each(items, phase, at, choice, progress):
    """A phase that is one person's act on each item, after any window before it has ended."""
    end_windows(items)
    for item in items:
        perform(item, NODES[phase], at=at, choice=choice)
        _advance(progress)


def end_windows(items):
    """Let the clock close the windows of these items, a minute after their last day."""
    entries = PublicityEntry.objects.running().filter(item__in=items)
    for last_day in sorted(set(entries.values_list("last_day", flat=True))):
        fire_due_timers(day_ends(last_day) + timedelta(minutes=1))


def _advance(progress):
    if progress is not None:
        progress()


_PHASES = {"submit": _submit, "endorse": _endorse, "review": _review, "notice": _notice}
