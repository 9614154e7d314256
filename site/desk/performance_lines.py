"""The lines behind one figure of 办理统计."""

from datetime import date

from django.core.paginator import Paginator
from django.db.models import F, Q
from django.utils.functional import cached_property

from rules.official_dates import iso_day
from rules.periods import day_ends, day_starts, local_day
from workflow.positions import OPEN, reference

from .access import DeskView
from .giving_tables import in_stretches
from .performance import PER_PAGE, WHAT, Performance
from .queries import RELATED, paper_url
from .steps import STEPS


class PerformanceLines(Performance):
    """The lines behind one figure."""

    template_name = "desk/performance_lines.html"
    page_title = "办理统计明细"

    @cached_property
    def what(self):
        what = self.request.GET.get("what", "")
        return what if what in WHAT else "waiting"

    @property
    def day(self):
        """The one day of what falls due, where the address names one."""
        try:
            return date.fromisoformat(self.request.GET.get("day", ""))
        except ValueError:
            return None

    def listed(self):
        get, rows, period = self.request.GET.get, self.turns, self.period
        if get("node") in STEPS:
            rows = rows.filter(task__flow_task=reference(get("node")))
        if get("desk"):
            rows = rows.filter(task__owner_permission=get("desk").replace("\0", ""))
        is_open = self.what in ("waiting", "late", "due_soon")
        if get("person", "").isdecimal() and len(get("person")) < 18:
            pk = int(get("person"))
            done = Q(done_by=pk)
            rows = rows.filter(Q(task__owner=pk, finished_at=None) | done)
        start, end = day_starts(period.since), day_ends(period.until)
        conditions = {
            "arrived": {"arrived_at__gte": start, "arrived_at__lt": end},
            "finished": {
                "finished_at__gte": start,
                "finished_at__lt": end,
                "done_by__isnull": False,
            },
            "waiting": {},
            "late": {"due_on__lt": period.on},
            "due_soon": {"due_on__gte": period.on, "due_on__lte": period.week_ends},
        }[self.what]
        if self.what == "due_soon" and self.day:
            conditions = {"due_on": self.day}
        if is_open:
            conditions |= {"finished_at__isnull": True, "task__status__in": OPEN}
        rows = rows.filter(**conditions).select_related(*RELATED, "done_by")
        return rows.order_by(F("due_on").asc(nulls_last=True), "arrived_at", "pk")

    def get(self, request, *args, **kwargs):
        file_format = request.GET.get("export")
        if file_format not in ("csv", "xlsx"):
            return DeskView.get(self, request, *args, **kwargs)
        turns = self.listed()
        return self.give(
            "performance.lines",
            lambda: map(_line, in_stretches(turns)),
            LINES,
            count=turns.count(),
            form=file_format,
            name="performance-lines",
        )

    def get_context_data(self, **kwargs):
        page = Paginator(self.listed(), PER_PAGE).get_page(self.request.GET.get("p"))
        lines = [_line(turn) for turn in page.object_list]
        query = self.request.GET.copy()
        query.pop("export", None)
        return DeskView.get_context_data(
            self,
            page=page,
            lines=lines,
            what=WHAT[self.what],
            query=query.urlencode(),
            period=self.period,
            **kwargs,
        )


LINES = {
    "application": "申请编号",
    "item": "产品",
    "applicant": "申请单位",
    "step": "环节",
    "arrived": "到达",
    "due": "期限",
    "finished": "办结",
    "person": "经办人",
}


def _line(turn):
    application = turn.item.application
    return {
        "application": application.number,
        "item": turn.item.name,
        "applicant": application.applicant.name,
        "step": turn.task.flow_task.task_title,
        "arrived": iso_day(local_day(turn.arrived_at)),
        "due": iso_day(turn.due_on),
        "finished": iso_day(turn.finished_at and local_day(turn.finished_at)),
        "person": f"{turn.done_by or turn.task.owner or ''}",
        "url": paper_url(turn.item),
    }
