"""Who may do what: a class per role, described in a sentence, with its permissions.

Views, policies, menus and flows name a permission; which roles have it is said here and nowhere
else. The handbook's table is made from this file (``manage.py roles``).
"""

from enum import Enum
from functools import cache

from rules.vocabulary import BUREAU, OFFICE, STATION


class Permission(Enum):
    """What an officer may do or see; the value is how the handbook says it."""

    # 认定
    ENDORSE = "工作站认可"
    ACCEPT_ITEMS = "区级受理"
    REVIEW_BENEFIT = "带贫减贫成效审核"
    REVIEW_QUALITY = "质量安全审核"
    REVIEW_PRICE = "价格核查"
    PROCESS_PAPERS = "指定工作站、发布公示、上报市级、列入目录"
    RECORD_BOARDS = "登记村公示栏张贴"
    RECORD_NATIONAL = "登记全国公示和全国公布"
    RECORD_CITY = "市级复核及其登记"
    RECORD_PROVINCE = "省级审核备案及其登记"
    TERMINATE = "终止办理"
    SIGN_AS_HEAD = "审签拟办意见，指派本单位任务，代办委托"
    CHECK_AUTHORISATIONS = "核对授权委托书"
    # 查看申请
    SEE_STATION_PAPERS = "查看本工作站的申请"
    SEE_DISTRICT_PAPERS = "查看全区的申请"
    SEE_UPPER_PAPERS = "查看报到本级的申请"
    SEE_ACCESSES = "查看材料查阅记录"
    # 异议、投诉举报
    TAKE_OBJECTIONS = "登记异议"
    INVESTIGATE_OBJECTIONS = "异议核查，查看异议人"
    RECEIVE_COMPLAINTS = "登记投诉举报"
    HANDLE_COMPLAINTS = "办理投诉举报"
    CALL_BACK_RATERS = "回访差评"
    ANSWER_SITE_REPORTS = "答复网站找错"
    HANDLE_COMPLAINTS_OF_PEOPLE = "办理反映人员的投诉举报"
    SEE_COMPLAINTS = "查看全部投诉举报（反映人员的除外）"
    SEE_COMPLAINTS_OF_UNIT = "查看交本单位办理的投诉举报（反映人员的除外）"
    LEAD_COMPLAINTS = "查看全部投诉举报，指明被反映人"
    # 监督
    SEE_INSPECTIONS = "监督检查"
    OWN_INSPECTIONS = "所在单位可作检查单位"
    DECIDE_INSPECTIONS = "决定检查的后续处理"
    DRAW_INSPECTIONS = "随机抽查"
    READ_CHANGES = "查看变更与清理"
    RECORD_CHANGES = "登记变更报告的转报日期"
    CONFIRM_FINDINGS = "查实问题，立即暂停"
    READ_DISHONESTY = "查看失信登记"
    PROPOSE_DISHONESTY = "提出失信登记建议"
    SEND_DISHONESTY_NOTICE = "告知拟作失信登记"
    DECIDE_DISHONESTY = "决定失信登记、撤销和信用修复"
    # 管理
    SEE_DELAYS = "超期督办"
    SEE_ALL_DELAYS = "查看全区超期"
    SEE_ACCOUNTS = "查看申请单位账号，办理待验证的注册"
    DECIDE_ACCOUNTS = "办理申请单位账号"
    KEEP_PHOTOS = "维护产品照片"
    WATCH_OPERATIONS = "运行监控"
    CLOSE_QUARTERS = "季度关账"
    REOPEN_QUARTERS = "提出、同意重新开账（须两位负责人）"
    READ_REGISTERS = "查看台账"
    READ_BATCHES = "查看报送批次"
    PREPARE_BATCHES = "生成、下载、重发报送批次，对账，处理报送问题"
    APPROVE_BATCHES = "批准、跳过报送批次"
    KEEP_SUBSCRIBERS = "登记、测试、停止接收变动通知的系统"
    READ_TRAIL = "查看和导出审计记录"
    # 责任单位
    REPORT_PROGRESS = "填报本单位任务的计划、进展和问题"
    CONFIRM_PROGRESS = "审定、审签本单位任务的计划和进展"
    DRAFT_BULLETINS = "拟写季度通报"
    CHECK_BULLETINS = "核稿季度通报"
    SIGN_BULLETINS = "签发季度通报"
    PUBLISH_BULLETINS = "审查季度通报是否公开"
    OVERSEE_TASKS = "督导全部任务，凭文件变更牵头单位"
    READ_TASKS = "查看工作任务、进展和通报"
    SURVEY_TOWNSHIP = "填报本乡镇街道的摸底调查"
    SEE_UNIT_WORK = "查看本单位及所管单位的台账"
    KEEP_UNIT_LEDGERS = "填报和导入本单位的台账"
    RETURN_UNIT_LEDGERS = "退回责任单位的台账记录"
    RECONCILE_SALES = "采购对账，导入平台销售文件"


