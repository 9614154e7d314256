"""Reporting upward and recording what came back: the reasons against, as ``[(field, reason)]``."""

from datetime import timedelta

from publicity.models import PublicityEntry
from records.prepared import NUMBER, Prepared
from rules import typed_dates
from rules.numbers import parse_document_number

from ..models import UpperReview
from .holds import reasons_against_going_past
from .opinions import reasons_against_demands, reasons_against_reason
from .short_windows import reasons_against_going_on

#: The last days of the district windows that an item stood to the end, and of upper decisions.
WINDOWS = Prepared(
    lambda item: (
        PublicityEntry.objects.filter(item=item, ending="passed", publicity__level="district")
        .order_by()
        .values_list("last_day", flat=True)
    ),
    NUMBER,
)
DECISIONS = Prepared(
    lambda item: (
        UpperReview.objects.filter(item=item)
        .exclude(result="")
        .order_by()
        .values_list("decided_on", flat=True)
    ),
    NUMBER,
)


def reasons_against_document_number(raw):
    """Why ``raw`` is no document number (发文字号), as a list of at most one reason."""
    try:
        parse_document_number(raw or "")
    except ValueError as error:
        return [str(error)]
    return []


def reasons_against_report(*, document_no, reported_on, on):
    """Why a report to the city cannot be made so (R59)."""
    reasons = [("document_no", reason) for reason in reasons_against_document_number(document_no)]
    return reasons + typed_dates.REPORT.reasons_against(reported_on, on=on)


def reasons_against_reporting_item(item, *, reported_on, on):
    """Why ``item`` cannot go up on that day: its window stood to the end before (R14, R59)."""
    if item.publicised_facts is None:
        return [("", "该产品没有期满的公示，不能上报")]
    if reasons := reasons_against_going_on(item) + reasons_against_going_past(item, on=on):
        return [("", reason) for reason in reasons]
    floor = first_day_of_report(item)
    return typed_dates.REPORT.reasons_against(reported_on, on=on, floor=floor)


def first_day_of_report(item):
    """The day after the district window's last, or that of an upper return if it came later."""
    days = [last_day + timedelta(days=1) for last_day in WINDOWS(item.pk)]
    return max([*days, *DECISIONS(item.pk)], default=None)


def reasons_against_outcome(review, *, outcome, on):
    """Why an upper outcome cannot be recorded so (R15, A12)."""
    reasons = [
        ("document_no", reason)
        for reason in reasons_against_document_number(outcome.get("document_no"))
    ]
    reasons += typed_dates.OUTCOME.reasons_against(
        outcome.get("decided_on"), on=on, floor=review.reported_on
    )
    return reasons + _about_scan(review, outcome) + _about_result(outcome, on)


def _about_scan(review, outcome):
    """R15: who only records what an office on paper decided brings that paper."""
    if review.organisation.works_in_system or outcome.get("scan"):
        return []
    return [("scan", f"{review.organisation}不在本系统办理，请附其文件的扫描件")]


def _about_result(outcome, on):
    result = outcome.get("result")
    if result not in UpperReview.Result.values:
        return [("result", "请选择结果")]
    reasons = []
    if result != UpperReview.Result.PASS and len((outcome.get("reasons") or "").strip()) < 5:
        reasons.append(("reasons", "退回或不通过必须写明理由"))
    if result == UpperReview.Result.RETURN:
        reasons += reasons_against_demands(outcome.get("demands"))
    if result == UpperReview.Result.REFUSE:
        reasons += reasons_against_reason(outcome.get("reason_code"), "不通过必须选择理由", on=on)
    return reasons
