"""Who thinks again in a simulation: signatures taken back, papers sent back, holds, urging."""

from datetime import timedelta

from rules.periods import day_starts, local_day
from workflow.models import Opinion, Turn
from workflow.policies.holds import WHERE
from workflow.positions import DESK_STEPS, OPEN, REVIEWS, items_at, open_task
from workflow.services.holds import hold, lift
from workflow.services.reversals import send_to_station, take_back
from workflow.services.urging import urge

from .actors import Actor, officer
from .acts import agent, holder

#: How likely something of the kind happens on a working day, for each thing it could happen to.
TAKEN_BACK, SENT_BACK, HOLDING, LIFTING, URGING = 0.04, 0.03, 0.03, 0.2, 0.03
#: Between the district's window and the catalogue.
PASSED = tuple(name for name, node in DESK_STEPS.items() if node.state in WHERE)
#: How many days ahead a hold is meant to end; some of these days cannot be.
AHEAD = (-1, 1, 3, 5, 60)


class SecondThoughts(Actor):
    """What was signed is not final yet: it is taken back, sent back, held; people are urged."""

    def work(self, at):
        """One working day's evening, after everything was signed."""
        signed = Opinion.objects.filter(signed_at__gte=day_starts(local_day(at)), signed_at__lte=at)
        for opinion in self.some_of(signed.order_by("pk"), TAKEN_BACK):
            self.attempt("taken_back", _take_back, opinion, at)
        for item in self.some_of(items_at(*REVIEWS).order_by("pk"), SENT_BACK):
            self.attempt("sent_to_station", _send_to_station, item, at)
        for item in items_at(*PASSED).order_by("pk"):
            self._wait(item, at)
        waiting = Turn.objects.filter(finished_at=None, task__status__in=OPEN, item__isnull=False)
        waiting = waiting.select_related("item__application").order_by("pk")
        for turn in self.some_of(waiting, URGING):
            self.attempt("urged", _urge, turn, self.chance(0.5), at)

    def _wait(self, item, at):
        """A product that passed is held, or a hold is ended before its day."""
        if item.holds.standing(local_day(at)).exists():
            if self.chance(LIFTING):
                self.attempt("holds_lifted", _lift, item, at)
        elif self.chance(HOLDING):
            until = local_day(at) + timedelta(days=self.random.choice(AHEAD))
            self.attempt("held", _hold, item, until, at)


def _take_back(opinion, at):
    take_back(
        opinion, because="发现漏看一份材料，收回重新审核（模拟）。", by=opinion.signed_by, at=at
    )


def _send_to_station(item, at):
    by = holder(open_task(item, *REVIEWS).owner_permission)
    send_to_station(item, because="核实情况与走访照片不符，请重新核实（模拟）。", by=by, at=at)


def _hold(item, until, at):
    hold(item, because="等待检验结果（模拟）。", until=until, by=officer("manager", at), at=at)


def _lift(item, at):
    lift(item, outcome="检验合格（模拟）。", by=officer("manager", at), at=at)


def _urge(turn, is_by_applicant, at):
    by = agent(turn.item.application.applicant_id) if is_by_applicant else officer("manager", at)
    urge(turn, by=by, at=at, note="请尽快办理（模拟）。")
