"""What must be true of every paper at every moment; each breach as one sentence.

Run by the simulation, by the property tests, and by ``manage.py check_invariants`` on real data.
What can be asked of the database is asked there and answers with the breaches alone; what must be
looked at row by row is read ``AT_ONCE`` rows at a time, however many there are.
"""

from django.db.models import Count, Exists, F, OuterRef, Q
from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS

from applications.models import Item, Outcome
from catalog.models import Certificate, CertificateEvent, NationalPublication
from catalog.models.certificates import LIVE
from ledger import freezing
from publicity.models import Objection, Publicity, PublicityEntry
from publicity.states import working_days
from registry import rulesets
from registry.calendars import KnownCalendars, unsettled
from registry.models import CalendarEdition, DishonestyEntry
from rules.dishonesty import SHORTEST_DEFENCE_DAYS
from rules.lifecycle import CertificateOp, after
from rules.periods import local_day
from supervision.models import Complaint, Inspection
from supervision.models.complaints import UNDECIDED

from . import archive_invariants, beside_invariants, case_invariants
from .models import ChangeReport, Letter, Opinion, UpperReview
from .models.figures import FIGURES
from .policies.publications import first_day_of
from .positions import OPEN, reviews_under
from .verified_figures import verified_figures

AT_ONCE = 1000


def violations():
    """Every breach found, as Chinese sentences; an empty list when all is well."""
    checks = (
        _ends,
        _feedback,
        _windows,
        _recounts,
        _early_closes,
        _open_objections,
        _closed_complaints,
        _unanswered_complaints,
        _registered_without_notice,
        _tied_inspectors,
        _moved_up,
        _reviewed,
        _typed_days,
        _figures,
        _live_certificates,
        _event_logs,
        _listings,
        _listings_past_a_complaint,
        _listings_past_a_hold,
        *case_invariants.CHECKS,
        *beside_invariants.CHECKS,
        *archive_invariants.CHECKS,
        _defences,
        _dishonest_listings,
        freezing.faults,
        rulesets.faults,
    )
    return [breach for check in checks for breach in check()]


def _ends():
    """An ended item waits for nobody; one under way waits for somebody."""
    waits = Exists(Task.objects.filter(process=OuterRef("process_id"), status__in=OPEN))
    submitted = Item.objects.filter(process__isnull=False)
    for item in submitted.filter(waits, outcome__isnull=False).select_related("outcome"):
        yield f"{item} 已{item.outcome.get_kind_display()}却仍有待办任务"
    for item in submitted.filter(~waits, outcome__isnull=True):
        yield f"{item} 没有结果也没有待办任务"
    ends = Task.objects.filter(flow_task_type="END", process__item__isnull=False).values("process")
    for row in ends.annotate(count=Count("pk")).filter(count__gt=1):
        yield f"流程 {row['process']} 到达{row['count']}个终点"


def _feedback():
    """办法二（三）: every refused item has its written feedback."""
    letters = Letter.objects.filter(kind=Letter.Kind.REFUSED).values("item")
    for outcome in Outcome.objects.filter(kind="refused").exclude(item__in=letters):
        yield f"{outcome.item} 不予认定但没有书面反馈"


def window_lengths():
    """Working days of every window opened, from where its rule set begins to count to its last day.

    Each as the calendar was when it ended: a day declared off afterwards changes nothing.
    """
    calendars = KnownCalendars()
    publicities = Publicity.objects.select_related("ruleset")
    return [_length(publicity, calendars) for publicity in publicities]


def _length(publicity, calendars):
    working_calendar = calendars.at(publicity.ends_at)
    return working_calendar.count(publicity.counts_after, publicity.last_day)


def _windows():
    """办法二（四）（六）: never fewer working days than the rule set says.

    A notice from which every product was taken before its end let nothing pass: a calendar that
    changed after that lengthens it no more.
    """
    calendars = KnownCalendars()
    running = PublicityEntry.objects.running()
    passed = PublicityEntry.objects.filter(ending=PublicityEntry.Ending.PASSED)
    relied_on = Exists((passed | running).filter(publicity=OuterRef("pk")))
    publicities = Publicity.objects.filter(relied_on)
    if unsettled():  # the clock has not come to what still stands
        publicities = publicities.exclude(entries__in=running)
    for publicity in publicities.select_related("ruleset"):
        promised = working_days(publicity.level, publicity.ruleset)
        if _length(publicity, calendars) < promised:
            yield f"{publicity} 不足{promised}个工作日"


