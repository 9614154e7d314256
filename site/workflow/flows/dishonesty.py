"""The dishonesty register: one process per entry, read top to bottom as it is walked (A23).

Proposed, told to the unit, heard, decided by the head; in force for its term, unless it is
repaired or withdrawn before. What is decided at each step stands on the entry.
"""

from viewflow import this
from viewflow.workflow import flow

from .. import permissions
from ..engine import RowLock
from ..gateways import End, Function, If
from ..models.processes import DishonestyProcess, DishonestyTask
from ..nodes import ClosingTimer, Period, TimedTask
from . import dishonesty_effects as effects


class Dishonesty(flow.Flow):
    """失信登记

    经查实的失信行为，告知单位并听取陈述申辩后，由区扶贫办负责人决定是否登记；登记有期限，可以申请修复。
    """

    process_class = DishonestyProcess
    task_class = DishonestyTask
    lock_impl = RowLock()
    process_title = "失信登记"

    # 提出建议：投诉举报、检查、变更查实的承办人
    propose = flow.StartHandle(effects.begin).Annotation(title="提出建议").Next(this.send_notice)

    # 区扶贫办：告知
    send_notice = (
        TimedTask(due=effects.due)
        .Annotation(title="告知拟作登记")
        .Permission(permissions.notifier)
        .Within("dishonesty_notice_days")
        .Next(this.noticed)
    )
    noticed = (
        If(effects.is_noticed)
        .Annotation(title="已告知？")
        .Then(this.await_defence)
        .Else(this.closed)
    )

    # 单位：陈述申辩，不少于五个工作日
    await_defence = Period().Annotation(title="陈述申辩").Next(this.closed)
    defence_ends = (
        ClosingTimer(this.await_defence, delay=effects.defence_ends)
        .Annotation(title="陈述申辩期满")
        .Next(this.decide)
    )

    # 区扶贫办负责人：决定
    decide = (
        TimedTask(due=effects.due)
        .Annotation(title="决定是否登记")
        .Permission(permissions.head)
        .Within("dishonesty_decision_days")
        .Next(this.decided)
    )
    decided = (
        If(effects.is_effective)
        .Annotation(title="予以登记？")
        .Then(this.in_force)
        .Else(this.closed)
    )

    # 有效期内：信用修复、撤销随时可以提前终结
    in_force = Period().Annotation(title="登记有效").Next(this.closed)
    term_ends = (
        ClosingTimer(this.in_force, delay=effects.term_ends)
        .Annotation(title="期限届满")
        .Next(this.lapse)
    )
    lapse = Function(effects.lapse).Annotation(title="自动解除").Next(this.closed)
    closed = End().Annotation(title="已终结")
