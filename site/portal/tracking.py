"""One product on its way: how far it is, what happens now, and what its reviewers ask for."""

from dataclasses import dataclass
from datetime import date

from rules.lifecycle import ItemState
from rules.periods import local_day
from supervision.models import Publicity, PublicityEntry
from workflow.models import Turn
from workflow.positions import states_of

from . import stages
from .reading import Row


@dataclass(frozen=True)
class Track:
    """One product on its way: the stage bar, the state in words, and what is expected when."""

    row: Row
    stages: list[dict]
    words: str
    turn: Turn | None
    window: PublicityEntry | None
    asked: list["Demand"]
    can_withdraw: bool


def tracks(application):
    """A :class:`Track` for each product of a submitted application, in the order of the form."""
    items = list(
        application.items.select_related("outcome", "certificate").prefetch_related(
            "turns__task", "letters"
        )
    )
    states = states_of(items)
    return [_track(item, states[item.pk]) for item in items]


def _track(item, state):
    turns = list(item.turns.all())
    ends = _ends(item, turns)
    waiting = [turn for turn in turns if turn.finished_at is None]
    row = Row(item, state)
    return Track(
        row=row,
        stages=stages.stages(state, ends, reached=_reached(turns)),
        words=stages.WORDS[state],
        turn=max(waiting, key=lambda turn: turn.due_on or date.min, default=None),
        window=_window(item) if state in stages.IN_PUBLIC else None,
        asked=demands(item) if row.is_asked else [],
        can_withdraw=not item.is_ended,
    )


def _ends(item, turns):
    """``{stage index: the day it was last done}``, from the turns and the publicity windows."""
    ends = {0: local_day(item.application.submitted_at)}
    for turn in turns:
        if turn.finished_at is not None:
            _later(ends, stages.STAGE_OF_STEP[turn.task.flow_task.name], turn.finished_at)
    closed = PublicityEntry.objects.for_subject(item.uid).filter(ending="passed")
    for entry in closed.select_related("publicity").order_by("pk"):
        ends[stages.INDEX[_SHOWN_AS[entry.publicity.level]]] = entry.last_day
    return ends


_SHOWN_AS = {
    Publicity.Level.DISTRICT: ItemState.DISTRICT_PUBLICITY,
    Publicity.Level.NATIONAL: ItemState.NATIONAL_PUBLICITY,
}


def _later(ends, index, at):
    ends[index] = max(ends.get(index, date.min), local_day(at))


def _reached(turns):
    """The stage of the step that came last."""
    last = max(turns, key=lambda turn: (turn.arrived_at, turn.pk), default=None)
    return stages.STAGE_OF_STEP[last.task.flow_task.name] if last else 0


def _window(item):
    return PublicityEntry.objects.for_subject(item.uid).running().first()


@dataclass(frozen=True)
class Demand:
    """What one reviewer asks to be mended."""

    office: str
    on: date
    text: str


def _itemised(opinion):
    """The reviewer's words, and below them what is asked for, numbered (R66)."""
    asked = [f"{row}．{demand}" for row, demand in enumerate(opinion.demands, 1)]
    return "\n".join([opinion.text, *asked])


def demands(item):
    """The words of everybody who sent the item back in its present round, oldest first."""
    this_round = {"round": item.round}
    found = [
        Demand(opinion.organisation.name, local_day(opinion.signed_at), _itemised(opinion))
        for opinion in item.opinions.filter(result="return", **this_round)
    ]
    found += [
        Demand(review.organisation.name, local_day(review.recorded_at), review.reasons)
        for review in item.upper_reviews.filter(result="return", **this_round)
    ]
    found += [
        Demand(item.application.ruleset.office.name, local_day(each.decided_at), each.text)
        for each in item.investigations.filter(decision="return", **this_round)
    ]
    return sorted(found, key=lambda demand: demand.on)
