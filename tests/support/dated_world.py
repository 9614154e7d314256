"""Papers on their way, and the doors at which a day is typed on them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.support.forms import filled
from tests.support.listed import listed

from demo.acts import holder
from demo.papers import pdf
from demo.timetables import moment
from demo.walking import end_windows
from rules.periods import local_day
from workflow.models import ChangeReport
from workflow.services import changes, findings

MONDAY = date(2020, 6, 1)
TEXT = "经现场走访并查阅台账，已核实有关情况。"
SCAN = "scan"
SHEET = "sheet"
OFFICES = ("office", "bureau", "city", "province")


@dataclass
class Door:
    """A page with days to fill in, all else being in order."""

    client: Client
    address: str
    days: tuple
    typed: dict = field(default_factory=dict)
    #: What was a right day for each; today where nothing is said.
    right: dict = field(default_factory=dict)
    #: Names under which the form looks for its fields in what is posted.
    prefix: str = ""
    #: Whether the page itself is to be read first for what stands in it.
    reads: Any = None
    #: Whether all else is in order, so that a right day is accepted.
    is_whole: bool = True
    #: Whether any day is kept as it was typed: reasons stand at its field until it is handed in.
    is_draft: bool = False

    def post(self, today, **days):
        """POST the door with ``days`` (text by field), rightly where they say nothing."""
        dated = {name: f"{self.right.get(name, today)}" for name in self.days} | days
        named = {f"{self.prefix}{name}": value for name, value in dated.items()}
        data = {**self.standing_there, **self.typed, **named}
        if self.reads:  # read anew, the page would have shown what the last try was told
            self.client.cookies.pop("messages", None)
        return self.client.post(self.address, {k: _fresh(v) for k, v in data.items()})

    @cached_property
    def standing_there(self):
        """The page's fields, read once: each try is undone, so the next would read the same."""
        return filled(self.client.get(self.reads)) if self.reads else {}


def _fresh(value):
    """A file can be read once only."""
    if value == SCAN:
        return SimpleUploadedFile("扫描件.pdf", pdf(TEXT))
    if value == SHEET:
        return SimpleUploadedFile("list.csv", "产品名称,供应商名称\n甲,乙\n".encode())
    return value


class World:
    """Papers on their way, and browsers of those who work on them."""

    def __init__(self, walked, draft, travel):
        self.walked, self.draft, self.travel = walked, draft, travel

    def browser(self, who):
        client = Client(raise_request_exception=False)
        user = holder(who) if isinstance(who, str) else who
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def at_the_step(self, phase, step, days, **typed):
        """The batch page ``step`` after ``phase``, with one product that waits there."""
        [item] = self.walked(phase)
        end_windows([item])
        last = item.turns.order_by("-arrived_at").first()
        self.travel(local_day(last.arrived_at) + timedelta(days=1))
        role = "fpb_clerk" if step in ("report", "list") else "upper_recorder"
        typed = {"items": item.pk, **typed}
        return Door(self.browser(f"{role}@fpb"), reverse(f"desk:{step}"), days, typed)

    def case(self, *, is_sent=False, is_ruled=False, asks_removal=True):
        """A case of the office about an entry, on a Monday, as far as it is said."""
        self.travel(MONDAY)
        [case] = findings.confirm_finding(
            listed(),
            reason_code="quality_safety",
            text=TEXT,
            found_on=MONDAY,
            asks_removal=asks_removal,
            by=holder("complaint_officer@fpb"),
            at=moment(MONDAY),
        )
        if is_sent:
            changes.send_up(
                case,
                report_no="章测扶办报〔2020〕31号",
                reported_up_on=MONDAY,
                by=holder("fpb_clerk@fpb"),
                at=moment(MONDAY, 11),
            )
        self.travel(MONDAY + timedelta(days=8))
        if is_ruled:
            changes.record_ruling(
                case,
                ruling="remove",
                ruling_no="省测扶办字〔2020〕9号",
                ruled_on=MONDAY + timedelta(days=7),
                by=holder("upper_recorder@fpb"),
                at=moment(MONDAY + timedelta(days=8), 9),
            )
        return ChangeReport.objects.get(pk=case.pk)

    def case_step(self, case, who, step, day, **typed):
        address = reverse("desk:change", args=[case.pk])
        return Door(self.browser(who), address, (day,), {"step": step, **typed})
