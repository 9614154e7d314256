"""May this be planned, reported, signed or solved, by whom and when? (R39–R41, R48)"""

from datetime import timedelta

from registry.permissions import organisations
from registry.roles import Permission
from registry.rulesets import in_force
from rules import typed_dates
from rules.privacy import scan
from rules.sales import next_quarter, quarter, quarter_ends

from .models import Progress, TaskPlan, TaskUnit

LEAD = TaskUnit.Role.LEAD


def is_of(user, organisation, *permissions):
    """Whether ``user`` has one of ``permissions`` in ``organisation`` today."""
    return organisation.code in organisations(user, *permissions)


def lead_of(task):
    """The unit that leads ``task``."""
    return next(unit for unit in task.units.all() if unit.role == LEAD)


def about_text(field, title, text, *, least=10, most=4000):
    """Why ``text`` cannot stand in ``field``; nobody is named in what every unit reads."""
    if not least <= len(text.strip()) <= most:
        yield field, f"请写明{title}（{least}至{most}字）"
    elif scan(text):
        yield field, f"{title}不得含有身份证号、手机号等个人信息"


def plan_due_on(task):
    """By which day the plan of ``task`` is due: so many days after the paper was issued (R40)."""
    return task.issued_on + timedelta(days=in_force(task.issued_on).plan_days)


def progress_due_on(word, on):
    """By which day the progress of quarter ``word`` is due."""
    return quarter_ends(word) + timedelta(days=in_force(on).progress_days)


def last_quarter(on):
    """The quarter that ended last before day ``on``."""
    own = quarter(on)
    year, number = int(own[:4]), int(own[5])
    return f"{year}Q{number - 1}" if number > 1 else f"{year - 1}Q4"


def reasons_against_planning(task, *, text, measures, by):
    """Why ``by`` cannot hand in this plan; ``measures`` are ``[(text, due_on)]``."""
    if not is_of(by, lead_of(task).organisation, Permission.REPORT_PROGRESS):
        yield "", "计划由牵头单位填报人提交"
    if TaskPlan.objects.filter(task=task, approved_at__isnull=False).exists():
        yield "", "该任务的计划已审定"
    yield from about_text("text", "总体安排", text)
    if not measures:
        yield "measures", "请至少写一条措施"
    for measure, due_on in measures:
        yield from about_text("measures", "措施", measure, least=4, most=300)
        if not task.issued_on <= due_on <= task.issued_on + timedelta(days=3 * typed_dates.A_YEAR):
            yield "measures", f"措施“{measure[:12]}”的完成日期应在方案印发之后三年以内"


def reasons_against_approving(plan, *, by):
    """Why ``by`` cannot approve ``plan``."""
    if not is_of(by, lead_of(plan.task).organisation, Permission.CONFIRM_PROGRESS):
        yield "", "计划由牵头单位负责人审定"
    if plan.approved_at is not None:
        yield "", "该计划已审定"
    if plan.handed_in_by_id == by.pk:
        yield "", "提交人不得自己审定"


def reasons_against_reporting(unit, word, *, text, status, by, on):
    """Why ``by`` cannot report the progress of ``unit`` in quarter ``word`` so."""
    if not is_of(by, unit.organisation, Permission.REPORT_PROGRESS):
        yield "", "进展由本单位填报人填报"
    if not quarter(unit.task.issued_on) <= word <= quarter(on):
        yield "quarter", "只能填报方案印发以后、当前季度及以前的进展"
    if Progress.objects.filter(unit=unit, quarter=word, confirmed_at__isnull=False).exists():
        yield "quarter", "该季度的进展已审签"
    if status not in Progress.Status.values:
        yield "status", "请选择进度"
    yield from about_text("text", "进展情况", text)


def reasons_against_signing(progress, *, by):
    """Why ``by`` cannot sign or return ``progress``."""
    if not is_of(by, progress.unit.organisation, Permission.CONFIRM_PROGRESS):
        yield "", "进展由本单位负责人审签"
    if progress.confirmed_at is not None:
        yield "", "该进展已审签"
    if progress.return_reason:
        yield "", "该进展已退回，等待更正"
    if progress.reported_by_id == by.pk:
        yield "", "填报人不得自己审签"