P = Permission
#: What everybody who works for the whole district has.
DISTRICT = frozenset({P.SEE_DISTRICT_PAPERS, P.READ_REGISTERS, P.READ_TASKS})
#: What everybody has who answers for an office.
HEAD = frozenset({P.SIGN_AS_HEAD, P.SEE_DELAYS})


class Role:
    """``word`` is stored in memberships and duties; the docstring is the handbook's sentence."""

    word: str
    title: str
    permissions: frozenset[Permission]
    #: §2.1: whose work this head hands out, within the head's own organisation.
    head_of: tuple[type["Role"], ...] = ()
    #: Whether a deputy has it while the holder is away.
    is_delegated = True


class StationOfficer(Role):
    """受理本乡镇街道的申请，对每个产品提出认可意见，核实变更报告报高的数字。"""

    word, title = "station_officer", f"{STATION}经办"
    permissions = frozenset(
        {
            P.ENDORSE,
            P.SEE_STATION_PAPERS,
            P.READ_CHANGES,
            P.RECORD_BOARDS,
            P.READ_TASKS,
            P.SURVEY_TOWNSHIP,
        }
    )


class StationHead(Role):
    """对工作站的认可负责，审签拟办意见，在站内指派任务。"""

    word, title = "station_head", f"{STATION}负责人"
    permissions = HEAD | {P.SEE_STATION_PAPERS, P.READ_CHANGES, P.READ_TASKS}
    head_of = (StationOfficer,)


class Clerk(Role):
    """区扶贫办的收发：指定工作站，发布公示，上报，列入目录，登记来电来信。"""

    word, title = "fpb_clerk", f"{OFFICE}受理"
    permissions = DISTRICT | {
        P.PROCESS_PAPERS,
        P.RECORD_BOARDS,
        P.CHECK_AUTHORISATIONS,
        P.TAKE_OBJECTIONS,
        P.RECEIVE_COMPLAINTS,
        P.ANSWER_SITE_REPORTS,
        P.READ_CHANGES,
        P.SEE_ACCOUNTS,
        P.KEEP_PHOTOS,
        P.READ_DISHONESTY,
        P.SEND_DISHONESTY_NOTICE,
        P.DRAFT_BULLETINS,
        P.RECONCILE_SALES,
    }


class BenefitReviewer(Role):
    """审核带贫减贫成效，核对授权委托书，参加监督检查。"""

    word, title = "fpb_reviewer", f"{OFFICE}审核"
    permissions = DISTRICT | {
        P.REVIEW_BENEFIT,
        P.ACCEPT_ITEMS,
        P.CHECK_AUTHORISATIONS,
        P.SEE_INSPECTIONS,
        P.OWN_INSPECTIONS,
        P.READ_CHANGES,
        P.KEEP_PHOTOS,
        P.READ_DISHONESTY,
        P.PROPOSE_DISHONESTY,
        P.CHECK_BULLETINS,
        P.RETURN_UNIT_LEDGERS,
    }


