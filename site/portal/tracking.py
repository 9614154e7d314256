"""One product on its way: how far it is, who has it, what happens next, what is demands for."""

from dataclasses import dataclass, field, replace
from datetime import date

from applications.policies.starting_anew import ENDED_WITHOUT_LISTING
from publicity.models import Publicity, PublicityEntry
from registry.models import Organisation
from rules.lifecycle import ItemState, Stage
from rules.periods import local_day
from workflow.models import PointAnswer, Turn
from workflow.positions import states_of

from . import stages
from .demands import Demand, demands
from .history import Stop, history
from .overview import Row

#: Whose outcome the district only records: the paper lies with them.
_UPPER = {ItemState.CITY_PENDING: "city", ItemState.PROVINCE_PENDING: "province"}


@dataclass(frozen=True)
class Track:
    """One product on its way: the stage bar, the state in words, and what is expected when."""

    row: Row
    stages: list[dict]
    words: str
    turn: Turn | None
    window: PublicityEntry | None
    holder: str
    demands: list[Demand] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    answers: list[PointAnswer] = field(default_factory=list)
    can_withdraw: bool = False
    #: Whether its applicant has asked today that it be got on with: once a day is enough.
    is_urged_today: bool = False

    @property
    def ratings(self):
        """``[(opinion, its rating or None)]`` of the steps that were decided, the newest first."""
        item = self.row.item
        rated = {(each.round, each.step): each for each in item.ratings.all()}
        opinions = sorted(item.opinions.all(), key=lambda each: each.signed_at, reverse=True)
        return [(each, rated.get((each.round, each.step))) for each in opinions]

    @property
    def advice(self):
        """What its applicant can do about a refusal; "" when it was not refused."""
        return self.row.item.outcome.advice if self.row.item.is_ended else ""

    @property
    def may_begin_anew(self):
        """Whether it ended without being listed, so that it may be applied for again."""
        item = self.row.item
        return item.is_ended and item.outcome.kind in ENDED_WITHOUT_LISTING

    @property
    def may_urge(self):
        """Whether an office has a task before it that the applicant may ask to get on with."""
        return self.turn is not None and not self.turn.task.owner_permission.startswith("applicant")

    @property
    def asks(self):
        """Whether its applicant has something to read or to do about it first of all."""
        return bool(self.row.is_asked or self.advice)

    @property
    def following(self):
        """The stage that comes after this one, or None."""
        ahead = [stage for stage in self.stages if stage["status"] == "ahead"]
        return ahead[0] if ahead and self.can_withdraw else None


def tracks(application, *, on=None):
    """A :class:`Track` for each product of a submitted application, in the order of the form.

    ``on`` is today, where it matters whether it was urged today.
    """
    items = list(
        application.items.select_related("outcome", "certificate").prefetch_related(
            "turns__task",
            "turns__urgings",
            "opinions__organisation",
            "investigations",
            "upper_reviews__organisation",
            "upper_reviews__report",
            "point_answers__material",
            "ratings",
        )
    )
    states, entries, offices = states_of(items), _entries(items), _offices(items)
    for item in items:
        item.application = application
        for review in item.upper_reviews.all():
            review.item = item
    return [
        replace(
            _track(item, states[item.pk], entries.get(item.pk, []), offices),
            is_urged_today=_is_urged(item, on),
        )
        for item in items
    ]


def _is_urged(item, on):
    """Whether each open step of ``item`` was urged by its applicant on day ``on``."""
    waiting = [turn for turn in item.turns.all() if turn.finished_at is None]
    own = ([each for each in turn.urgings.all() if each.is_by_applicant] for turn in waiting)
    return bool(waiting) and all(any(each.urged_on == on for each in urgings) for urgings in own)


def _entries(items):
    """``{item key: [its windows, oldest first]}``."""
    windows = {}
    rows = PublicityEntry.objects.filter(item__in=items)
    for entry in rows.select_related("publicity").order_by("pk"):
        windows.setdefault(entry.item_id, []).append(entry)
    return windows


def _offices(items):
    """``{code: name}`` of the offices that have a task of these items."""
    turns = (turn for item in items for turn in item.turns.all())
    codes = {_office_code(turn) for turn in turns if turn.finished_at is None}
    return dict(Organisation.objects.filter(code__in=codes).values_list("code", "name"))


def _office_code(turn):
    return (turn.task.owner_permission or "").partition("@")[2]


def _track(item, state, entries, offices):
    turns = [turn for turn in item.turns.all() if turn.task.process_id == item.process_id]
    waiting = [turn for turn in turns if turn.finished_at is None] if not item.is_ended else []
    row = Row(item, state)
    ends = _ends(item, turns, entries)
    return Track(
        row=row,
        stages=stages.stages(
            state, ends, reached=_reached(turns), ruleset=item.application.ruleset
        ),
        words=stages.WORDS[state],
        turn=max(waiting, key=lambda turn: turn.due_on or date.min, default=None),
        window=_running(entries) if state in stages.IN_PUBLIC else None,
        holder=_holder(item, row, waiting, offices),
        demands=demands(item) if row.is_asked else [],
        stops=history(item, entries, turns),
        answers=[each for each in item.point_answers.all() if each.round == item.round - 1],
        can_withdraw=not item.is_ended,
    )


def _holder(item, row, waiting, offices):
    """The office that has the paper now; "" when it waits for a day to come, or is at its end."""
    if row.is_asked:
        return "你单位"
    if row.state in _UPPER:
        return getattr(item.application.ruleset, _UPPER[row.state]).name
    names = (offices.get(_office_code(turn), "") for turn in waiting)
    return "、".join(dict.fromkeys(name for name in names if name))


def _ends(item, turns, entries):
    """``{stage: the day it was last done}``, from the turns and the publicity windows."""
    ends = {Stage.SUBMISSION: local_day(item.application.submitted_at)}
    for turn in turns:
        if turn.finished_at is not None:
            _later(ends, stages.STAGE_OF_STEP[turn.task.flow_task.name], turn.finished_at)
    for entry in entries:
        if entry.ending == "passed":
            ends[_STAGE_OF_NOTICE[entry.publicity.level]] = entry.last_day
    return ends


_STAGE_OF_NOTICE = {
    Publicity.Level.DISTRICT: Stage.DISTRICT_NOTICE,
    Publicity.Level.NATIONAL: Stage.NATIONAL_NOTICE,
}


def _later(ends, stage, at):
    ends[stage] = max(ends.get(stage, date.min), local_day(at))


def _reached(turns):
    """The stage of the step that came last."""
    last = max(turns, key=lambda turn: (turn.arrived_at, turn.pk), default=None)
    return stages.STAGE_OF_STEP[last.task.flow_task.name] if last else Stage.SUBMISSION


def _running(entries):
    return next((entry for entry in reversed(entries) if not entry.ending), None)
