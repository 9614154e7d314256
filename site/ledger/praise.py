"""Whom a bulletin praises and whom it urges: by what units handed in whole and in time (A28).

Never by amounts. Enterprises and villages take part of their own accord (R42) and are not named.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, Q

from registry.models import Organisation
from rules.periods import local_day
from rules.sales import quarter_ends

from . import filings
from . import task_policies as policies
from .models import Bulletin, Problem, Progress, TaskUnit

NEVER_NAMED = (Organisation.Kind.MEMBER_ENTERPRISE, Organisation.Kind.VILLAGE)
PROGRESS, LEDGERS = "进展", "台账"
#: A mark → how it is said of progress, of which a unit owes several, and of ledgers.
WRONG = {
    PROGRESS: {"missing": "{}项未报", "late": "{}项逾期"},
    LEDGERS: {"missing": "未报送", "returned": "退回后未重新报送", "late": "逾期报送"},
}

BULLETINS = {"missing": "未签发", "late": "逾期"}


@dataclass
class Marks:
    """What one unit owed of a quarter: how often each mark, of progress and of ledgers."""

    unit: Organisation
    of: dict = field(default_factory=lambda: {PROGRESS: Counter(), LEDGERS: Counter()})

    @property
    def faults(self):
        """One sentence for each subject of which something is late or missing."""
        for subject, words in WRONG.items():
            marks = self.of[subject]
            facts = [text.format(marks[mark]) for mark, text in words.items() if marks[mark]]
            if facts:
                yield f"{self.unit}：{subject}{'、'.join(facts)}"

    @property
    def merits(self):
        """The subjects of which everything was handed in whole and in time."""
        return [subject for subject, marks in self.of.items() if set(marks) == {"good"}]


def praise_and_urge(bulletin, *, on):
    """``{praise, urge}`` of units as things stand on day ``on``: what is not yet due urges nobody.

    The district's bulletin weighs every unit; a lead's those of its tasks and those it supervises.
    """
    quarter, units = bulletin.close.quarter, _task_units(bulletin)
    marks = {}
    for unit, subject, mark in (*_progress(bulletin, units, on), *_filings(bulletin, on)):
        marks.setdefault(unit.pk, Marks(unit)).of[subject][mark] += 1
    every = sorted(marks.values(), key=lambda each: each.unit.code)
    urge = [fault for each in every for fault in each.faults]
    urge += [*_late_bulletins(bulletin, on), *_open_problems(units, quarter)]
    urged_names = {line.partition("：")[0] for line in urge}
    return {"praise": [*_good(every, urged_names)], "urge": urge}


def _task_units(bulletin):
    units = TaskUnit.objects.exclude(organisation__kind__in=NEVER_NAMED)
    if bulletin.kind == Bulletin.Kind.LEAD_UNIT:
        units = units.filter(task__in=bulletin.leads().values("task"))
    return units


def _progress(bulletin, units, on):
    quarter = bulletin.close.quarter
    due_on = policies.progress_due_on(quarter, bulletin.due_on)
    rows = Progress.objects.filter(quarter=quarter, confirmed_at__isnull=False)
    signed = dict(rows.values_list("unit", "confirmed_at"))
    for each in units.select_related("organisation"):
        yield each.organisation, PROGRESS, _mark(signed.get(each.pk), due_on, on)


def _filings(bulletin, on):
    quarter = bulletin.close.quarter
    due_on = filings.due_on(quarter, bulletin.due_on)
    units = filings.owing_units(quarter).exclude(kind__in=NEVER_NAMED)
    if bulletin.kind == Bulletin.Kind.LEAD_UNIT:
        leads = bulletin.leads().values_list("organisation", flat=True)
        followed = filings.followed_by([bulletin.unit_id, *leads]).order_by().values("pk")
        units = units.filter(Q(pk__in=followed) | Q(pk=bulletin.unit_id))
    for unit, filing, state, _ in filings.standing_of(quarter, units):
        mark = _mark(filing and filing.signed_at, due_on, on)
        is_returned = mark == "missing" and state == "returned"
        yield unit, LEDGERS, "returned" if is_returned else mark


def _mark(at, due_on, on):
    """The mark of what was signed ``at``, or not yet."""
    if at is None:
        return "waiting" if on <= due_on else "missing"
    return "late" if local_day(at) > due_on else "good"


def _late_bulletins(bulletin, on):
    """Of the district's: which lead units issued theirs late, or not by their day."""
    if bulletin.kind != Bulletin.Kind.DISTRICT:
        return
    leads = bulletin.close.bulletins.filter(kind=Bulletin.Kind.LEAD_UNIT, corrects=None)
    for each in leads.select_related("unit").order_by("unit__code"):
        mark = _mark(each.issued_at, each.due_on, on)
        if mark in BULLETINS:
            yield f"{each.unit}：季度通报{BULLETINS[mark]}"


def _open_problems(units, quarter):
    """Whose problems should have been solved by the end of the quarter."""
    late = Problem.objects.open().filter(due_on__lte=quarter_ends(quarter))
    late = late.filter(task__in=units.values("task")).exclude(owner__kind__in=NEVER_NAMED)
    late = late.order_by("owner__code").values_list("owner__name")
    for name, count in late.annotate(Count("pk")):
        yield f"{name}：{count}个问题逾期未解决"


def _good(every, urged_names):
    for each in every:
        if each.merits and each.unit.name not in urged_names:
            yield f"{each.unit}：{'、'.join(each.merits)}报送及时完整"