def _recounts():
    """Every window that stands ends no earlier than the newest calendar says, counted anew."""
    newest = CalendarEdition.objects.order_by("-pk").first()
    if newest is None or newest.settled_at is None:
        return
    standing = PublicityEntry.objects.running().filter(
        held_on__isnull=True, ends_at__gt=newest.in_force_at
    )
    for entry in standing.select_related("publicity"):
        if entry.last_day < newest.calendar.after(entry.counts_after, entry.working_days):
            yield f"{entry} 的公示期没有按新的节假日安排延长"


def _early_closes():
    for entry in PublicityEntry.objects.filter(ending="passed", closed_at__lt=F("ends_at")):
        yield f"{entry} 公示未满即结束"


def _listings_past_a_hold():
    """Nothing was listed while an officer held it back."""
    listed = Outcome.objects.filter(kind="listed", item__holds__placed_at__lte=F("at"))
    for outcome in listed.select_related("item").prefetch_related("item__holds").distinct():
        for hold in outcome.item.holds.all():
            is_lifted = hold.lifted_at is not None and hold.lifted_at <= outcome.at
            if (
                hold.placed_at <= outcome.at
                and not is_lifted
                and hold.until >= local_day(outcome.at)
            ):
                yield f"{outcome.item} 暂缓办理期间列入目录"


def _open_objections():
    """A window that passed left no objection unanswered behind it."""
    late = Objection.objects.filter(entry__ending="passed")
    for objection in late.select_related("entry"):
        answered = objection.answered_at
        if answered is None or answered > objection.entry.closed_at:
            yield f"{objection.entry} 有未答复的异议却公示通过"


def _closed_complaints():
    """R26: nothing that somebody reported is closed without a feedback."""
    for case in Complaint.objects.filter(state="closed", feedbacks__isnull=True):
        yield f"{case} 没有反馈却已办结"


def _unanswered_complaints():
    """R26: whoever complained is told: what was joined to a decided one was decided with it."""
    joined = Complaint.objects.filter(state="joined").exclude(leading__state__in=UNDECIDED)
    for case in joined:
        yield f"{case} 的主件已经处理，本件没有随之答复"
    for case in Complaint.objects.filter(state="fed_back", feedbacks__isnull=True):
        yield f"{case} 记为已反馈却没有反馈"
    for case in Complaint.objects.exclude(state="closed").filter(process__status=PROCESS.DONE):
        yield f"{case} 没有办结，流程却已结束"


def _registered_without_notice():
    """A23: nobody stands in the register who was not told before."""
    decided = DishonestyEntry.objects.filter(decided_at__isnull=False, process__isnull=False)
    for entry in decided.exclude(letters__kind="notice"):
        yield f"失信登记 {entry} 没有告知书却已作出决定"


def _tied_inspectors():
    """R67: no check was recorded by somebody who had declared a tie to the holder before."""
    tied = Q(
        done_by__ties__applicant=F("certificate__applicant"),
        done_by__ties__declared_at__date__lt=F("done_on"),
    )
    for check in Inspection.objects.filter(tied).select_related("certificate__version"):
        yield f"{check} 由应当回避的人员登记"


def _moved_up():
    """Nothing goes to the city without a district window that passed before."""
    passed = PublicityEntry.objects.filter(ending="passed", publicity__level="district")
    skipped = UpperReview.objects.exclude(item__in=passed.values("item"))
    for review in skipped.select_related("item"):
        yield f"{review.item} 未经公示即上报{review.get_level_display()}"


def _reviewed():
    """Nothing goes up before every review that its rule set asks for was in favour (R12, A06)."""
    reports = UpperReview.objects.select_related("item__application__ruleset")
    for report in reports.prefetch_related("item__opinions").iterator(AT_ONCE):
        opinions = [each for each in report.item.opinions.all() if each.round == report.round]
        agreed = {each.step for each in opinions if each.result == Opinion.Result.PASS}
        if set(reviews_under(report.item.application.ruleset)) - agreed:
            yield f"{report.item} 缺少审核意见即上报{report.get_level_display()}"


def _figures():
    """R45: what stands before the public is what the station verified."""
    for entry in PublicityEntry.objects.running().select_related("item").iterator(AT_ONCE):
        public = {"households": entry.households, "persons": entry.persons}
        if (figures := verified_figures(entry.item)) and not public.items() <= figures.items():
            yield f"{entry} 公示的带动户数、人数与工作站核实的不一致"
    listings = CertificateEvent.objects.filter(op="add", certificate__item__isnull=False)
    listings = listings.select_related("product_version", "certificate__item")
    for event in listings.iterator(AT_ONCE):
        public = {name: getattr(event.product_version, name) for name in FIGURES}
        if (figures := verified_figures(event.certificate.item)) and figures != public:
            yield f"{event.certificate} 列入时的带动成效与工作站核实的不一致"


