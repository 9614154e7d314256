"""Does this opinion want a head's signature, and may this head give it?"""

from applications.models import Application
from records.prepared import NUMBER, Prepared
from registry.permissions import duties, holders
from registry.roles import HEAD_OF
from rules.duties import Duty

from ..models import Opinion
from ..whereabouts import ended, when
from .acceptance import is_accepted
from .acting import reasons_against_duty, reasons_against_ties
from .opinions import returned_before

PROPOSED = "拟办意见已提交，正在等待负责人审签"


#: Whether the rule set of an application has endorsements, and reviews, signed off.
SIGNED_OFF = Prepared(
    lambda application: Application.objects.filter(pk=application).values_list(
        "ruleset__countersign_endorsement", "ruleset__countersign_reviews"
    ),
    NUMBER,
)


def wants_head(item, kind, result):
    """Whether the head signs this opinion off: the rule set says so, or it asks a second time.

    Supplements are asked for once (R66, 三(五)); asking again is the head's decision, whatever the
    rule set says. The stored paper is asked: one read before it was submitted has no rule set yet.
    """
    if asks_again(item, kind, result):
        return True
    endorsements, reviews = SIGNED_OFF.first(item.application_id)
    return endorsements if kind == Duty.ENDORSE else reviews


def asks_again(item, kind, result):
    """Whether this opinion asks to mend a second time at its step, or after the acceptance."""
    if result != Opinion.Result.RETURN:
        return False
    is_late = kind != Duty.ENDORSE and is_accepted(item)
    return is_late or returned_before(item, kind)


def head_permission(task):
    """The duty that may sign an opinion on ``task`` off: the head's of the office it is with."""
    role, _, office = task.owner_permission.partition("@")
    return f"{HEAD_OF[role]}@{office}"


def reasons_against_proposing(task, *, on):
    """Why nobody could sign off what is proposed on day ``on``."""
    if holders(head_permission(task), on).exists():
        return []
    return ["该意见须由本单位负责人审签，而本单位没有在任的负责人，请联系系统管理员"]


def reasons_against_countersigning(proposal, item, *, by):
    """Why ``by`` may not decide on ``proposal``; empty when they may."""
    if proposal.decided_at is not None:
        moment, what = when(proposal.decided_at), proposal.get_decision_display()
        return [f"该拟办意见已由{proposal.decided_by}于{moment}审签（{what}）"]
    if item.is_ended:
        return [ended(item.outcome)]
    reasons = []
    if head_permission(proposal.task) not in duties(by):
        reasons.append("只有本单位负责人可以审签")
    if by.pk == proposal.proposed_by_id:
        reasons.append("拟办人不得审签自己的意见")
    reasons += reasons_against_ties(item, by=by)
    reasons += reasons_against_duty(item, by=by, duty=proposal.step)
    return reasons
