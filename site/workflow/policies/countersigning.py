"""May this head sign off this proposal? Another person, of that office, untied, one duty only."""

from registry.permissions import duties

from ..models import SignedDuty
from .acting import reasons_against_duty, reasons_against_ties

#: Whose signature stands behind whose; where a role is not named, the head of the office's.
HEAD_OF = {
    SignedDuty.Duty.ENDORSE: "station_head",
    SignedDuty.Duty.BENEFIT: "manager",
    SignedDuty.Duty.QUALITY: "agri_head",
}


def head_permission(proposal):
    """The duty that may sign ``proposal`` off: ``role@organisation``."""
    organisation = proposal.task.owner_permission.partition("@")[2]
    return f"{HEAD_OF[proposal.step]}@{organisation}"


def reasons_against_countersigning(proposal, item, *, by):
    """Why ``by`` may not decide on ``proposal``; empty when they may."""
    if proposal.decided_at is not None:
        return ["该拟办意见已审签"]
    if item.is_ended:
        return [f"该产品{item.outcome.get_kind_display()}，不能再办理"]
    reasons = []
    if head_permission(proposal) not in duties(by):
        reasons.append("只有本单位负责人可以审签")
    if by.pk == proposal.proposed_by_id:
        reasons.append("拟办人不得审签自己的意见")
    reasons += reasons_against_ties(item, by=by)
    reasons += reasons_against_duty(item, by=by, duty=proposal.step)
    return reasons
