"""Reporting upward and recording what came back: the reasons against, as ``[(field, reason)]``."""

from rules.numbers import parse_document_number
from rules.official_dates import official_date
from rules.vocabulary import REFUSAL_REASONS

from ..models import UpperReview
from .opinions import reasons_against_demands


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
    if reported_on is None:
        reasons.append(("reported_on", "请填写上报日期"))
    elif reported_on > on:
        reasons.append(("reported_on", "上报日期不得晚于今天"))
    return reasons


def reasons_against_outcome(review, *, outcome, on):
    """Why an upper outcome cannot be recorded so (R15, A12)."""
    reasons = [
        ("document_no", reason)
        for reason in reasons_against_document_number(outcome.get("document_no"))
    ]
    decided_on = outcome.get("decided_on")
    if decided_on is None:
        reasons.append(("decided_on", "请填写决定日期"))
    elif decided_on > on:
        reasons.append(("decided_on", "决定日期不得晚于今天"))
    elif decided_on < review.reported_on:
        reported_on = official_date(review.reported_on)
        reasons.append(("decided_on", f"决定日期不得早于上报日期{reported_on}"))
    return reasons + _about_scan(review, outcome) + _about_result(outcome)


def _about_scan(review, outcome):
    """R15: who only records what an office on paper decided brings that paper."""
    if review.organisation.works_in_system or outcome.get("scan"):
        return []
    return [("scan", f"{review.organisation}不在本系统办理，请附其文件的扫描件")]


def _about_result(outcome):
    result = outcome.get("result")
    if result not in UpperReview.Result.values:
        return [("result", "请选择结果")]
    reasons = []
    if result != UpperReview.Result.PASS and len((outcome.get("reasons") or "").strip()) < 5:
        reasons.append(("reasons", "退回或不通过必须写明理由"))
    if result == UpperReview.Result.RETURN:
        reasons += reasons_against_demands(outcome.get("demands"))
    if result == UpperReview.Result.REFUSE and outcome.get("reason_code") not in dict(
        REFUSAL_REASONS
    ):
        reasons.append(("reason_code", "不通过必须选择理由"))
    return reasons
