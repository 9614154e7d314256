"""好差评: a grade is given once; a bad one is called back about within its limit.

The rules of 国办发〔2019〕51号: whoever was served rates, nobody is asked to change a grade, the
person who was rated does not call back, mistakes and malice are not counted against anybody.
"""

from django.db import IntegrityError, transaction

from records.audit import record
from records.numbering import next_serial
from registry.calendars import calendar
from registry.rulesets import in_force
from rules.periods import local_day
from rules.refusal import Refused, refuse_fields
from rules.vocabulary import BAD_GRADES

from ..models import Rating
from ..rating_policies import reasons_against_calling, reasons_against_rating

TWICE = "已经评价过，一次办理只评价一次"


def rate(*, grade, words, organisation, about_user, at, by=None, applicant=None, **subject):
    """Write down one grade (1 to 5) and ``words``.

    ``subject`` is ``item``, ``round`` and ``step`` of a decided step, or ``feedback``. Raises
    :class:`Refused` where it was rated already, also by whoever presses at the same time.
    """
    refuse_fields(reasons_against_rating(grade=grade, words=words))
    today = local_day(at)
    try:
        with transaction.atomic():
            rating = Rating.objects.create(
                number=f"PJ{today.year}{next_serial('rating', today.year):05d}",
                grade=grade,
                words=words.strip(),
                organisation=organisation,
                about_user=about_user,
                applicant=applicant,
                rated_at=at,
                **subject,
                **_limit(grade, today),
            )
            record("supervision.rate", rating, by=by, at=at, grade=grade)
    except IntegrityError as error:
        raise Refused([TWICE]) from error
    return rating


def rate_feedback(complaint, *, grade, words, at):
    """Whoever has the code of ``complaint`` rates what they were told last."""
    feedback = complaint.feedbacks.last()
    if feedback is None:
        raise Refused(["还没有反馈，暂时不能评价"])
    return rate(
        grade=grade,
        words=words,
        organisation=complaint.unit or in_force(local_day(at)).office,
        about_user=feedback.given_by,
        at=at,
        feedback=feedback,
    )


def _limit(grade, today):
    if grade not in BAD_GRADES:
        return {}
    planned = calendar().planned_after(today, in_force(today).rating_callback_days)
    return {"due_on": planned.day, "due_is_provisional": planned.provisional}


@transaction.atomic
def call_back(rating, *, finding, measures, reply, by, at):
    """Say what a call-back found (of ``RATING_FINDINGS``), what was mended, and the answer."""
    rating = Rating.objects.select_for_update(of=("self",)).get(pk=rating.pk)
    about = {"finding": finding, "measures": measures, "reply": reply}
    refuse_fields(reasons_against_calling(rating, by=by, **about))
    rating.finding, rating.measures, rating.reply = finding, measures.strip(), reply.strip()
    rating.called_at, rating.called_by = at, by
    rating.save(update_fields=["finding", "measures", "reply", "called_at", "called_by"])
    record("supervision.call_back", rating, by=by, at=at, finding=finding)
    return rating
