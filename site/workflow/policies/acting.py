"""May this person take this step on this item now? Permission, turn, ties and separate duties."""

from dataclasses import dataclass

from records.prepared import NUMBER, SECOND_NUMBER, Prepared
from registry.models import Tie
from registry.names import fill
from registry.permissions import duties, headed, organisations
from registry.roles import Permission

from ..models import SignedDuty
from ..whereabouts import whereabouts

TIED = "您与该申请单位有利害关系，应当回避"
TWO_STEPS = "您在该申请中已办理“{}”，同一人不得办理两个环节"


EARLIER = Prepared(
    lambda application, person: SignedDuty.objects.filter(application=application, person=person),
    NUMBER,
    SECOND_NUMBER,
)
TIES = Prepared(
    lambda person, applicant: Tie.objects.filter(user=person, applicant=applicant)[:1],
    NUMBER,
    SECOND_NUMBER,
)


@dataclass(frozen=True)
class Bars:
    """What bars a person from a whole application, read once for all its products."""

    is_tied: bool
    duty: str | None
    duty_title: str = ""


def bars_of(application, by):
    """The :class:`Bars` of ``by``; for showing, never for an act, which reads under its lock."""
    earlier = EARLIER.first(application.pk, by.pk)
    is_tied = by.applicant_id is None and TIES.first(by.pk, application.applicant_id) is not None
    title = earlier.get_duty_display() if earlier else ""
    return Bars(is_tied, earlier and earlier.duty, title)


def reasons_against_acting(item, task, *, by, duty=None, nodes=(), bars=None):
    """Why ``by`` may not act on ``task`` of ``item``; ``duty`` is what the act would make theirs.

    ``bars`` where somebody has read them already, for many products at once.

    ``task`` is None when the item has no open task at that step, which is one of ``nodes``; it may
    also belong to a paper about the product after its listing, whose own policy says the rest.
    """
    is_own = task is not None and task.process_id == item.process_id
    if (item.is_ended and is_own) or task is None:
        return [whereabouts(item, nodes, by=by)]
    bars = bars or bars_of(item.application, by)
    reasons = reasons_against_taking(task, by=by) + ([TIED] if bars.is_tied else [])
    if is_own and duty is not None and bars.duty not in (None, duty):
        reasons.append(TWO_STEPS.format(bars.duty_title))
    return reasons


def reasons_against_taking(task, *, by):
    """Why the task is not this person's to take."""
    if task.owner_permission not in duties(by):  # a superuser has every permission, and no duty
        return ["您没有办理该环节的权限"]
    if task.owner_id and task.owner_id != by.pk:
        return [f"该任务已由{task.owner}签收"]
    return []


def reasons_against_ties(item, *, by):
    """R67: who is tied to an applicant handles nothing of it."""
    applicant = item.application.applicant_id
    if by.applicant_id is None and Tie.objects.filter(user=by, applicant=applicant).exists():
        return [TIED]
    return []


def reasons_against_duty(item, *, by, duty):
    """R67: nobody signs two steps of one application."""
    earlier = SignedDuty.objects.filter(application=item.application_id, person=by).first()
    if earlier is not None and earlier.duty != duty:
        return [TWO_STEPS.format(earlier.get_duty_display())]
    return []


def reasons_against_assigning(item, task, *, to, by, duty=None):
    """Why the head ``by`` may not hand ``task`` to ``to`` (§2.1, R67); ``duty`` as above."""
    if task is None or (item.is_ended and task.process_id == item.process_id):
        return ["该环节已办结，或尚未到达该环节"]
    if task.owner_permission not in headed(by):
        return ["只有本单位负责人可以指派该任务"]
    if task.owner_permission not in duties(to):
        return [f"{to}没有办理该环节的权限"]
    reasons = reasons_against_ties(item, by=to)
    if duty is not None:
        reasons += reasons_against_duty(item, by=to, duty=duty)
    return [f"{to}：{reason}" for reason in reasons]


def reasons_against_withdrawing(item, *, by):
    """R42, R67: voluntary at any time before listing."""
    if item.is_ended:
        return [f"该产品{item.outcome.get_kind_display()}，不能撤回"]
    if item.process_id is None:
        return ["该产品尚未提交，可直接从草稿中删除"]
    if by.applicant_id != item.application.applicant_id:
        return ["只有申请单位可以撤回申请"]
    return []


def reasons_against_terminating(item, *, by, because):
    """§2.12: the office ends what cannot go on (the entity is gone, or registered as dishonest).

    As ``(field, reason)``.
    """
    reasons = []
    if item.is_ended:
        reasons.append(f"该产品{item.outcome.get_kind_display()}，不能终止")
    if item.process_id is None:
        reasons.append("该产品尚未提交")
    elif item.application.ruleset.office.code not in organisations(by, Permission.TERMINATE):
        reasons.append(fill("只有{office}负责人可以终止办理"))
    reasons += reasons_against_ties(item, by=by)
    pairs = [("", reason) for reason in reasons]
    return pairs + ([] if len(because.strip()) >= 5 else [("because", "请说明终止原因")])