class QualityReviewer(Role):
    """审核质量安全，办理交农业农村局的投诉举报，参加监督检查。"""

    word, title = "agri_reviewer", f"{BUREAU}审核"
    permissions = DISTRICT | {
        P.REVIEW_QUALITY,
        P.ACCEPT_ITEMS,
        P.HANDLE_COMPLAINTS,
        P.SEE_COMPLAINTS_OF_UNIT,
        P.SEE_INSPECTIONS,
        P.OWN_INSPECTIONS,
        P.READ_CHANGES,
    }


class BureauHead(Role):
    """对农业农村局的审核负责，审签拟办意见，主持随机抽查。"""

    word, title = "agri_head", f"{BUREAU}负责人"
    permissions = DISTRICT | HEAD | {P.DRAW_INSPECTIONS, P.REOPEN_QUARTERS}
    head_of = (QualityReviewer,)


class PriceReviewer(Role):
    """规则版本指定了价格核查部门的，核查产品价格。"""

    word, title = "price_reviewer", "价格核查"
    permissions = DISTRICT | {P.REVIEW_PRICE, P.ACCEPT_ITEMS}


class PriceHead(Role):
    """对价格核查负责，审签拟办意见，在本单位内指派任务。"""

    word, title = "price_head", "价格核查部门负责人"
    permissions = DISTRICT | HEAD
    head_of = (PriceReviewer,)


class Recorder(Role):
    """登记市级、省级的结果、全国公示和全国公布；上级在本系统办理的，由上级自己登记。"""

    word, title = "upper_recorder", "上级结果登记"
    permissions = DISTRICT | {
        P.RECORD_NATIONAL,
        P.RECORD_CITY,
        P.RECORD_PROVINCE,
        P.READ_CHANGES,
        P.RECORD_CHANGES,
        P.READ_BATCHES,
    }


class ExportOfficer(Role):
    """生成报送批次，看回执，对账，处理没有报出去或者对方不接受的记录。"""

    word, title = "export_officer", "数据报送"
    permissions = DISTRICT | {P.READ_BATCHES, P.PREPARE_BATCHES, P.KEEP_SUBSCRIBERS}


class CityReviewer(Role):
    """在本系统办理市级复核。"""

    word, title = "city_reviewer", "市级复核"
    permissions = frozenset({P.RECORD_CITY, P.SEE_UPPER_PAPERS})


class ProvinceReviewer(Role):
    """在本系统办理省级审核备案，查看变更与清理。"""

    word, title = "province_reviewer", "省级审核"
    permissions = frozenset({P.RECORD_PROVINCE, P.SEE_UPPER_PAPERS, P.READ_CHANGES})


class ComplaintOfficer(Role):
    """核查异议，办理投诉举报，查实问题的立即暂停目录条目。"""

    word, title = "complaint_officer", "异议与投诉核查"
    permissions = DISTRICT | {
        P.TAKE_OBJECTIONS,
        P.INVESTIGATE_OBJECTIONS,
        P.RECEIVE_COMPLAINTS,
        P.HANDLE_COMPLAINTS,
        P.CALL_BACK_RATERS,
        P.ANSWER_SITE_REPORTS,
        P.HANDLE_COMPLAINTS_OF_PEOPLE,
        P.SEE_COMPLAINTS,
        P.SEE_INSPECTIONS,
        P.DRAW_INSPECTIONS,
        P.READ_CHANGES,
        P.CONFIRM_FINDINGS,
        P.READ_DISHONESTY,
        P.PROPOSE_DISHONESTY,
    }


