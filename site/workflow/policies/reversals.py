"""May this signature be taken back, or this paper go back to the desk before?"""

from viewflow.workflow.status import STATUS

from rules.duties import Duty
from rules.lifecycle import ItemState

from ..models import Letter, Opinion, Turn
from ..nodes import DeskTask, MendingTask
from ..positions import NODE_OF, OPEN, REVIEWS, open_task, reference
from ..whereabouts import ended, when
from .acting import reasons_against_taking, reasons_against_ties

SHORTEST = 5
GONE = (STATUS.CANCELED, STATUS.REVIVED)
#: What the engine does by itself between two desks and can undo by itself.
GATEWAYS = ("IF", "SWITCH", "PARALLEL_GATEWAY", "JOIN", "EXCLUSIVE_GATEWAY")


def following(task):
    """The tasks that came of ``task`` and still stand, the last of them first."""
    tasks, ahead = {}, [task]
    while ahead:
        leading = ahead.pop().leading.exclude(status__in=GONE).order_by("pk")
        for each in leading:
            tasks[each.pk] = each
            ahead.append(each)
    return sorted(tasks.values(), key=lambda each: -each.pk)


def is_gateway(task):
    return not hasattr(task.flow_task, "state") and task.flow_task.task_type in GATEWAYS


def reasons_against_taking_back(opinion, item, *, by, because):
    """Why ``by`` may not take ``opinion`` back; empty when they may."""
    return [
        *reasons_against_who(opinion, item, by=by),
        *reasons_against_undoing(opinion, item),
        *_reasons_against_words(because),
    ]


def reasons_against_who(opinion, item, *, by):
    reasons = []
    if opinion.signed_by_id != by.pk:
        reasons.append("只有签署人本人可以收回")
    if opinion.approved_by_id:
        reasons.append(f"该意见已由负责人{opinion.approved_by}审签，不能由经办人收回")
    if opinion.round != item.round:
        reasons.append("该意见属于以前的轮次，不能收回")
    return reasons + reasons_against_ties(item, by=by)


def reasons_against_undoing(opinion, item):
    """What has happened since that cannot be undone, each told as it was."""
    if item.is_ended:
        return [ended(item.outcome)]
    reasons = [reason for task in following(opinion.task) if (reason := _moved(task))]
    letter = Letter.objects.filter(
        item=item, kind=Letter.Kind.RETURNED, sent_at=opinion.signed_at, read_at__isnull=False
    ).first()
    if letter is not None:
        reasons.append(f"申请单位已于{when(letter.read_at)}查收补正通知")
    return list(dict.fromkeys(reasons))


def _moved(task):
    """Why what came of the signature stands: somebody opened, took or did it."""
    node = task.flow_task
    if is_gateway(task):
        return ""
    if getattr(node, "state", None) is None or task.status not in OPEN:
        return f"{node.task_title}已经完成"
    if not isinstance(node, DeskTask):
        return "" if task.status == STATUS.NEW else f"该产品已进入“{node.task_title}”"
    turn = Turn.objects.select_related("opened_by").get(task=task)
    if task.status != STATUS.NEW:
        return f"“{node.task_title}”已由{task.owner}签收"
    if turn.opened_at and not isinstance(node, MendingTask):
        return f"“{node.task_title}”已由{turn.opened_by}于{when(turn.opened_at)}打开"
    return ""


def reasons_against_sending_back(item, task, opinion, *, by, because):
    """Why the reviewer ``by``, whose task is ``task``, may not send ``item`` to the station."""
    if item.is_ended:
        return [ended(item.outcome)]
    if task is None:
        return ["该产品不在区级审核环节"]
    reasons = [*reasons_against_taking(task, by=by), *reasons_against_ties(item, by=by)]
    if opinion is None:
        reasons.append("本轮没有工作站意见，不能退回工作站；可以退回申请单位补正")
    elif opinion.signed_by_id == by.pk:
        reasons.append("该工作站意见由您签署")
    if Opinion.objects.filter(item=item, round=item.round).exclude(step=Duty.ENDORSE).exists():
        reasons.append("本轮已有审核意见签署，不能再退回工作站")
    return reasons + _reasons_against_words(because)


def station_opinion(item):
    """The station's opinion of this round, which led to the review; None where there is none."""
    return item.opinions.filter(round=item.round, step=Duty.ENDORSE).first()


def review_task(item, by):
    """The open review of ``item`` that is ``by``'s to take."""
    tasks = [open_task(item, name) for name in REVIEWS]
    own = [task for task in tasks if task and not reasons_against_taking(task, by=by)]
    return next(iter(own), None)


def may_be_taken_back(opinion, item, state):
    """Cheaply, from what the paper has read already: whether it is worth to offer the act."""
    if opinion.round != item.round or item.is_ended or opinion.approved_by_id:
        return False
    since = [turn for turn in item.open_turns if turn.arrived_at >= opinion.signed_at]
    others = [turn for turn in since if turn.task.flow_task != reference(NODE_OF[opinion.step])]
    return all(turn.task.status == STATUS.NEW and not turn.opened_at for turn in others) and (
        bool(item.open_turns) or state == ItemState.PUBLICITY_PENDING
    )


def _reasons_against_words(because):
    return [] if len(because.strip()) >= SHORTEST else [f"请写明理由，不少于{SHORTEST}个字"]
