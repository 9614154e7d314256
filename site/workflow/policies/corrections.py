"""May this recorded outcome of an upper office be corrected, and how?

The paper of the upper office is the truth; a slip of whoever typed it is mended by two, and only as
far as nobody has built upon it.
"""

from viewflow.workflow.status import STATUS

from registry.names import fill
from registry.permissions import organisations
from registry.roles import Permission
from rules import typed_dates
from rules.periods import local_day

from ..models import CertificationTask, Letter, Turn, UpperReview
from ..nodes import DeskTask, MendingTask
from ..positions import NODE_OF_LEVEL, OPEN, reference
from ..whereabouts import when
from .acting import reasons_against_ties
from .reversals import following, is_gateway
from .upper import reasons_against_document_number

SHORTEST = 5
RECORDERS = {
    UpperReview.Level.CITY: Permission.RECORD_CITY,
    UpperReview.Level.PROVINCE: Permission.RECORD_PROVINCE,
}
#: What the engine does by itself after the city's outcome: the row that waits for the province.
ON_THE_WAY = "to_province"


def recording_task(review):
    """The finished task at which ``review`` was recorded."""
    node = reference(NODE_OF_LEVEL[review.level])
    tasks = CertificationTask.objects.filter(process=review.item.process_id, flow_task=node)
    return tasks.filter(status=STATUS.DONE).order_by("pk").last()


def may_enter(review, by):
    """Whoever records that level, in the district's office or in the upper one."""
    offices = {review.item.application.ruleset.office.code, review.organisation.code}
    return bool(offices & organisations(by, RECORDERS[review.level]))


def may_decide(review, by):
    """The head of the district's office, in whose register it stands."""
    office = review.item.application.ruleset.office.code
    return office in organisations(by, Permission.TERMINATE)


def reasons_against_entering(review, *, document_no, decided_on, is_result_wrong, because, by):
    """Why the correction cannot be entered so, as ``[(field, reason)]``."""
    reasons = [("", reason) for reason in reasons_against_who(review, by=by)]
    if len(because.strip()) < SHORTEST:
        reasons.append(("because", f"请写明理由，不少于{SHORTEST}个字"))
    if review.corrections.waiting().exists():
        reasons.append(("", "该结果已有待批准的更正"))
    if is_result_wrong:
        return reasons + [("is_result_wrong", why) for why in reasons_against_reopening(review)]
    return reasons + reasons_against_values(review, document_no, decided_on)


def reasons_against_who(review, *, by):
    reasons = [] if may_enter(review, by) else ["只有该级结果的登记人员可以提出更正"]
    reasons += [] if review.result else ["该结果尚未登记"]
    return reasons + reasons_against_ties(review.item, by=by)


def reasons_against_values(review, document_no, decided_on):
    """Why number and day cannot become those, as ``[(field, reason)]``."""
    reasons = [("document_no", why) for why in reasons_against_document_number(document_no)]
    on = local_day(review.recorded_at) if review.recorded_at else decided_on
    floor = review.reported_on
    reasons += typed_dates.OUTCOME.reasons_against(decided_on, on=on, floor=floor)
    if decided_on and decided_on != review.decided_on:
        if review.item.is_ended:
            reasons.append(("decided_on", "该产品已办结，决定日期不能更正"))
        elif (last := last_possible_day(review)) and decided_on > last:
            reasons.append(("decided_on", f"决定日期不得晚于下一环节的日期{last}"))
    if (document_no, decided_on) == (review.document_no, review.decided_on):
        reasons.append(("", "与原登记相同，没有需要更正的内容"))
    return reasons


def last_possible_day(review):
    """The day of the next paper on the way, or None: a decision does not follow what follows it."""
    item = review.item
    if review.level == UpperReview.Level.CITY:
        rows = item.upper_reviews.filter(level=UpperReview.Level.PROVINCE, round=review.round)
        return rows.values_list("decided_on", flat=True).first()
    entry = item.publicity_entries.filter(publicity__level="national").first()
    return local_day(entry.publicity.published_at) if entry else None


def reasons_against_reopening(review):
    """Why the result stands: somebody has acted upon it, or it ended the product."""
    item, task = review.item, recording_task(review)
    if item.is_ended:
        return ["该产品已办结，结果不能退回重新登记；申请单位可以此产品重新申请"]
    if task is None or review.round != item.round:
        return ["该结果属于以前的轮次，不能退回重新登记"]
    reasons = [reason for each in following(task) if (reason := _moved(each))]
    letter = Letter.objects.filter(
        item=item, kind=Letter.Kind.RETURNED, sent_at=review.recorded_at, read_at__isnull=False
    ).first()
    if letter is not None:
        reasons.append(f"申请单位已于{when(letter.read_at)}查收补正通知")
    return list(dict.fromkeys(reasons))


def _moved(task):
    node = task.flow_task
    if is_gateway(task) or node.name == ON_THE_WAY:
        return ""
    if task.status not in OPEN or not isinstance(node, DeskTask):
        return f"{node.task_title}已经完成"
    if task.status != STATUS.NEW:
        return f"“{node.task_title}”已由{task.owner}签收"
    turn = Turn.objects.select_related("opened_by").get(task=task)
    if turn.opened_at and not isinstance(node, MendingTask):
        return f"“{node.task_title}”已由{turn.opened_by}打开"
    return ""


def reasons_against_deciding(correction, *, by):
    """Why ``by`` may not decide on the correction."""
    review = correction.review
    if correction.decided_at:
        return [f"{correction.decided_by}已经决定"]
    reasons = [] if may_decide(review, by) else [fill("只有{office}负责人可以批准更正")]
    if correction.entered_by_id == by.pk:
        reasons.append("提出人不能批准自己提出的更正")
    return reasons + reasons_against_ties(review.item, by=by)
