"""The overdue board: how late which desk is, as a heat map and as a list to export."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property

from printing.tables import download
from records.prepared import among, listed
from registry.calendars import calendar
from registry.models import Organisation
from registry.permissions import headed, organisations
from registry.roles import Permission
from rules.official_dates import iso_day
from rules.periods import local_day
from supervision.models import Complaint
from workflow.models import Urging
from workflow.policies import acceptance
from workflow.positions import OPEN
from workflow.services.overdue import late_turns
from workflow.services.urging import reasons_against_urging
from workflow.workload import Period, turns

from .access import DeskView

PER_PAGE = 50
OF_A_TURN = ("task__owner", "item__application__applicant")
#: (working days late at most, what people read); the last has no end.
BANDS = ((2, "1—2天"), (5, "3—5天"), (10, "6—10天"), (None, "10天以上"))
COLUMNS = {
    "office": "单位",
    "step": "环节",
    "application": "申请编号",
    "item": "产品",
    "applicant": "申请单位",
    "due_on": "办理期限",
    "days": "超期工作日",
    "owner": "经办人",
}


@dataclass
class Desk:
    """One row of the heat map: one office at one step."""

    office: str
    step: str
    cells: list[int] = field(default_factory=lambda: [0] * len(BANDS))

    @property
    def total(self):
        return sum(self.cells)


def band(days):
    """The index of the band that ``days`` working days late falls into."""
    return next(index for index, (most, _) in enumerate(BANDS) if most is None or days <= most)


def late_for(user, on):
    """The late tasks of officers that ``user`` watches: the own offices', or the district's."""
    return _watched_by(user, late_turns(on))


def due_this_week(user, on):
    """How many open tasks of those fall due from ``on`` to the Sunday of its week."""
    week = Period(on, on, on)
    due = turns().filter(finished_at=None, task__status__in=OPEN)
    return _watched_by(user, due.filter(due_on__range=(on, week.week_ends))).count()


def _watched_by(user, turns):
    turns = turns.exclude(task__owner_permission__startswith="applicant@")
    if organisations(user, Permission.SEE_ALL_DELAYS):
        return turns
    offices = Q(pk__in=[])
    for code in organisations(user, Permission.SIGN_AS_HEAD):
        offices |= Q(task__owner_permission__endswith=f"@{code}")
    return turns.filter(offices)


def unaccepted_for(user, on):
    """``[(turn at a review, limit)]`` of what nobody has accepted in time, of those offices."""
    limits = acceptance.late(on)
    turns = _reviews_of(user, limits).select_related(*OF_A_TURN)
    return [(turn, limits[turn.item_id]) for turn in turns]


def _reviews_of(user, items):
    at_reviews = acceptance.open_reviews().filter(item__in=among(listed(items)))
    return _watched_by(user, at_reviews)


def late_complaints(user, on):
    """Late complaints that ``user`` may know of; what one is about may name a person."""
    return Complaint.objects.scope(user).late(on)


def watched(user, on):
    """How much is late on the board of ``user``; None for whom there is no board."""
    if not organisations(user, Permission.SEE_DELAYS):
        return None
    late = late_for(user, on).count() + late_complaints(user, on).count()
    return late + _reviews_of(user, acceptance.late(on)).count()


class Board(DeskView):
    """For heads and auditors: their own office's, and everything for those of the district."""

    permission = Permission.SEE_DELAYS
    template_name = "desk/board.html"
    page_title = "超期督办"
    header_icon = "warning"

    @cached_property
    def turns(self):
        turns = late_for(self.request.user, local_day(self.at))
        return list(turns.select_related(*OF_A_TURN))

    @cached_property
    def complaints(self):
        late = late_complaints(self.request.user, local_day(self.at))
        return late.select_related("unit", "handler", "applicant")

    @cached_property
    def records(self):
        """One JSON-like record for each late task or complaint, the latest first."""
        names = dict(Organisation.objects.values_list("code", "name"))
        records = [
            self._task(turn, turn.task.flow_task.task_title, turn.due_on, names)
            for turn in self.turns
        ]
        records += [
            self._task(turn, "区级受理", limit.due_on, names)
            for turn, limit in unaccepted_for(self.request.user, local_day(self.at))
        ]
        records += [self._complaint(complaint) for complaint in self.complaints]
        return sorted(records, key=lambda record: (record["due_on"], record["application"]))

    def _task(self, turn, step, due_on, names):
        application = turn.item.application
        return {
            "url": reverse("desk:application", args=[application.pk]),
            "inbox": self._inbox(turn.task, application.number),
            "urge": self._urge(turn),
            "office": names.get(_office(turn), _office(turn)),
            "step": step,
            "application": application.number,
            "item": turn.item.name,
            "applicant": application.applicant.name,
            **self._limit(due_on),
            "owner": str(turn.task.owner or "未签收"),
        }

    def _complaint(self, complaint):
        return {
            "url": reverse("desk:complaint", args=[complaint.pk]),
            "office": str(complaint.unit or "未指定单位"),
            "step": f"投诉举报{complaint.step}",
            "application": complaint.number,
            "item": complaint.number,
            "applicant": str(complaint.applicant or ""),
            **self._limit(complaint.limit),
            "owner": str(complaint.handler or "未指派"),
        }

    def _limit(self, due_on):
        days = max(1, self.calendar.planned_between(due_on, local_day(self.at)))
        return {"due_on": iso_day(due_on), "days": days}

    @cached_property
    def calendar(self):
        return calendar()

    def _urge(self, turn):
        """The task that this reader may urge, with whether somebody urged it today."""
        if reasons_against_urging(turn, by=self.request.user):
            return None
        return {"task": turn.task_id, "is_done": turn.pk in self.urged_today}

    @cached_property
    def urged_today(self):
        rows = Urging.objects.filter(urged_on=local_day(self.at), is_by_applicant=False)
        return set(rows.values_list("turn", flat=True))

    def _inbox(self, task, number):
        """Where the head hands the task to somebody else; nowhere where it is another's to do."""
        if task.owner_permission not in headed(self.request.user):
            return ""
        return f"{reverse('desk:inbox')}?{urlencode({'tab': 'office', 'q': number})}"

    def desks(self):
        """The rows of the heat map, the heaviest first."""
        desks = {}
        for record in self.records:
            key = (record["office"], record["step"])
            desks.setdefault(key, Desk(*key)).cells[band(record["days"])] += 1
        return sorted(desks.values(), key=lambda desk: (-desk.total, desk.office, desk.step))

    def get(self, request, *args, **kwargs):
        file_format = request.GET.get("export")
        if file_format in ("csv", "xlsx"):
            title = self.page_title
            self.record_export("overdue", self.records)
            return download(self.records, COLUMNS, form=file_format, name="overdue", title=title)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            desks=self.desks(),
            bands=[words for _, words in BANDS],
            page=Paginator(self.records, PER_PAGE).get_page(self.request.GET.get("p")),
            **kwargs,
        )


def _office(turn):
    return turn.task.owner_permission.partition("@")[2]
