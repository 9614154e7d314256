"""Why a question about a paper cannot be asked or answered; who answers which office's."""

from registry.models import Tie
from registry.models.organisations import with_closed
from registry.permissions import organisations
from registry.roles import Permission
from rules.privacy import scan

from ..models import Question

#: [ours] So many working days for an answer, and so many questions of one paper at a time.
ANSWER_DAYS, MOST_OPEN = 3, 5
SHORTEST, LONGEST = 5, 1000
#: Who answers: the station's officer its own, the office's clerk and reviewers the office's.
ANSWERS = (Permission.ENDORSE, Permission.PROCESS_PAPERS)


def offices_of(application):
    """Whom the unit may ask: the station that has its paper, and the office."""
    offices = [application.station, application.ruleset.office]
    return [office for office in offices if office is not None]


def answerable(user):
    """The questions that ``user`` may answer: of their offices, and of no unit they are tied to."""
    return answerable_in(user, organisations(user, *ANSWERS))


def answerable_in(person, codes):
    """The questions to the offices with ``codes``, of no unit that ``person`` is tied to."""
    own = Question.objects.filter(office__in=with_closed(codes))
    tied = Tie.objects.filter(user=person).values("applicant")
    return own.exclude(application__applicant__in=tied)


def reasons_against_asking(application, *, office, text, by):
    """``[(field, reason)]`` against a question of ``by`` to ``office``."""
    if application.submitted_at is None:
        return [("", "申请提交以后才能在线咨询，填写中有疑问请拨打页面下方的电话")]
    if by.applicant_id != application.applicant_id:
        return [("", "只能就本单位的申请咨询")]
    reasons = [("text", reason) for reason in _reasons_against_words(text)]
    if office not in offices_of(application):
        reasons.append(("office", "请选择咨询哪个单位"))
    if application.questions.open().count() >= MOST_OPEN:
        reasons.append(("", f"已有{MOST_OPEN}件咨询等待答复，请等答复后再提"))
    return reasons


def reasons_against_answering(question, *, text, by):
    """``[(field, reason)]`` against the answer of ``by``."""
    if question.answered_at:
        return [("", "该咨询已经答复")]
    if Tie.objects.filter(user=by, applicant=question.application.applicant).exists():
        return [("", "您已申报与该申请单位有利害关系，应当回避")]
    if not answerable(by).filter(pk=question.pk).exists():
        return [("", f"该咨询由{question.office}答复")]
    return [("text", reason) for reason in _reasons_against_words(text)]


def _reasons_against_words(text):
    if not SHORTEST <= len(text.strip()) <= LONGEST:
        return [f"请填写{SHORTEST}至{LONGEST}字"]
    kinds = {finding.kind for finding in scan(text)}
    return ["请不要写公民身份号码、银行卡号"] if kinds & {"resident_id", "bank_card"} else []
