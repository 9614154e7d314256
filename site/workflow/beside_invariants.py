"""What must be true of all that is asked, told and corrected beside the steps of a paper.

Each function yields one Chinese sentence for each breach; :mod:`workflow.invariants` runs them.
What one row can say of itself is a constraint of the database and not looked at again.
"""

from django.db.models import F, Q

from pages.models import MailSubscription
from pages.subscribing import letters
from records.models import OutgoingMail
from registry.calendars import KnownCalendars
from registry.models import Organisation
from rules.periods import local_day
from supervision.models import Rating

from .models import (
    CircularCopy,
    Consultation,
    Opinion,
    Question,
    Reversal,
    SignedDuty,
    UpperCorrection,
)
from .policies.closing_offices import open_complaints, open_tasks
from .policies.consultations import duty_of
from .policies.questions import ANSWER_DAYS


def consultations_by_the_wrong_hand():
    """R67: nobody answers what they asked themselves, or about a unit that they are tied to."""
    answered = Consultation.objects.filter(answered_at__isnull=False)
    tied = Q(
        answered_by__ties__applicant=F("item__application__applicant"),
        answered_by__ties__declared_at__lt=F("answered_at"),
    )
    wrong = answered.filter(tied | Q(answered_by=F("asked_by")))
    for row in wrong.select_related("item").distinct():
        yield f"{row} 由应当回避的人员答复"
    for row in answered.filter(address__expires_at__lte=F("answered_at")).select_related("item"):
        yield f"{row} 的专家在链接失效后答复"


def duties_not_taken_with_the_preparing():
    """R67: whoever prepared an opinion has that duty in the paper, and can sign no other."""
    lent = Consultation.objects.filter(kind="preparation", answered_at__isnull=False)
    duties = {
        (row.application_id, row.person_id, row.duty) for row in SignedDuty.objects.iterator()
    }
    for row in lent.select_related("item", "task"):
        if (row.item.application_id, row.answered_by_id, duty_of(row.task)) not in duties:
            yield f"{row} 的代拟人没有记入该环节的职责"


def work_left_at_closed_offices():
    """Whatever an office still had to do went to the one that came after it."""
    handed_over = Organisation.objects.filter(valid_until__isnull=False, successors__isnull=False)
    for office in handed_over.distinct():
        if count := open_tasks(office).count():
            yield f"{office} 已由他人承接，却仍有{count}件待办"
        if count := open_complaints(office).count():
            yield f"{office} 已由他人承接，却仍有{count}件承办的投诉举报"


def circulars_before_their_time():
    """A receipt, or a withdrawal, follows the sending."""
    sent = F("circular__sent_at")
    early = CircularCopy.objects.filter(Q(read_at__lt=sent) | Q(withdrawn_at__lt=sent))
    for copy in early.select_related("circular__application", "reader"):
        yield f"{copy} 早于送阅时间"


def corrections_that_do_not_stand():
    """The last correction agreed to of what still stands is what the outcome says now."""
    agreed = UpperCorrection.objects.filter(is_approved=True, is_result_wrong=False)
    last = {}
    for row in agreed.select_related("review__item").order_by("decided_at", "pk"):
        last[row.review_id] = row
    for row in last.values():
        review = row.review
        is_recorded_anew = review.recorded_at is None or review.recorded_at > row.decided_at
        stands = (review.document_no, review.decided_on) == (row.document_no, row.dated_on)
        if not (is_recorded_anew or stands):
            yield f"{row} 已批准，登记的文号、日期却不是更正后的"


def questions_in_a_hurry():
    """An office has its working days for an answer, and whoever is tied gives none (R67)."""
    calendars = KnownCalendars()
    for row in Question.objects.select_related("application"):
        days = calendars.at(row.asked_at).planned_between(local_day(row.asked_at), row.due_on)
        if days < ANSWER_DAYS:
            yield f"{row} 的答复期限不足{ANSWER_DAYS}个工作日"
    tied = Question.objects.filter(
        answered_by__ties__applicant=F("application__applicant"),
        answered_by__ties__declared_at__lt=F("answered_at"),
    )
    for row in tied.select_related("application").distinct():
        yield f"{row} 由应当回避的人员答复"


def ratings_of_what_was_not_done():
    """好差评 is of a step that was signed, by the unit whose product it is, of who signed it."""
    signed = {
        (item, number, step, person)
        for kind in (Opinion, Reversal)
        for item, number, step, person in kind.objects.values_list(
            "item", "round", "step", "signed_by"
        )
    }
    rows = Rating.objects.filter(item__isnull=False).select_related("item__application")
    for row in rows:
        if (row.item_id, row.round, row.step, row.about_user_id) not in signed:
            yield f"{row} 评价的环节没有签署"
        if row.applicant_id != row.item.application.applicant_id:
            yield f"{row} 不是申请单位作出的"
    tied = Q(
        called_by__ties__applicant=F("applicant"), called_by__ties__declared_at__lt=F("called_at")
    )
    for row in Rating.objects.filter(tied).distinct():
        yield f"{row} 由应当回避的人员回访"


def mail_nobody_confirmed():
    """News goes only to who confirmed that the mailbox is theirs."""
    silent = MailSubscription.objects.filter(confirmed_at__isnull=True).values_list("pk", flat=True)
    silent = set(silent)
    if not silent:
        return
    news = OutgoingMail.objects.filter(key__startswith=letters.KEY)
    for key in news.exclude(key__contains=":ask:").values_list("key", flat=True):
        pk = int(key.removeprefix(letters.KEY).partition(":")[0])
        if pk in silent:
            yield f"邮件订阅 {pk} 没有确认却发送了内容"


CHECKS = (
    consultations_by_the_wrong_hand,
    duties_not_taken_with_the_preparing,
    work_left_at_closed_offices,
    circulars_before_their_time,
    corrections_that_do_not_stand,
    questions_in_a_hurry,
    ratings_of_what_was_not_done,
    mail_nobody_confirmed,
)