def _typed_days():
    """R14, R61: the days on the papers follow each other as the acts do, across all rows.

    That a listing follows both windows is one row's own check.
    """
    yield from _reports_before_their_window()
    yield from _national_before_the_province()
    yield from _published_too_early()
    for change in ChangeReport.objects.filter(reported_up_on__isnull=False):
        if change.reported_up_on < local_day(change.registered_at):
            yield f"{change} 的上报日期早于登记日期"


def _reports_before_their_window():
    before = PublicityEntry.objects.filter(
        item=OuterRef("item"),
        ending="passed",
        publicity__level="district",
        last_day__lt=OuterRef("reported_on"),
    )
    reports = UpperReview.objects.filter(~Exists(before), report__isnull=False)
    for review in reports.select_related("item"):
        yield f"{review.item} 的上报日期早于区级公示期满"


def _national_before_the_province():
    passed = UpperReview.objects.filter(
        item=OuterRef("item"),
        level="province",
        result="pass",
        decided_on__lte=OuterRef("publicity__published_at__date"),
    )
    national = PublicityEntry.objects.filter(~Exists(passed), publicity__level="national")
    for entry in national.select_related("publicity"):
        yield f"{entry} 的全国公示早于省级审核"


def _published_too_early():
    """R16, R71: the platform announces after its window, or after the province's decision."""
    rows = NationalPublication.objects.standing().select_related("certificate")
    for row in rows:
        first = first_day_of(row.certificate, row.kind)
        if first is None or row.first_day < first:
            yield f"{row} 的全国公布日期早于公示期满或者省级决定"


def _live_certificates():
    live = Certificate.objects.filter(status__in=LIVE).values("product")
    for row in live.annotate(count=Count("pk")).filter(count__gt=1):
        yield f"产品 {row['product']} 有{row['count']}个有效目录条目"


def _event_logs():
    """A certificate's status is what its events say, one after the other."""
    for certificate in Certificate.objects.prefetch_related("events").iterator(AT_ONCE):
        status = None
        for event in certificate.events.all():
            status = after(status, CertificateOp(event.op))
        if status != certificate.status:
            yield f"{certificate} 状态与事件记录不一致"


def _listings():
    """Listed items, and only they, have a certificate."""
    listed = Item.objects.filter(outcome__kind="listed", certificate__isnull=True)
    unlisted = Item.objects.filter(certificate__isnull=False).exclude(outcome__kind="listed")
    for item in listed:
        yield f"{item} 已列入但没有目录条目"
    for item in unlisted:
        yield f"{item} 有目录条目但没有列入"


def _listings_past_a_complaint():
    """A11: what was complained of, as a product or as the entry it renews, was decided before."""
    for path in ("item", "certificate__renewals__item"):
        listed_at = F(f"{path}__outcome__at")
        late = Q(state__in=UNDECIDED) | Q(decided_at__gt=listed_at)
        rows = Complaint.objects.filter(late, received_at__lt=listed_at)
        listed = rows.filter(**{f"{path}__outcome__kind": "listed"})
        for number, item in listed.values_list("number", f"{path}__name"):
            yield f"{item} 在投诉举报{number}处理前列入"


def _defences():
    """A23: nobody was entered in the register with less than five working days to answer."""
    calendars = KnownCalendars()
    for entry in DishonestyEntry.objects.filter(noticed_at__isnull=False):
        days = calendars.at(entry.defence_ends_at).planned_between(
            local_day(entry.noticed_at), entry.answer_until
        )
        if days < SHORTEST_DEFENCE_DAYS:
            yield f"失信登记 {entry} 的陈述申辩不足{SHORTEST_DEFENCE_DAYS}个工作日"


def _dishonest_listings():
    """任务4: nothing of a unit was listed here while the unit stood in the register."""
    barred = Q(
        applicant__dishonesty__decided_at__lt=F("item__outcome__at"),
        applicant__dishonesty__effective_until__gte=F("valid_from"),
    ) & (
        Q(applicant__dishonesty__ended_at__isnull=True)
        | Q(applicant__dishonesty__ended_at__gt=F("item__outcome__at"))
    )
    for certificate in Certificate.objects.filter(barred, item__isnull=False).distinct():
        yield f"{certificate} 在申请单位失信登记有效期内列入"
