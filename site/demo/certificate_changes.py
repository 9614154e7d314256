"""Changes of listed products in the story: reported, one assessed, some suspended or removed."""

from datetime import date, timedelta

from catalog.models import Certificate
from rules.periods import local_day
from workflow.models import ChangeReport
from workflow.services import case_notes, changes, findings

from .acts import agent, holder
from .timetables import moment

REMOVED_BY = "省测扶办字〔2020〕88号"
#: So long before its removal an entry was suspended.
TEN_DAYS = timedelta(days=10)
#: When what was only suspended had been mended.
RESUMED_ON = date(2021, 6, 30)
ASSESSMENT = "经核查材料并走访，所报情况属实，带贫成效不受影响（虚构）。"


def report_changes(at):
    """Four papers about entries in force at ``at``; nothing when there are papers already."""
    certificates = Certificate.objects.in_force(local_day(at)).filter(item__isnull=False)
    entries = list(certificates.select_related("version", "ruleset__office").order_by("number")[:4])
    if ChangeReport.objects.filter(origin="holder").exists() or len(entries) < 4:
        return
    _dearer(entries[0], at)
    _fewer(entries[1], at)
    _stopped(entries[2], at)
    _suspended(entries[3], at)


def _report(entry, at, **details):
    by = agent(entry.applicant_id)
    return changes.report_change(entry, changed_on=local_day(at), by=by, at=at, **details)


def _officer(entry, role):
    return holder(f"{role}@{entry.ruleset.office.code}")


def _dearer(entry, at):
    """Waits to be registered."""
    price = entry.version.reference_price_fen or 1000
    return _report(
        entry,
        at,
        kinds=["price"],
        after={"reference_price_fen": price * 5 // 4},
        text="包装和运输成本上涨，参考价格上调百分之二十五（虚构）。",
    )


def _fewer(entry, at):
    """Assessed and adjusted; waits to be reported upward."""
    change = _report(
        entry,
        at,
        kinds=["output_supply"],
        after={"annual_output": f"{(entry.version.annual_output * 3 / 5).normalize():f}"},
        text="受低温冻害影响，本年产量预计减少四成（虚构）。",
    )
    changes.register_change(change, is_accepted=True, by=_officer(entry, "fpb_clerk"), at=at)
    changes.assess_change(
        change,
        decision="adjust",
        assessment=ASSESSMENT,
        by=_officer(entry, "fpb_reviewer"),
        at=at,
    )


def _stopped(entry, at):
    """Recorded, reported upward and closed."""
    change = _report(
        entry, at, kinds=["stop"], after={}, text="生产车间检修，停产十五天后恢复（虚构）。"
    )
    clerk = _officer(entry, "fpb_clerk")
    changes.register_change(change, is_accepted=True, by=clerk, at=at)
    changes.assess_change(
        change,
        decision="record",
        assessment=ASSESSMENT,
        by=_officer(entry, "fpb_reviewer"),
        at=at,
    )
    _send(change, clerk, at)


def _suspended(entry, at):
    """Suspended on a finding; waits for the province."""
    text = "监督抽检一项指标不合格，已要求停止销售并召回（虚构）。"
    change = _find(entry, at, reason_code="quality_safety", text=text)
    _send(change, _officer(entry, "fpb_clerk"), at)


def suspend_entry(entry, day):
    """Out of use since ``day``, reported upward, in force again after a re-check."""
    text = "核查期间暂停使用扶贫产品名义（虚构）。"
    at = moment(day)
    change = _find(entry, at, reason_code="quality_safety", text=text, asks_removal=False)
    _send(change, _officer(entry, "fpb_clerk"), at)
    case_notes.recheck(
        change,
        conclusion="resume",
        text="现场复核，整改到位，复检合格（虚构）。",
        rechecked_on=RESUMED_ON,
        by=_officer(entry, "fpb_reviewer"),
        at=moment(RESUMED_ON),
    )


def remove_entry(entry, day, *, reason_code):
    """A22: suspended the moment it was confirmed, removed on ``day`` on the province's decision."""
    at, text = moment(day - TEN_DAYS), "查实后报请省级清理出目录（虚构）。"
    change = _find(entry, at, reason_code=reason_code, text=text)
    _send(change, _officer(entry, "fpb_clerk"), at)
    changes.record_ruling(
        change,
        ruling="remove",
        ruling_no=REMOVED_BY,
        ruled_on=day,
        by=_officer(entry, "upper_recorder"),
        at=moment(day),
    )


def _find(entry, at, **finding):
    by, day = _officer(entry, "complaint_officer"), local_day(at)
    [change] = findings.confirm_finding(entry, found_on=day, by=by, at=at, **finding)
    return change


def _send(change, by, at):
    day = local_day(at)
    number = f"章测扶办报〔{day.year}〕{300 + change.pk}号"
    changes.send_up(change, report_no=number, reported_up_on=day, by=by, at=at)
