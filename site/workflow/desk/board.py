"""The overdue board: how late which desk is, as a heat map and as a list to export."""

from dataclasses import dataclass, field

from django.utils.functional import cached_property

from printing.tables import download
from registry.calendars import calendar
from registry.delegating import HEADS
from registry.models import Organisation
from registry.permissions import organisations
from rules.periods import local_day

from ..services.overdue import late_turns
from .access import DeskView

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


class Board(DeskView):
    """For heads and auditors: their own office's, and everything for those of the district."""

    roles = (*HEADS, "auditor")
    template_name = "workflow/desk/board.html"
    page_title = "超期督办"
    header_icon = "warning"

    @cached_property
    def turns(self):
        on = local_day(self.at)
        turns = late_turns(on).select_related("task__owner", "item__application__applicant")
        turns = turns.exclude(task__owner_permission__startswith="applicant@")
        codes = organisations(self.request.user, "station_head", "agri_head")
        if organisations(self.request.user, "manager", "auditor"):
            return list(turns)
        return [turn for turn in turns if _office(turn) in codes]

    @cached_property
    def records(self):
        """One JSON-like record for each late task, the latest first."""
        known, on = calendar(), local_day(self.at)
        names = dict(Organisation.objects.values_list("code", "name"))
        return [
            {
                "pk": turn.item.application_id,
                "office": names.get(_office(turn), _office(turn)),
                "step": turn.task.flow_task.task_title,
                "application": turn.item.application.number,
                "item": turn.item.name,
                "applicant": turn.item.application.applicant.name,
                "due_on": turn.due_on.isoformat(),
                "days": max(1, known.planned_between(turn.due_on, on)),
                "owner": str(turn.task.owner or "未签收"),
            }
            for turn in self.turns
        ]

    def desks(self):
        """The rows of the heat map, the heaviest first."""
        found = {}
        for record in self.records:
            key = (record["office"], record["step"])
            found.setdefault(key, Desk(*key)).cells[band(record["days"])] += 1
        return sorted(found.values(), key=lambda desk: (-desk.total, desk.office, desk.step))

    def get(self, request, *args, **kwargs):
        wanted = request.GET.get("export")
        if wanted in ("csv", "xlsx"):
            title = self.page_title
            return download(self.records, COLUMNS, form=wanted, name="overdue", title=title)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            desks=self.desks(), bands=[words for _, words in BANDS], records=self.records, **kwargs
        )


def _office(turn):
    return turn.task.owner_permission.partition("@")[2]
