"""Reminding whoever holds a task of its limit, and then whoever answers for them (§1c).

The stage is a question of dates, so a clock that slept for a week reminds once, of what is true
now. A row per task, stage and person makes that once for ever, whatever number of clocks run.
"""

from collections import defaultdict
from functools import cache

from django.db import transaction
from django.db.models import Exists, Min, OuterRef

from records.jobs import job
from records.mail import write
from registry.calendars import calendar
from registry.permissions import duty, holders
from registry.roles import HEAD_OF, Manager, StationOfficer
from registry.rulesets import in_force
from rules.periods import local_day
from rules.reminders import OF_ACCEPTANCE, PAST, STAGES, stage_reached
from supervision.models import Complaint
from supervision.policies import reasons_against_handling

from ..models import Reminder, Turn
from ..policies.dishonesty import reasons_against_tie
from ..positions import OPEN

SUBJECT = "办理时限提醒"
BODY = "您有办理事项{stage}。请登录后台“待办”查看并办理。\n（本邮件由系统发出，请勿回复）"
WORDS = dict((*STAGES, *OF_ACCEPTANCE))


@job("reminders", "办理时限提醒", order=110)
def remind(at):
    """Give every reminder that is due at ``at`` and was not given; the number given."""
    on, working_days = local_day(at), calendar()
    reached = cache(lambda arrived, due: stage_reached(arrived, due, on, working_days))

    def attempt(turn):
        stage = reached(local_day(turn.arrived_at), turn.due_on)
        return give(turn, stage, at) if stage else 0

    return sum(remind.each(_waiting(reached), attempt, at=at, atomic=False).done)


def _waiting(reached):
    """Turns that may have reached a stage of which nobody was reminded; mostly none.

    Of what is due on one day, that which arrived first reaches each stage first: the days are few,
    however many papers are open, and what was reminded of already is not read at all.
    """
    days = defaultdict(list)
    open_turns = Turn.objects.filter(due_on__isnull=False, finished_at__isnull=True).order_by()
    arrivals = open_turns.values("due_on").annotate(first=Min("arrived_at"))
    for due_on, first in arrivals.values_list("due_on", "first"):
        days[reached(local_day(first), due_on)].append(due_on)
    days.pop(None, None)
    for stage, due in days.items():
        reminders = Reminder.objects.filter(turn=OuterRef("pk"), stage=stage)
        yield from limited().filter(~Exists(reminders), due_on__in=due)


def limited():
    """Turns of officers' open tasks that have a limit; an applicant's wish is no limit."""
    return (
        Turn.objects.filter(finished_at__isnull=True, task__status__in=OPEN)
        .exclude(task__owner_permission__startswith="applicant@")
        .select_related("task__owner", "item__application__ruleset__office")
        .order_by("pk")
    )


@transaction.atomic
def give(turn, stage, at):
    """Remind those concerned, unless another clock was quicker or the task was just done."""
    open_turns = Turn.objects.select_for_update().filter(finished_at__isnull=True)
    if open_turns.filter(pk=turn.pk).first() is None or turn.reminders.filter(stage=stage).exists():
        return 0
    people = _concerned(turn, stage, at)
    rows = [
        Reminder(
            turn=turn,
            stage=stage,
            recipient=person,
            is_escalated=stage in PAST,
            sent_at=at,
        )
        for person in people
    ]
    Reminder.objects.bulk_create(rows)
    # the mail says that something waits, and nothing about whom it concerns
    addresses = [person.email for person in people if person.mail_notices]
    body = BODY.format(stage=WORDS[stage])
    write(addresses, SUBJECT, body, key=f"reminder:{turn.pk}:{stage}")
    return len(rows)


def _concerned(turn, stage, at):
    """Who has the task, or everybody who could take it; past the limit their head too."""
    on, permission = local_day(at), turn.task.owner_permission
    people = [turn.task.owner] if turn.task.owner else list(holders(permission, on))
    if stage in PAST:
        people += [head for head in heads_of(turn, on) if head not in people]
    return people if turn.item else _may_know(turn.paper, people)


def _may_know(paper, people):
    """Nobody hears of a complaint about themselves, or of a unit they are tied to (R67)."""
    if isinstance(paper, Complaint):
        return [each for each in people if not reasons_against_handling(paper, by=each)]
    return [each for each in people if not reasons_against_tie(paper.applicant_id, by=each)]


def heads_of(turn, on):
    """The head of the office whose task it is, and who stands in for the head; the district
    office's where it has none, and beside that of a station (A05).
    """
    role, _, code = turn.task.owner_permission.partition("@")
    own = list(holders(f"{HEAD_OF.get(role, Manager.word)}@{code}", on))
    if own and role != StationOfficer.word:
        return own
    office = (turn.item.application.ruleset if turn.item else in_force(on)).office
    return [*own, *(each for each in holders(duty(Manager.word, office), on) if each not in own)]


def read(user, at):
    """Mark every reminder of ``user`` as read."""
    Reminder.objects.filter(recipient=user, read_at=None, sent_at__lte=at).update(read_at=at)
