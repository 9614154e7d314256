"""The Certification flow: one process per product, read top to bottom as it is walked (办法二).

Nodes are grouped by who acts. Conditions are named at the end; what steps *do* is in ``services``
(people's acts) and ``flows/effects.py`` (what the engine does by itself).
"""

from viewflow import this
from viewflow.workflow import flow

from registry import roles
from registry.roles import Permission
from rules.duties import Duty
from rules.lifecycle import ItemState, Stage
from rules.vocabulary import OFFICE, PRODUCT

from .. import permissions
from ..engine import Join, RowLock
from ..gateways import End, Function, If, Split, Switch
from ..models.processes import CertificationProcess, CertificationTask
from ..nodes import ClosingTimer, DeskTask, MendingTask, Publicity, Waiting
from . import conditions, effects


class Certification(flow.Flow):
    """扶贫产品认定

    经营主体申请，工作站认可，区级审核公示，市级复核，省级审核备案，全国公示后列入目录，有效期一年。
    """

    process_class = CertificationProcess
    task_class = CertificationTask
    lock_impl = RowLock()
    process_title = f"{PRODUCT}认定"

    # 申请单位
    submit = flow.StartHandle(effects.begin).Annotation(title="提交申请").Next(this.has_station)

    # 扶贫工作站：办法二（一）
    has_station = (
        If(conditions.has_station)
        .Annotation(title="所在地有工作站？")
        .Then(this.endorse)
        .Else(this.assign_station)
    )
    assign_station = (
        DeskTask()
        .Annotation(title=f"{OFFICE}指定工作站")
        .At(ItemState.STATION_REVIEW, Stage.STATION, aside=True)
        .Takes(page="desk:assign", about="batch")
        .Permission(permissions.clerk)
        .Within("assignment_days")
        .Next(this.endorse)
    )
    endorse = (
        DeskTask()
        .Annotation(title="工作站认可")
        .At(ItemState.STATION_REVIEW, Stage.STATION)
        .Takes(page="desk:endorse", about="application", duty=Duty.ENDORSE)
        .Permission(permissions.station)
        .Within("station_days", pauses=True)
        .Next(this.endorsed)
    )
    endorsed = (
        Switch()
        .Annotation(title="认可意见")
        .Case(this.review, conditions.endorsed)
        .Case(this.mend_for_station, conditions.returned_by_station)
        .Default(this.feed_back)
    )
    mend_for_station = (
        MendingTask()
        .Annotation(title="申请单位补正（工作站）")
        .At(ItemState.STATION_RETURNED, Stage.STATION, aside=True)
        .Permission(permissions.applicant)
        .Within("mending_days")
        .Next(this.endorse)
    )

    # 区扶贫办负责人：公示以后投诉查实的，可以退回重新审核（A11）
    review_anew = (
        flow.StartHandle(effects.begin).Annotation(title="查实后重新审核").Next(this.review)
    )

    # 区扶贫办 ∥ 区农业农村局（∥ 价格核查部门，A06）：办法二（二）（三）
    review = (
        Split()
        .Annotation(title="区级并行审核")
        .Always(this.review_benefit)
        .Always(this.review_quality)
        .Next(this.review_price, case=conditions.names_office("price_bureau"))
    )
    review_benefit = (
        DeskTask()
        .Annotation(title="带贫减贫成效审核")
        .At(ItemState.DISTRICT_REVIEW, Stage.DISTRICT)
        .Takes(page="desk:benefit", about="application", duty=Duty.BENEFIT)
        .Permission(permissions.benefit_reviewer)
        .Within("review_days", pauses=True)
        .Next(this.reviewed)
    )
    review_quality = (
        DeskTask()
        .Annotation(title="质量安全审核")
        .At(ItemState.DISTRICT_REVIEW, Stage.DISTRICT)
        .Takes(page="desk:quality", about="application", duty=Duty.QUALITY)
        .Permission(permissions.at("bureau", roles.QualityReviewer, Permission.REVIEW_QUALITY))
        .Within("review_days", pauses=True)
        .Next(this.reviewed)
    )
    review_price = (
        DeskTask()
        .Annotation(title="价格核查")
        .At(ItemState.DISTRICT_REVIEW, Stage.DISTRICT)
        .Takes(page="desk:price", about="application", duty=Duty.PRICE)
        .Permission(permissions.at("price_bureau", roles.PriceReviewer, Permission.REVIEW_PRICE))
        .Within("review_days", pauses=True)
        .Next(this.reviewed)
    )
    reviewed = Join().Annotation(title="审核汇合").Next(this.concluded)
    concluded = (
        Switch()
        .Annotation(title="区级审核结论")
        .Case(this.feed_back, conditions.refused_by_district)
        .Case(this.mend_for_district, conditions.returned_by_district)
        .Case(this.await_notice, conditions.needs_notice)
        .Case(this.to_province, conditions.asked_by_province)
        .Default(this.report_to_city)
    )
    mend_for_district = (
        MendingTask()
        .Annotation(title="申请单位补正（区级）")
        .At(ItemState.DISTRICT_RETURNED, Stage.DISTRICT, aside=True)
        .Permission(permissions.applicant)
        .Within("mending_days")
        .Next(this.review)
    )

    # 区级公示：办法二（三）（四）
    stand_again = (
        flow.StartHandle(effects.begin)
        .Annotation(title="公示期不足，重新公示")
        .Next(this.await_notice)
    )
    await_notice = (
        Waiting()
        .Annotation(title="待发布公示")
        .At(ItemState.PUBLICITY_PENDING, Stage.DISTRICT_NOTICE)
        .Next(this.district_notice)
    )
    district_notice = (
        Publicity(effects.objected)
        .Annotation(title="区级公示")
        .At(ItemState.DISTRICT_PUBLICITY, Stage.DISTRICT_NOTICE)
        .Within("publicity_days")
        .Next(this.hold_district)
    )
    district_ends = (
        ClosingTimer(this.district_notice, delay=effects.window_ends)
        .Annotation(title="公示期满")
        .Next(this.close_district)
    )
    close_district = (
        Function(effects.close_window).Annotation(title="核对有无异议").Next(this.district_passed)
    )
    district_passed = (
        If(conditions.window_passed)
        .Annotation(title="期满无异议？")
        .Then(this.report_to_city)
        .Else(this.hold_district)
    )
    hold_district = (
        Function(effects.hold_window)
        .Annotation(title="中止该产品公示")
        .Next(this.investigate_district)
    )
    investigate_district = (
        DeskTask()
        .Annotation(title="异议核查")
        .At(ItemState.OBJECTION_HOLD, Stage.DISTRICT_NOTICE, aside=True)
        .Takes(page="desk:investigate", about="item", duty=Duty.INVESTIGATE)
        .Permission(permissions.investigator)
        .Within("objection_days")
        .Next(this.district_investigated)
    )
    district_investigated = (
        Switch()
        .Annotation(title="核查结论")
        .Case(this.district_notice, conditions.resumes)
        .Case(this.await_notice, conditions.restarts)
        .Case(this.mend_for_district, conditions.returned_after_objection)
        .Default(this.feed_back)
    )

    # 市级复核、省级审核备案：办法二（四）（五）
    report_to_city = (
        DeskTask()
        .Annotation(title="上报市级")
        .At(ItemState.REPORT_PENDING, Stage.CITY)
        .Takes(page="desk:report", about="batch", duty=Duty.RECORD)
        .Permission(permissions.clerk)
        .Within("report_days")
        .Next(this.city_review)
    )
    city_review = (
        DeskTask()
        .Annotation(title="市级复核")
        .At(ItemState.CITY_PENDING, Stage.CITY)
        .Takes(page="desk:city", about="batch", duty=Duty.CITY)
        .Permission(permissions.city)
        .Within("outcome_days")
        .Next(this.city_concluded)
    )
    city_concluded = (
        Switch()
        .Annotation(title="复核结果")
        .Case(this.to_province, conditions.passed_by_city)
        .Case(this.mend_for_city, conditions.returned_by_city)
        .Default(this.feed_back)
    )
    mend_for_city = (
        MendingTask()
        .Annotation(title="申请单位补正（市级）")
        .At(ItemState.CITY_RETURNED, Stage.CITY, aside=True)
        .Permission(permissions.applicant)
        .Within("mending_days")
        .Next(this.review)
    )
    to_province = (
        Function(effects.send_to_province)
        .Annotation(title="报省级审核备案")
        .Next(this.province_review)
    )
    province_review = (
        DeskTask()
        .Annotation(title="省级审核备案")
        .At(ItemState.PROVINCE_PENDING, Stage.PROVINCE)
        .Takes(page="desk:province", about="batch", duty=Duty.PROVINCE)
        .Permission(permissions.province)
        .Within("outcome_days")
        .Next(this.province_concluded)
    )
    province_concluded = (
        Switch()
        .Annotation(title="审核结果")
        .Case(this.record_national, conditions.passed_by_province)
        .Case(this.mend_for_province, conditions.returned_by_province)
        .Default(this.feed_back)
    )
    mend_for_province = (
        MendingTask()
        .Annotation(title="申请单位补正（省级）")
        .At(ItemState.PROVINCE_RETURNED, Stage.PROVINCE, aside=True)
        .Permission(permissions.applicant)
        .Within("mending_days")
        .Next(this.review)
    )

    # 全国公示：办法二（六）
    stand_nationally_again = (
        flow.StartHandle(effects.begin)
        .Annotation(title="全国公示期不足，重新公示")
        .Next(this.record_national)
    )
    record_national = (
        DeskTask()
        .Annotation(title="登记全国公示")
        .At(ItemState.NATIONAL_PENDING, Stage.NATIONAL_NOTICE)
        .Takes(page="desk:national", about="batch", duty=Duty.RECORD)
        .Permission(permissions.recorder)
        .Within("national_days")
        .Next(this.national_notice)
    )
    national_notice = (
        Publicity(effects.objected)
        .Annotation(title="全国公示")
        .At(ItemState.NATIONAL_PUBLICITY, Stage.NATIONAL_NOTICE)
        .Within("national_publicity_days")
        .Next(this.hold_national)
    )
    national_ends = (
        ClosingTimer(this.national_notice, delay=effects.window_ends)
        .Annotation(title="公示期满")
        .Next(this.close_national)
    )
    close_national = (
        Function(effects.close_window).Annotation(title="核对有无异议").Next(this.national_passed)
    )
    national_passed = (
        If(conditions.window_passed)
        .Annotation(title="期满无异议？")
        .Then(this.list_item)
        .Else(this.hold_national)
    )
    hold_national = (
        Function(effects.hold_window)
        .Annotation(title="中止该产品公示")
        .Next(this.investigate_national)
    )
    investigate_national = (
        DeskTask()
        .Annotation(title="全国公示异议核查")
        .At(ItemState.NATIONAL_OBJECTION_HOLD, Stage.NATIONAL_NOTICE, aside=True)
        .Takes(page="desk:investigate", about="item", duty=Duty.INVESTIGATE)
        .Permission(permissions.investigator)
        .Within("objection_days")
        .Next(this.national_investigated)
    )
    national_investigated = (
        Switch()
        .Annotation(title="核查结论")
        .Case(this.national_notice, conditions.resumes)
        .Case(this.record_national, conditions.restarts)
        .Case(this.mend_for_district, conditions.returned_after_objection)
        .Default(this.feed_back)
    )

    # 列入目录：办法二（六）、四（二）
    list_item = (
        DeskTask()
        .Annotation(title="列入目录")
        .At(ItemState.LISTING_PENDING, Stage.LISTING)
        .Takes(page="desk:list", about="batch", duty=Duty.RECORD)
        .Permission(permissions.clerk)
        .Within("listing_days")
        .Next(this.listed)
    )
    listed = End().Annotation(title="已列入目录")

    # 不予认定：办法二（三）
    feed_back = Function(effects.feed_back).Annotation(title="书面反馈").Next(this.refused)
    refused = End().Annotation(title="不予认定")
