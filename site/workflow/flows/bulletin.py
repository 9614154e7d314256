"""Quarterly bulletins: one process per bulletin, read top to bottom as it is walked (R49, R50).

A quarter is frozen; the lead units tell of their tasks; the office waits for them, or for the day
on which they are due, and then tells of the district. Three hands each.
"""

from viewflow import this
from viewflow.workflow import flow

from .. import permissions
from ..engine import RowLock
from ..gateways import End, If
from ..models.processes import BulletinProcess, BulletinTask
from ..nodes import ClosingTimer, OfficersTask, Period
from . import bulletin_effects as effects


class BulletinFlow(flow.Flow):
    """季度通报

    季度关账后，牵头单位通报牵头任务的进展，主管办公室通报全区的进展；拟稿、核稿、签发三人，送达各单位。
    已签发的通报有误的，另发更正通报，程序相同。
    """

    process_class = BulletinProcess
    task_class = BulletinTask
    lock_impl = RowLock()
    process_title = "季度通报"

    # 季度关账
    begin = flow.StartHandle(effects.begin).Annotation(title="季度关账").Next(this.whose)
    whose = (
        If(effects.waits_for_reports)
        .Annotation(title="全区通报，不是更正？")
        .Then(this.await_reports)
        .Else(this.draft)
    )

    # 全区通报等待各牵头单位
    await_reports = Period().Annotation(title="等待牵头单位通报").Next(this.draft)
    reports_due = (
        ClosingTimer(this.await_reports, delay=effects.reports_due)
        .Annotation(title="牵头单位通报期满")
        .Next(this.draft)
    )

    # 拟稿：牵头单位填报人，或者主管办公室受理
    draft = (
        OfficersTask()
        .Annotation(title="拟稿")
        .Permission(permissions.bulletin_drafter)
        .Within("bulletin_days")
        .Next(this.check)
    )

    # 核稿：主管办公室审核
    check = (
        OfficersTask()
        .Annotation(title="核稿")
        .Permission(permissions.bulletin_checker)
        .Within("bulletin_days")
        .Next(this.checked)
    )
    checked = If(effects.is_checked).Annotation(title="核稿通过？").Then(this.sign).Else(this.draft)

    # 签发：本单位负责人
    sign = (
        OfficersTask()
        .Annotation(title="签发")
        .Permission(permissions.bulletin_signer)
        .Within("bulletin_days")
        .Next(this.signed)
    )
    signed = (
        If(effects.is_issued).Annotation(title="同意签发？").Then(this.publish).Else(this.draft)
    )

    # 公开审查：默认只发收文单位
    publish = (
        OfficersTask()
        .Annotation(title="公开审查")
        .Permission(permissions.bulletin_publisher)
        .Within("bulletin_days")
        .Next(this.closed)
    )
    closed = End().Annotation(title="已办结")
