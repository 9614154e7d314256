"""What supervision has counted in working days, recounted when the calendar changes."""

from django.db.models import Q

from records.audit import record
from registry.news import send_news
from registry.recounting import postpone, recounts
from registry.rulesets import in_force
from rules.official_dates import official_date
from rules.periods import local_day

from . import above
from .models import Complaint, ComplaintStep, Rating, ReplyRequest, SiteReport
from .models.complaints import AFTERWARDS, BEING_LOOKED_INTO, JOINED


def _waiting(change):
    """Complaints whose next act has a limit, and whose day was not yet over."""
    on = local_day(change.in_force_at)
    return Complaint.objects.filter(
        Q(state="received", accept_due_on__gte=on)
        | Q(state__in=(*BEING_LOOKED_INTO, JOINED), finish_due_on__gte=on)
        | Q(state__in=tuple(AFTERWARDS), next_due_on__gte=on)
    )


@recounts("complaints", _waiting)
def recount_complaint(row, change):
    """The day of its next act; whoever has the code of the complaint reads why."""
    rows = Complaint.objects.select_for_update(of=("self",))
    complaint = rows.get(pk=row.pk)
    if complaint.due_on is None:
        return False
    column = complaint.due_column
    since, days = _promise(complaint)
    before = complaint.due_on
    if not postpone(complaint, change.calendar.planned_after(since, days), due=column):
        return False
    complaint.save(update_fields=[column, "due_is_provisional"])
    above.extend(complaint)
    if complaint.due_on > before:
        text = f"因{change.because}，办理期限延长至{official_date(complaint.due_on)}"
        ComplaintStep.objects.create(
            complaint=complaint, state=complaint.state, at=change.at, public_text=text
        )
        _record(complaint, change)
    return complaint.due_on > before


def _promise(complaint):
    """``(day, working days after it)`` by which its next act is due."""
    if complaint.state == "received":
        since = local_day(complaint.received_at)
        return since, in_force(since).complaint_accept_days
    if complaint.state in AFTERWARDS:
        since = local_day(complaint.steps.filter(state=complaint.state).latest("pk").at)
        return since, getattr(in_force(since), AFTERWARDS[complaint.state])
    accepted = complaint.steps.filter(state="accepted").first()
    since = local_day(accepted.at if accepted else complaint.received_at)
    terms = in_force(since)
    extension = terms.complaint_extension_days if complaint.is_extended else 0
    return since, terms.complaint_finish_days + extension


def _unanswered(change):
    return ReplyRequest.objects.filter(
        answered_at__isnull=True, due_on__gte=local_day(change.in_force_at)
    )


@recounts("replies", _unanswered)
def recount_reply(row, change):
    """The day by which a unit answers about a complaint; the unit is told."""
    rows = ReplyRequest.objects.select_for_update(of=("self",)).filter(answered_at__isnull=True)
    request = rows.filter(pk=row.pk).first()
    if request is None:
        return False
    before, asked_on = request.due_on, local_day(request.asked_at)
    planned = change.calendar.planned_after(asked_on, in_force(asked_on).reply_days)
    if not postpone(request, planned):
        return False
    request.save(update_fields=["due_on", "due_is_provisional"])
    if request.due_on > before:
        _record(request, change)
        key = f"reply:{request.pk}:{request.due_on}"
        send_news(
            request.applicant,
            "有一件需要你单位说明的事项，答复期限已延长",
            key=key,
            path="complaints/",
            before=request.due_on,
        )
    return request.due_on > before


def _open_ratings(change):
    return Rating.objects.waiting().filter(due_on__gte=local_day(change.in_force_at))


@recounts("ratings", _open_ratings)
def recount_rating(row, change):
    """The day by which somebody calls back about a bad rating."""
    rating = Rating.objects.select_for_update(of=("self",)).get(pk=row.pk)
    return rating.called_at is None and _postpone(
        rating, change, since=rating.rated_at, term="rating_callback_days"
    )


def _open_reports(change):
    return SiteReport.objects.waiting().filter(due_on__gte=local_day(change.in_force_at))


@recounts("site_reports", _open_reports)
def recount_site_report(row, change):
    """The day by which a report of a mistake on the site is answered."""
    report = SiteReport.objects.select_for_update(of=("self",)).get(pk=row.pk)
    return report.answered_at is None and _postpone(
        report, change, since=report.received_at, term="site_report_days"
    )


def _postpone(row, change, *, since, term):
    """Whether the day of ``row`` became a later one: the days of ``term`` counted anew."""
    before, day = row.due_on, local_day(since)
    planned = change.calendar.planned_after(day, getattr(in_force(day), term))
    if not postpone(row, planned):
        return False
    row.save(update_fields=["due_on", "due_is_provisional"])
    if row.due_on > before:
        _record(row, change)
    return row.due_on > before


def _record(row, change):
    until, because = f"{row.due_on}", change.because
    record("supervision.extend", row, by=None, at=change.at, because=because, until=until)
