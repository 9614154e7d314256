"""Four eyes where an opinion wants them: a reviewer proposes, the head signs off."""

from datetime import date

from records.audit import record
from rules.periods import local_day
from rules.refusal import Refused, refuse_fields, refuse_if

from .. import turns
from ..models import OpinionProposal, ProposalFile
from ..policies.acting import reasons_against_acting
from ..policies.countersigning import (
    PROPOSED,
    reasons_against_countersigning,
    reasons_against_proposing,
    wants_head,
)
from ..policies.opinions import reasons_against_opinion
from ..positions import NODE_OF, open_task
from . import opinions
from .steps import locked, take_duty


def submit(item, kind, *, by, at, **opinion):
    """Sign where one signature is enough, else propose; an :class:`Opinion` or a proposal."""
    act = propose if wants_head(item, kind, opinion.get("result")) else opinions.sign
    return act(item, kind, by=by, at=at, **opinion)


def propose(item, kind, *, by, at, files=(), **opinion):
    """Hand a finished opinion to the head of the office; the item stays where it is, and so does
    the draft, which is mended if the head sends the proposal back.
    """
    with locked(item) as item:
        node = NODE_OF[kind]
        task = None if item.is_ended else open_task(item, node)
        refuse_if(reasons_against_acting(item, task, by=by, duty=kind, nodes=[node]))
        refuse_if(reasons_against_proposing(task, on=local_day(at)))
        if task.proposals.open().exists():
            raise Refused([PROPOSED])
        refuse_fields(reasons_against_opinion(item, kind, opinion, on=local_day(at)))
        if task.owner_id is None:
            task.flow_task.activation_class(task).assign(by)
            turns.claim(task, at)
        take_duty(item.application, by=by, duty=kind, at=at)
        made = OpinionProposal.objects.create(
            item=item,
            step=kind,
            task_id=task.pk,
            values=opinion,
            proposed_by=by,
            proposed_at=at,
        )
        ProposalFile.objects.bulk_create(ProposalFile(proposal=made, file=file) for file in files)
        record("workflow.propose", item, by=by, at=at, step=kind, result=opinion["result"])
    return made


def approve(proposal, *, by, at):
    """The head signs off: the opinion is signed as proposed, and the flow goes on."""
    with locked(proposal.item) as item:
        proposal = _decide(proposal, item, OpinionProposal.Decision.APPROVED, by=by, at=at)
        take_duty(item.application, by=by, duty=proposal.step, at=at)
        return opinions.sign(
            item,
            proposal.step,
            by=proposal.proposed_by,
            at=at,
            approved_by=by,
            files=[each.file for each in proposal.files.all()],
            **_values(proposal),
        )


def send_back(proposal, *, note, by, at):
    """The head wants it otherwise, and says what; the reviewer proposes anew."""
    refuse_fields([] if note.strip() else [("note", "请写明修改意见")])
    with locked(proposal.item) as item:
        return _decide(proposal, item, OpinionProposal.Decision.RETURNED, note=note, by=by, at=at)


def _decide(proposal, item, decision, *, by, at, note=""):
    proposal = OpinionProposal.objects.select_for_update().get(pk=proposal.pk)
    refuse_if(reasons_against_countersigning(proposal, item, by=by))
    proposal.decision, proposal.note = decision, note
    proposal.decided_by, proposal.decided_at = by, at
    proposal.save(update_fields=["decision", "note", "decided_by", "decided_at"])
    record("workflow.countersign", item, by=by, at=at, because=note, decision=decision)
    return proposal


def _values(proposal):
    """The opinion's keyword arguments as they were before JSON."""
    visited_on = proposal.values.get("visited_on")
    return {**proposal.values, "visited_on": date.fromisoformat(visited_on) if visited_on else None}
