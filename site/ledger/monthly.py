"""What units tell of a month: its sales, or that there were none, by the day of the rules (R46)."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Sum

from catalog.models import Certificate, CertificateEvent
from catalog.models.certificates import ENDED
from records.audit import record
from records.jobs import job
from registry.models import Applicant, RuleSet
from registry.news import send_news
from registry.rulesets import in_force
from rules.official_dates import official_date
from rules.periods import day_starts, local_day
from rules.refusal import Refused, refuse_if

from .models import NoSales

#: How many days before the last one a unit is reminded, and how long after it once more.
BEFORE, AFTER = timedelta(days=5), timedelta(days=10)
#: Months that a unit is still asked about on its pages.
MONTHS_BACK = 3


def first_of(day):
    """The first day of the month of ``day``."""
    return day.replace(day=1)


def month_before(day):
    """The first day of the month before that of ``day``."""
    return first_of(first_of(day) - timedelta(days=1))


def month_after(month):
    return first_of(month + timedelta(days=31))


def due_on(month, on):
    """The last day for telling of ``month`` by the rules of day ``on``."""
    return _last_day(month, in_force(on))


def _last_day(month, ruleset):
    return month_after(month).replace(day=ruleset.sales_report_day)


def words(month):
    return f"{month.year}年{month.month}月"


def entries_in(month):
    """The entries that were in the catalogue on any day of ``month``."""
    in_term = Certificate.objects.filter(valid_from__lt=month_after(month), valid_until__gte=month)
    return _with_end(in_term).filter(Q(end__isnull=True) | Q(end__gte=day_starts(month)))


def _with_end(entries):
    """``entries`` with the moment at which each was removed, left or ran out, None while in use."""
    ends = CertificateEvent.objects.filter(certificate=OuterRef("pk"), status__in=ENDED)
    return entries.annotate(end=Subquery(ends.order_by("version").values("effective_at")[:1]))


def units_of(month):
    """The units that have to tell of ``month``, each with what it told.

    ``sold``: how many sales of that month stand; ``sold_fen``: for how much; ``has_none``: whether
    it said that there were none.
    """
    in_month = Q(
        sales__sold_on__gte=month,
        sales__sold_on__lt=month_after(month),
        sales__reverses__isnull=True,
        sales__reversal__isnull=True,
    )
    none = NoSales.objects.filter(applicant=OuterRef("pk"), month=month)
    return Applicant.objects.filter(
        Exists(entries_in(month).filter(applicant=OuterRef("pk")))
    ).annotate(
        sold=Count("sales", filter=in_month),
        sold_fen=Sum("sales__amount_fen", filter=in_month, default=0),
        has_none=Exists(none),
    )


def silent_units(month):
    """Those of them that have told nothing."""
    return units_of(month).filter(sold=0, has_none=False)


def owed_by(applicant, on):
    """``[(month, last day)]`` that ``applicant`` has not told of, the oldest first."""
    months, month = [], month_before(on)
    for _ in range(MONTHS_BACK):
        months.insert(0, month)
        month = month_before(month)
    spans = list(_with_end(applicant.certificates).values_list("valid_from", "valid_until", "end"))
    months = [each for each in months if _is_in_catalogue(spans, each)]
    if not months:
        return []
    sales = applicant.sales.standing().filter(sold_on__gte=months[0])
    settled = {first_of(day) for day in sales.values_list("sold_on", flat=True).distinct()}
    settled |= set(applicant.no_sales.values_list("month", flat=True))
    ruleset = in_force(on)
    return [(each, _last_day(each, ruleset)) for each in months if each not in settled]


def reasons_against(applicant, month, *, by, on):
    """Why ``applicant`` cannot say that it sold nothing in ``month``."""
    if by.applicant_id is None or by.applicant_id != applicant.pk:
        return ["只有本单位可以申报"]
    if month != first_of(month) or month >= first_of(on):
        return ["该月尚未结束，不能申报无销售"]
    if not entries_in(month).filter(applicant=applicant).exists():
        return [f"{words(month)}本单位没有列入目录的产品，不需要申报"]
    ends = month_after(month)
    if applicant.sales.standing().filter(sold_on__gte=month, sold_on__lt=ends).exists():
        return [f"{words(month)}已登记销售，不能申报无销售"]
    return []


def _is_in_catalogue(spans, month):
    return any(
        begins < month_after(month) and month <= min(until, local_day(end) if end else until)
        for begins, until, end in spans
    )


@transaction.atomic
def report_none(applicant, month: date, *, by, at):
    """The unit says that it sold nothing in ``month``; a second time changes nothing."""
    refuse_if(reasons_against(applicant, month, by=by, on=local_day(at)))
    earlier = NoSales.objects.filter(applicant=applicant, month=month).first()
    if earlier is not None:
        return earlier
    try:
        with transaction.atomic():
            row = NoSales.objects.create(
                applicant=applicant, month=month, reported_at=at, reported_by=by
            )
    except IntegrityError as error:
        raise Refused([f"{words(month)}已申报"]) from error
    record("ledger.no_sales", row, by=by, at=at)
    return row


@job("monthly_sales", "上月销售填报提醒", order=115, every=timedelta(hours=1))
def remind_of_month(at):
    """Write to units that have told nothing of last month: before the day, and once it passed."""
    on = local_day(at)
    month = month_before(on)
    if not RuleSet.objects.exists():
        return 0  # no office is open yet
    last = due_on(month, on)
    is_time = last - BEFORE <= on <= last + AFTER
    units = silent_units(month) if is_time else Applicant.objects.none()
    sweep = remind_of_month.each(
        units.order_by("pk"), lambda unit: _remind(unit, month, last, on), at=at
    )
    return sum(sweep.done)


def _remind(unit, month, last, on):
    is_late = on > last
    subject = (
        f"{words(month)}销售情况已超过填报期限"
        if is_late
        else f"请在{official_date(last)}前填报{words(month)}销售情况"
    )
    stage = "late" if is_late else "soon"
    key = f"monthly-sales:{unit.pk}:{month:%Y%m}:{stage}"
    send_news(unit, subject, key=key, path="sales/")
    return 1
