"""Complaints: one process per complaint, read top to bottom as it is walked (任务4, R26).

What is done at each step, and what it makes of the complaint, stands in ``supervision``, which
knows no flow; the steps say what can be done where, so that no other order is possible.
"""

from viewflow import this
from viewflow.workflow import flow

from rules.lifecycle import ComplaintState

from .. import permissions
from ..engine import RowLock
from ..gateways import End, If, Switch
from ..models.processes import ComplaintProcess, ComplaintTask
from ..nodes import ComplaintStep, Waiting
from . import complaint_effects as effects


class ComplaintHandling(flow.Flow):
    """投诉举报办理

    收到的投诉举报，决定是否受理，受理后调查核实、作出处理，反馈反映人后办结；反映同一问题的可以并案。
    """

    process_class = ComplaintProcess
    task_class = ComplaintTask
    lock_impl = RowLock()
    process_title = "投诉举报办理"

    # 公众、热线、来信来访、媒体、上级
    receive = flow.StartHandle(effects.begin).Annotation(title="收到").Next(this.accept)

    # 受理单位：五个工作日内决定是否受理
    accept = (
        ComplaintStep(due=effects.due)
        .Annotation(title="受理")
        .At(ComplaintState.RECEIVED, None)
        .Acts("accept", "refuse", "transfer", "join")
        .Permission(permissions.complaint_handler)
        .Within("complaint_accept_days")
        .Next(this.accepted)
    )
    accepted = (
        Switch()
        .Annotation(title="予以受理？")
        .Case(this.investigate, effects.at(ComplaintState.ACCEPTED))
        .Case(this.await_leading, effects.at(ComplaintState.JOINED))
        .Default(this.feed_back)
    )

    # 承办人：调查核实，作出处理
    investigate = (
        ComplaintStep(due=effects.due)
        .Annotation(title="开始调查")
        .At(ComplaintState.ACCEPTED, None)
        .Acts("investigate", "transfer", "join")
        .Permission(permissions.complaint_handler)
        .Assign(effects.handler)
        .Within("complaint_finish_days")
        .Next(this.investigated)
    )
    investigated = (
        Switch()
        .Annotation(title="由本单位调查？")
        .Case(this.decide, effects.at(ComplaintState.INVESTIGATING))
        .Case(this.await_leading, effects.at(ComplaintState.JOINED))
        .Default(this.feed_back)
    )
    decide = (
        ComplaintStep(due=effects.due)
        .Annotation(title="调查处理")
        .At(ComplaintState.INVESTIGATING, None)
        .Acts("decide", "transfer", "join")
        .Permission(permissions.complaint_handler)
        .Assign(effects.handler)
        .Within("complaint_finish_days")
        .Next(this.decided)
    )
    decided = (
        If(effects.at(ComplaintState.JOINED))
        .Annotation(title="并入他件？")
        .Then(this.await_leading)
        .Else(this.feed_back)
    )

    # 并案：主件处理后一并答复，此前可以撤销
    await_leading = (
        Waiting()
        .Annotation(title="等待主件处理")
        .At(ComplaintState.JOINED, None)
        .Next(this.leading_decided)
    )
    leading_decided = (
        Switch()
        .Annotation(title="主件已处理，或者撤销并案")
        .Case(this.accept, effects.at(ComplaintState.RECEIVED))
        .Case(this.investigate, effects.at(ComplaintState.ACCEPTED))
        .Case(this.decide, effects.at(ComplaintState.INVESTIGATING))
        .Case(this.close, effects.at(ComplaintState.FED_BACK))
        .Default(this.feed_back)
    )

    # 承办人：反馈反映人，办结
    feed_back = (
        ComplaintStep(due=effects.due)
        .Annotation(title="反馈")
        .At(
            (
                ComplaintState.NOT_ACCEPTED,
                ComplaintState.TRANSFERRED,
                ComplaintState.DECIDED,
            ),
            None,
        )
        .Acts("feedback")
        .Permission(permissions.complaint_handler)
        .Assign(effects.handler)
        .Within("complaint_feedback_days")
        .Next(this.close)
    )
    close = (
        ComplaintStep(due=effects.due)
        .Annotation(title="办结")
        .At(ComplaintState.FED_BACK, None)
        .Acts("close")
        .Permission(permissions.complaint_handler)
        .Assign(effects.handler)
        .Within("complaint_finish_days")
        .Next(this.closed)
    )
    closed = End().Annotation(title="已办结")
