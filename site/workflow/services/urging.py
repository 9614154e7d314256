"""催办: asking by hand whoever has a task to get on with it; recorded, once a day for each side."""

from django.db import IntegrityError, transaction

from records.audit import record
from records.mail import write
from registry.permissions import holders, organisations
from registry.roles import Permission
from rules.periods import local_day
from rules.refusal import Refused, refuse_if
from rules.reminders import URGED

from ..models import Reminder, Turn, Urging
from ..positions import OPEN

SUBJECT = "办理催办"
BODY = "您有办理事项被催办。请登录后台“待办”查看并办理。\n（本邮件由系统发出，请勿回复）"
TWICE = "今天已经催办过，每天只能催办一次"


@transaction.atomic
def urge(turn, *, by, at, note=""):
    """Remind whoever has the task of ``turn``, in the name of ``by``; the :class:`Urging`."""
    turn = Turn.objects.select_for_update(of=("self",)).select_related("task").get(pk=turn.pk)
    refuse_if(reasons_against_urging(turn, by=by))
    urging = _once_a_day(turn, by, at, note.strip())
    people = [each for each in _who_has_it(turn, at) if each.pk != by.pk]
    Reminder.objects.bulk_create(
        Reminder(turn=turn, stage=URGED[0], urging=urging, recipient=person, sent_at=at)
        for person in people
    )
    addresses = [person.email for person in people if person.mail_notices]
    write(addresses, SUBJECT, BODY, key=f"urging:{urging.pk}")
    step = turn.task.flow_task.name
    record("workflow.urge", turn.item, by=by, at=at, because=urging.note, step=step)
    return urging


def reasons_against_urging(turn, *, by):
    """Why ``by`` may not urge: not open, not an office's, or not theirs to urge."""
    permission = turn.task.owner_permission
    if turn.finished_at or turn.task.status not in OPEN:
        return ["该环节已经办结，不需要催办"]
    if turn.item is None or not permission or permission.startswith("applicant@"):
        return ["该环节不由办理单位办理，不能催办"]
    if by.applicant_id is not None:
        is_own = turn.item.application.applicant_id == by.applicant_id
        return [] if is_own else ["只能催办本单位的申请"]
    heads = organisations(by, Permission.SIGN_AS_HEAD)
    watches_all = organisations(by, Permission.SEE_ALL_DELAYS) & heads
    if permission.partition("@")[2] in heads or watches_all:
        return []
    return ["只有办理单位的负责人可以催办"]


def _once_a_day(turn, by, at, note):
    try:
        with transaction.atomic():
            return Urging.objects.create(
                turn=turn,
                urged_by=by,
                is_by_applicant=by.applicant_id is not None,
                urged_on=local_day(at),
                urged_at=at,
                note=note,
            )
    except IntegrityError as error:
        raise Refused([TWICE]) from error


def _who_has_it(turn, at):
    owner = turn.task.owner
    return [owner] if owner else list(holders(turn.task.owner_permission, local_day(at)))
