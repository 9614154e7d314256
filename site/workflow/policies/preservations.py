"""What is preserved as evidence, who says so, and why nothing of it may be destroyed meanwhile.

After 档案法 (2020) and the rules of procedure on keeping evidence: what a court, a prosecutor, the
discipline inspection or an auditor still needs outlives every term of retention.
"""

from django.db.models import F, Q

from applications.models import Application
from registry.calendars import calendar
from registry.models import User
from registry.permissions import organisations
from registry.roles import Permission
from rules.official_dates import iso_day
from rules.periods import local_day

from ..models import Preservation

SHORTEST = 5
#: [ours] Years ahead; what may last longer has no last day.
LONGEST = 30
#: [ours] Working days within which another decides; no rule sets any.
DAYS_TO_DECIDE = 3
MUST_STAY = "该资料依法须继续保存，暂不能删除；请向区级审核机构咨询"
SAME_PERSON = "提出人与批准人不得为同一人"
SAME_LIFTER = "提请解除的人与批准解除的人不得为同一人"


def standing_on(application, on):
    """What keeps ``application`` on day ``on``: its own preservations, and those of its unit."""
    own = Q(application=application) | Q(applicant=application.applicant_id)
    return Preservation.objects.standing(on).filter(own)


def standing_for(subject, on):
    """What keeps ``subject``, an application, complaint or applicant, on day ``on``."""
    if isinstance(subject, Application):
        return standing_on(subject, on)
    return Preservation.objects.standing(on).filter(**{subject._meta.model_name: subject})


def applications_kept(on):
    """The keys of every application of which nothing may be destroyed on day ``on``."""
    standing = Preservation.objects.standing(on)
    named = standing.filter(application__isnull=False).values("application")
    units = standing.filter(applicant__isnull=False).values("applicant")
    return Application.objects.filter(Q(pk__in=named) | Q(applicant__in=units)).values("pk")


def undecided(on):
    """What still waits on day ``on`` for its second hand, longer than :data:`DAYS_TO_DECIDE`.

    Raises ``CalendarMissing``.
    """
    rows, after = Preservation.objects.standing(on).waiting().order_by("pk"), calendar().after
    return [
        row
        for row in rows
        if after(local_day(row.lift_asked_at or row.entered_at), DAYS_TO_DECIDE) < on
    ]


def people_kept(on):
    """The keys of the people who act for a preserved applicant, or for one of its papers."""
    standing = Preservation.objects.standing(on)
    units = standing.filter(applicant__isnull=False).values("applicant")
    of_papers = standing.filter(application__isnull=False).values(pk_of=F("application__applicant"))
    return User.objects.filter(Q(applicant__in=units) | Q(applicant__in=of_papers)).values("pk")


def why_kept(rows):
    """``rows`` in words: number, paper and last day of each; empty where nothing is kept."""
    return "；".join(
        f"{each}（{each.paper_no}，{f'至{iso_day(each.until)}' if each.until else '未定期限'}）"
        for each in rows
    )


def reasons_against_destroying(application, on):
    """Why nothing of ``application`` is destroyed on day ``on``."""
    return list(reasons_by_paper([application], on).values())


def reasons_by_paper(applications, on):
    """``{key: why nothing of it is destroyed}`` of those that are preserved; one query."""
    standing, reasons = list(Preservation.objects.standing(on)), {}
    for each in applications:
        rows = [row for row in standing if covers(row, each)]
        if rows:
            words = f"{each.number or each}在保全中，不得销毁：{why_kept(rows)}"
            reasons[each.pk] = words
    return reasons


def covers(preservation, application):
    """Whether it is of ``application`` or of its unit."""
    is_own = preservation.application_id == application.pk
    return is_own or preservation.applicant_id == application.applicant_id


def reasons_against_deleting(applicant, *, at, application=None):
    """The same in words for the unit, which need not know who asked for its papers."""
    standing, of_unit = Preservation.objects.standing(local_day(at)), Q(applicant=applicant)
    own = of_unit | Q(application=application) if application else of_unit
    return [MUST_STAY] if standing.filter(own).exists() else []


def reasons_against_preserving(subject, *, because, paper_no, until, by, on):
    """Why it cannot be entered so, as ``[(field, reason)]``."""
    reasons = [("", why) for why in _against_who(by, Permission.PROCESS_PAPERS)]
    own = standing_for(subject, on).filter(**{subject._meta.model_name: subject})
    if own.filter(paper_no=paper_no.strip()).exists():
        reasons.append(("paper_no", "已经依据该文号在保全中；延长期限或者另有调取的，填写新的文号"))
    if len(because.strip()) < SHORTEST:
        reasons.append(("because", f"请写明理由，不少于{SHORTEST}个字"))
    if not paper_no.strip():
        reasons.append(("paper_no", "请填写依据的文号，如法院、检察、纪检监察、审计机关的来文"))
    if until is not None and not (on <= until and until.year <= on.year + LONGEST):
        reasons.append(("until", "请填写保全的最后一天，不早于今天，不超过三十年；不能确定的不填"))
    return reasons


def reasons_against_deciding(preservation, *, is_approved, by):
    """Why ``by`` cannot decide so; whoever entered it may take it back."""
    if preservation.decided_at:
        return [f"{preservation.decided_by}已经决定"]
    if preservation.entered_by_id == by.pk:
        return [SAME_PERSON] if is_approved else []
    return _against_who(by)


def reasons_against_asking_to_lift(preservation, *, because, by, on):
    """Why its lifting cannot be asked for so, as ``[(field, reason)]``."""
    reasons = [("", why) for why in _against_who(by, Permission.PROCESS_PAPERS)]
    if not preservation.is_approved or not is_standing(preservation, on):
        reasons.append(("", "没有生效，或者已经结束，无需解除"))
    elif preservation.is_lifting_asked:
        reasons.append(("", f"{preservation.lift_asked_by}已经提请解除，由另一人决定"))
    if len(because.strip()) < SHORTEST:
        reasons.append(("because", f"请写明解除的理由和依据，不少于{SHORTEST}个字"))
    return reasons


def reasons_against_lifting(preservation, *, is_approved, by):
    """Why ``by`` cannot decide so on the lifting; whoever asked may take it back."""
    if not preservation.is_lifting_asked:
        return ["没有人提请解除，或者已经决定"]
    if preservation.lift_asked_by_id == by.pk:
        return [SAME_LIFTER] if is_approved else []
    return _against_who(by)


def is_standing(preservation, on):
    """Whether it keeps its paper on day ``on``."""
    return Preservation.objects.standing(on).filter(pk=preservation.pk).exists()


def _against_who(by, *permissions):
    may = organisations(by, *permissions, Permission.TERMINATE)
    return [] if may else ["只有受理人员可以提出、负责人可以提出和批准保全"]
