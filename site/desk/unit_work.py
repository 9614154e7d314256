"""The landing page of a responsible unit: what is due, what is missing, what was returned.

Each subject gives its lines by a function in ``SOURCES``: ``(user, on) -> [UnitLine]``.
"""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import cached_property

from ledger.ledgers import LEDGERS
from ledger.models import TaskUnit, VenueNotice
from registry import units
from registry.roles import Permission
from rules.periods import local_day
from workflow.services import bulletins, deliveries

from .access import DeskView
from .filing_lines import filing_lines
from .plan_lines import plan_lines

STATES = {"returned": "已退回，待更正", "missing": "应报未报", "due": "待办理"}


@dataclass(frozen=True)
class UnitLine:
    """One thing that a unit has to do; ``state`` is a key of :data:`STATES`."""

    state: str
    title: str
    url: str
    unit: str
    note: str = ""
    due_on: date | None = None

    @property
    def state_title(self):
        return STATES[self.state]


def _quarter_lines(user, on):
    for state, title, url, unit, note, due_on in (*plan_lines(user, on), *filing_lines(user, on)):
        yield UnitLine(state, title, url, f"{unit}", note, due_on)


def returned_entries(user, on):
    """What was sent back to the units for which ``user`` reports."""
    reported = units.reported_by(user)
    return [
        UnitLine(
            "returned",
            f"{ledger.title} {entry.number}",
            reverse("desk:ledger_entry", args=[ledger.word, entry.pk]),
            f"{entry.unit}",
            entry.return_reason,
        )
        for ledger in LEDGERS.values()
        for entry in ledger.rows().returned().filter(unit__in=reported)
    ]


def venue_notices(user, on):
    """Products on the units' shelves that were suspended, removed or resumed, unconfirmed."""
    notices = VenueNotice.objects.filter(
        confirmed_at=None, venue__voided_at=None, venue__unit__in=units.own(user)
    )
    related = notices.select_related("venue__unit", "event__certificate__version")
    return [
        UnitLine(
            "missing" if notice.due_on < on else "due",
            f"{notice.venue}：{notice.event.certificate.version.name}{notice.event.title}",
            reverse("desk:ledger_entry", args=["venues", notice.venue_id]),
            f"{notice.venue.unit}",
            notice.event.certificate.number,
            notice.due_on,
        )
        for notice in related
    ]


def unread_bulletins(user, on):
    """Bulletins that the units were given and have not opened."""
    return [
        UnitLine(
            "due",
            f"阅读{row.bulletin}",
            reverse("desk:bulletin", args=[row.bulletin_id]),
            f"{row.organisation}",
            row.bulletin.number,
        )
        for row in bulletins.unread_by(user)
    ]


def unread_documents(user, on):
    """Documents that the units were given and have not opened."""
    return [
        UnitLine(
            "due",
            f"签收《{row.version.page.title}》",
            reverse("desk:received_document", args=[row.version.page_id]),
            f"{row.organisation}",
            row.version.page.doc_no,
        )
        for row in deliveries.unread_by(user)
    ]


#: Another subject's lines join the page by another function here.
SOURCES: tuple = (
    returned_entries,
    venue_notices,
    _quarter_lines,
    unread_bulletins,
    unread_documents,
)


def lines(user, on):
    """Whatever waits for the units of ``user`` on day ``on``: the returned first, then by day."""
    order = list(STATES)
    every = [line for source in SOURCES for line in source(user, on)]
    return sorted(every, key=lambda line: (order.index(line.state), line.due_on or date.max))


def waiting(request, on):
    """How many lines there are; asked for once per request."""
    if not hasattr(request, "_unit_lines"):
        request._unit_lines = lines(request.user, on)
    return request._unit_lines


class UnitWork(DeskView):
    """What the unit has to do, its tasks of the plan, and the doors to its ledgers."""

    permission = Permission.SEE_UNIT_WORK
    template_name = "desk/unit_work.html"
    page_title = "本单位工作"
    header_icon = "home"

    @cached_property
    def on(self):
        return local_day(self.at)

    def get_context_data(self, **kwargs):
        own = units.own(self.request.user)
        tasks = TaskUnit.objects.filter(organisation__in=own)
        return super().get_context_data(
            own=own,
            kept=[each for each in LEDGERS.values() if any(map(each.is_kept_by, own))],
            lines=waiting(self.request, self.on),
            tasks=tasks.select_related("task", "organisation").order_by("task__number"),
            today=self.on,
            **kwargs,
        )
