"""May somebody rate so, call back so, report or answer a mistake of the site: the reasons."""

from registry.permissions import organisations
from registry.roles import Permission
from rules.privacy import scan
from rules.vocabulary import (
    RATING_FINDINGS,
    RATING_GRADES,
    SITE_REPORT_KINDS,
    SITE_REPORT_RESULTS,
)

MOST_WORDS = 500


def reasons_against_rating(*, grade, words):
    """What is missing of a rating, as ``(field, reason)``; a reason is never asked for."""
    if grade not in dict(RATING_GRADES):
        yield "grade", "请选择评价"
    if len(words) > MOST_WORDS:
        yield "words", f"评价内容不得超过{MOST_WORDS}字"


def reasons_against_calling(rating, *, by, finding, measures, reply):
    """Why ``by`` cannot call back about ``rating`` so, as ``(field, reason)``."""
    if not rating.is_bad or rating.called_at is not None:
        yield "", "该评价不需要回访，或者已经回访"
    for reason in _reasons_against_caller(rating, by):
        yield "", reason
    if finding not in dict(RATING_FINDINGS):
        yield "finding", "请选择核实结果"
    if len(measures.strip()) < 10:
        yield "measures", "请写明核实和整改情况（至少10个字）"
    yield from (("reply", reason) for reason in _reasons_against_words(reply))


def _reasons_against_caller(rating, by):
    if rating.about_user_id == by.pk:
        return ["评价的是您经办的事项，应当由他人回访"]
    if rating.applicant_id and by.ties.filter(applicant=rating.applicant_id).exists():
        return ["您与评价单位有利害关系，应当回避"]
    may = organisations(by, Permission.CALL_BACK_RATERS)
    return [] if may else ["您没有回访差评的职责"]


def reasons_against_reporting(*, kind, content):
    """What is missing of a report, as ``(field, reason)``."""
    if kind not in dict(SITE_REPORT_KINDS):
        yield "kind", "请选择问题类型"
    if not 5 <= len(content.strip()) <= 1000:
        yield "content", "请说明哪里有错（5至1000字）"


def reasons_against_answering(report, *, by, result, answer):
    """Why ``by`` cannot answer ``report`` so, as ``(field, reason)``."""
    if report.answered_at is not None:
        yield "", "该件已经答复"
    if not organisations(by, Permission.ANSWER_SITE_REPORTS):
        yield "", "您没有答复网站找错的职责"
    if result not in dict(SITE_REPORT_RESULTS):
        yield "result", "请选择处理结果"
    yield from (("answer", reason) for reason in _reasons_against_words(answer))


def _reasons_against_words(text):
    """Whoever has the code, or the account of the unit, reads it: no personal data in it."""
    reasons = [] if len(text.strip()) >= 5 else ["请写明答复（至少5个字）"]
    if scan(text):
        reasons.append("答复含有身份证号、银行卡号或手机号，请删去")
    return reasons