class Manager(Role):
    """对区扶贫办的工作负责：审签、指派、终止、决定后续处理、关账，督办全区。"""

    word, title = "manager", f"{OFFICE}负责人"
    permissions = (
        DISTRICT
        | HEAD
        | {
            P.TERMINATE,
            P.SEE_ACCESSES,
            P.RECEIVE_COMPLAINTS,
            P.HANDLE_COMPLAINTS,
            P.CALL_BACK_RATERS,
            P.ANSWER_SITE_REPORTS,
            P.HANDLE_COMPLAINTS_OF_PEOPLE,
            P.LEAD_COMPLAINTS,
            P.SEE_INSPECTIONS,
            P.DECIDE_INSPECTIONS,
            P.DRAW_INSPECTIONS,
            P.READ_CHANGES,
            P.CONFIRM_FINDINGS,
            P.SEE_ALL_DELAYS,
            P.SEE_ACCOUNTS,
            P.DECIDE_ACCOUNTS,
            P.KEEP_PHOTOS,
            P.WATCH_OPERATIONS,
            P.CLOSE_QUARTERS,
            P.REOPEN_QUARTERS,
            P.OVERSEE_TASKS,
            P.SIGN_BULLETINS,
            P.PUBLISH_BULLETINS,
            P.READ_BATCHES,
            P.APPROVE_BATCHES,
            P.READ_DISHONESTY,
            P.DECIDE_DISHONESTY,
            P.RETURN_UNIT_LEDGERS,
        }
    )
    head_of = (Clerk, BenefitReviewer, Recorder, ExportOfficer, ComplaintOfficer)


class Auditor(Role):
    """查看谁办了什么、看了什么；不办理，也不能委托他人代看。"""

    word, title = "auditor", "审计"
    permissions = DISTRICT | {
        P.SEE_ACCESSES,
        P.READ_CHANGES,
        P.SEE_DELAYS,
        P.SEE_ALL_DELAYS,
        P.READ_BATCHES,
        P.READ_TRAIL,
        P.READ_DISHONESTY,
    }
    is_delegated = False


class UnitReporter(Role):
    """填报本单位的台账，导入、更正，确认场所告知，核对采购。"""

    word, title = "unit_reporter", "责任单位填报"
    permissions = frozenset(
        {P.SEE_UNIT_WORK, P.KEEP_UNIT_LEDGERS, P.READ_TASKS, P.REPORT_PROGRESS, P.DRAFT_BULLETINS}
    )


class UnitHead(Role):
    """对本单位的台账和任务负责，查看本单位及所管单位的台账。"""

    word, title = "unit_head", "责任单位负责人"
    permissions = HEAD | {P.SEE_UNIT_WORK, P.READ_TASKS, P.CONFIRM_PROGRESS, P.SIGN_BULLETINS}
    head_of = (UnitReporter,)


#: In the order in which people choose from them.
ROLES: tuple[type[Role], ...] = (
    StationOfficer,
    StationHead,
    Clerk,
    BenefitReviewer,
    QualityReviewer,
    BureauHead,
    PriceReviewer,
    PriceHead,
    Recorder,
    ExportOfficer,
    CityReviewer,
    ProvinceReviewer,
    ComplaintOfficer,
    Manager,
    Auditor,
    UnitReporter,
    UnitHead,
)
CHOICES = tuple((role.word, role.title) for role in ROLES)
#: The word of a head → the words of those whose work the head hands out; and the other way round.
HEADS = {head.word: tuple(role.word for role in head.head_of) for head in ROLES if head.head_of}
HEAD_OF = {word: head for head, words in HEADS.items() for word in words}
#: Watching others is not handed on.
UNDELEGATED = tuple(role.word for role in ROLES if not role.is_delegated)


@cache
def words_with(*permissions: Permission) -> tuple[str, ...]:
    """The words of the roles that have any of ``permissions``."""
    return tuple(role.word for role in ROLES if role.permissions & set(permissions))


def table() -> str:
    """The handbook's table of roles, in Markdown."""
    lines = ["| 角色 | 做什么 | 权限 |", "|---|---|---|"]
    for role in ROLES:
        permitted = "；".join(each.value for each in Permission if each in role.permissions)
        lines.append(f"| {role.title} | {role.__doc__} | {permitted} |")
    return "\n".join(lines)