def reasons_against_raising(task, *, text, owner, due_on, by, on):
    """Why ``by`` cannot raise a problem of ``task`` so."""
    if not may_write(task, by):
        yield "", "问题由责任单位或者主管办公室登记"
    if owner is None or not task.units.filter(organisation=owner).exists():
        yield "owner", "解决单位应是该任务的责任单位"
    yield from typed_dates.PROBLEM.reasons_against(due_on, on=on, floor=on)
    yield from about_text("text", "问题", text, most=500)


def reasons_against_solving(problem, *, solution, by):
    """Why ``by`` cannot say that ``problem`` is solved."""
    owns = is_of(by, problem.owner, Permission.REPORT_PROGRESS, Permission.CONFIRM_PROGRESS)
    if not owns and not organisations(by, Permission.OVERSEE_TASKS):
        yield "", "解决情况由解决单位或者主管办公室登记"
    if problem.solved_at is not None:
        yield "", "该问题已解决"
    yield from about_text("solution", "解决情况", solution, most=500)


def reasons_against_noting(task, *, kind, day, text, organisation, by, on):
    """Why ``by`` cannot write this down: units coordinate, the office supervises."""
    if not may_write(task, by):
        yield "", "协调督导由责任单位或者主管办公室记录"
    elif organisation is None or organisation.code not in organisations(by, *WRITES):
        yield "", "只能以本单位的名义记录"
    if kind == "supervision" and not organisations(by, Permission.OVERSEE_TASKS):
        yield "kind", "督导由主管办公室记录"
    if day is None or not task.issued_on <= day <= on:
        yield "day", "日期应在方案印发日期和今天之间"
    yield from about_text("text", "内容", text, most=2000)


#: Who writes of a task: for a unit of it, or for whoever oversees all of them.
WRITES = (Permission.REPORT_PROGRESS, Permission.CONFIRM_PROGRESS, Permission.OVERSEE_TASKS)


def may_write(task, user):
    """Whether ``user`` works for a unit of ``task``, or oversees all of them."""
    own = organisations(user, Permission.REPORT_PROGRESS, Permission.CONFIRM_PROGRESS)
    is_unit = any(unit.organisation.code in own for unit in task.units.all())
    return is_unit or bool(organisations(user, Permission.OVERSEE_TASKS))


def reasons_against_lead(task, *, unit, document_no, by):
    """Why the lead of ``task`` cannot pass to ``unit``: by a document only (A26)."""
    if not organisations(by, Permission.OVERSEE_TASKS):
        yield "", "牵头单位由主管办公室负责人凭文件变更"
    if unit is None or unit.task_id != task.pk:
        yield "unit", "牵头单位应是该任务的责任单位"
    elif unit.role == LEAD:
        yield "unit", "该单位已是牵头单位"
    if not 4 <= len(document_no.strip()) <= 60:
        yield "document_no", "请填写明确牵头单位的文号"


def reasons_against_survey(township, *, year, by, on, **facts):
    """Why ``by`` cannot hand in this survey of ``township``."""
    station = township.station
    if station is None or not is_of(by, station, Permission.SURVEY_TOWNSHIP):
        yield "", "摸底调查由所在乡镇街道的工作站填报"
    if year is None or not on.year - 1 <= year <= on.year:
        yield "year", "只填报本年度和上一年度"
    for name in ("entities", "products", "households"):
        if facts.get(name) is None:
            yield name, "请填写数字，没有的填0"
    yield from about_text("outlets", "现有销售渠道", facts.get("outlets", ""), least=2, most=500)
    if facts.get("difficulties"):
        yield from about_text(
            "difficulties", "困难和问题", facts["difficulties"], least=2, most=500
        )


def quarters_until(first, on):
    """The words of the quarters from ``first`` to the one that ended last before ``on``."""
    words, last = [], last_quarter(on)
    while first <= last:
        words.append(first)
        first = next_quarter(first)
    return words
