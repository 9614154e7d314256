"""The change report: one process per report, read top to bottom as it is walked (办法四（三）).

A holder reports a change, or the office confirms a finding of its own, of a complaint, an
inspection, the media or a superior office; what comes of it goes up to the province within the
working days of the rule set, counted from the day after registration (A20). No other road adjusts,
suspends, resumes or removes an entry.
"""

from viewflow import this
from viewflow.workflow import flow

from .. import permissions
from ..engine import RowLock
from ..gateways import End, Function, If, Switch
from ..models.processes import ChangeProcess, ChangeTask
from ..nodes import ReminderTimer, TimedTask
from . import change_effects as effects


class ChangeReporting(flow.Flow):
    """变更报告

    目录内的产品发生变化或者查实存在问题，区扶贫办登记、核查、处理，在规定的工作日内逐级上报至省。
    """

    process_class = ChangeProcess
    task_class = ChangeTask
    lock_impl = RowLock()
    process_title = "变更报告"

    # 持证单位：办法四（三）
    report_change = (
        flow.StartHandle(effects.begin)
        .Annotation(title="持证单位报告变更")
        .Next(this.register_change)
    )
    # 区扶贫办：任务4，查实即暂停
    confirm_finding = (
        flow.StartHandle(effects.begin)
        .Annotation(title="主管部门查实问题")
        .Next(this.suspend_entry)
    )

    register_change = (
        TimedTask()
        .Annotation(title="登记变更报告")
        .Takes(page="desk:item_changes", about="item")
        .Permission(permissions.clerk)
        .Within("change_registering_days")
        .Next(this.registered)
    )
    registered = (
        If(effects.is_registered)
        .Annotation(title="予以登记？")
        .Then(this.is_raised)
        .Else(this.reject)
    )

    # 扶贫工作站：带动户数、人数、增收报高的，先核实
    is_raised = (
        If(effects.raises_figures)
        .Annotation(title="带动户数、人数、增收报高？")
        .Then(this.check_figures)
        .Else(this.assess_change)
    )
    check_figures = (
        TimedTask()
        .Annotation(title="工作站核实变更数字")
        .Takes(page="desk:item_changes", about="item")
        .Permission(permissions.station)
        .Within("change_checking_days")
        .Next(this.assess_change)
    )
    assess_change = (
        TimedTask()
        .Annotation(title="核查变更情况")
        .Takes(page="desk:item_changes", about="item")
        .Permission(permissions.benefit_reviewer)
        .Within("change_assessment_days")
        .Next(this.decided)
    )
    remind_assessing = (
        ReminderTimer(this.assess_change, delay=effects.reminder_moment, interrupting=False)
        .Annotation(title="上报期限将满")
        .Next(this.remind)
    )
    decided = (
        Switch()
        .Annotation(title="处理决定")
        .Case(this.adjust_entry, effects.adjusts)
        .Case(this.suspend_entry, effects.suspends)
        .Default(this.report_upward)
    )
    adjust_entry = (
        Function(effects.adjust_entry).Annotation(title="调整目录").Next(this.report_upward)
    )
    suspend_entry = (
        Function(effects.suspend_entry).Annotation(title="立即暂停").Next(this.report_upward)
    )

    # 逐级上报：办法四（三）
    report_upward = (
        TimedTask(due=effects.due)
        .Annotation(title="变更情况上报")
        .Takes(page="desk:item_changes", about="item")
        .Permission(permissions.clerk)
        .Within("change_report_days")
        .Next(this.reported)
    )
    remind_reporting = (
        ReminderTimer(this.report_upward, delay=effects.reminder_moment, interrupting=False)
        .Annotation(title="上报期限将满")
        .Next(this.remind)
    )
    remind = Function(effects.remind).Annotation(title="提醒经办人").Next(this.reminded)
    reminded = End().Annotation(title="已提醒")

    reported = (
        Switch()
        .Annotation(title="上报之后")
        .Case(this.record_ruling, effects.proposes_removal)
        .Case(this.recheck, effects.suspends)
        .Default(this.close)
    )

    # 只暂停的：整改后由他人复核
    recheck = (
        TimedTask()
        .Annotation(title="复核整改情况")
        .Takes(page="desk:item_changes", about="item")
        .Permission(permissions.benefit_reviewer)
        .Within("outcome_days")
        .Next(this.rechecked)
    )
    rechecked = (
        If(effects.passes_recheck)
        .Annotation(title="整改到位？")
        .Then(this.resume_entry)
        .Else(this.close)
    )

    # 省级决定：任务4，办法四（四）
    record_ruling = (
        TimedTask()
        .Annotation(title="登记省级清理决定")
        .Takes(page="desk:item_changes", about="item")
        .Permission(permissions.province)
        .Within("outcome_days")
        .Next(this.ruled)
    )
    ruled = (
        If(effects.is_removed)
        .Annotation(title="省级决定清理？")
        .Then(this.remove_entry)
        .Else(this.resume_entry)
    )
    remove_entry = Function(effects.remove_entry).Annotation(title="清理出目录").Next(this.close)
    resume_entry = Function(effects.resume_entry).Annotation(title="恢复").Next(this.close)

    reject = Function(effects.reject).Annotation(title="不予登记，说明理由").Next(this.closed)
    close = Function(effects.close).Annotation(title="办结").Next(this.closed)
    closed = End().Annotation(title="已办结")
