"""The inbox: what I have taken, what waits for my office, what I have done."""

from django.core.paginator import Paginator
from django.db.models import Count
from django.utils.functional import cached_property

from registry.calendars import calendar
from rules.periods import local_day

from . import queries
from .access import DeskView
from .deadlines import deadline
from .steps import STEPS, page_of, step_of

TABS = (
    ("mine", "我的任务", queries.mine),
    ("queue", "待签收", queries.queue),
    ("done", "已办", queries.done),
)
EMPTY = {
    "mine": "没有您已签收、尚未办结的任务。",
    "queue": "没有等待您所在单位签收的任务。",
    "done": "您还没有办结的任务。",
}
PER_PAGE = 20


class Inbox(DeskView):
    """One page of one tab; the number of queries does not depend on the number of rows."""

    template_name = "workflow/desk/inbox.html"
    page_title = "待办"

    @cached_property
    def counts(self):
        return queries.counts(self.request.user, local_day(self.at))

    @cached_property
    def tab(self):
        """The tab asked for; else the one with something to do."""
        asked = self.request.GET.get("tab")
        if asked in EMPTY:
            return asked
        return "queue" if self.counts["queue"] and not self.counts["mine"] else "mine"

    def turns(self):
        find = next(query for name, _title, query in TABS if name == self.tab)
        found = find(self.request.user)
        return queries.matching(found, step=self.step, text=self.request.GET.get("q", "").strip())

    @cached_property
    def step(self):
        asked = self.request.GET.get("step", "")
        return asked if asked in STEPS else ""

    def page(self):
        turns = self.turns()
        if self.tab == "done":
            turns = turns.select_related(*queries.SHOWN)
        else:
            turns = queries.by_urgency(turns)
        page = Paginator(turns, PER_PAGE).get_page(self.request.GET.get("p"))
        on, known = local_day(self.at), calendar()
        page.object_list = [row(turn, on=on, calendar=known) for turn in page.object_list]
        return page

    def steps(self):
        """How much there is to do at each step of the officer's own, in the flow's order."""
        turns = queries.actionable(self.request.user).order_by()
        found = turns.values_list("task__flow_task").annotate(Count("pk"))
        counted = {node.name: number for node, number in found}
        return [(STEPS[node], counted[node]) for node in STEPS if node in counted]

    def get_breadcrumbs_items(self):
        return [self.breadcrumbs_items[0], {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        asked = self.request.GET
        return super().get_context_data(
            tab=self.tab,
            tabs=[(name, title, self.counts.get(name)) for name, title, _query in TABS],
            overdue=self.counts["overdue"],
            page=self.page(),
            empty=EMPTY[self.tab],
            steps=self.steps(),
            step=self.step,
            q=asked.get("q", ""),
            **kwargs,
        )


def row(turn, *, on, calendar):
    """What one line of the inbox shows of a turn."""
    step = step_of(turn.task)
    return {
        "turn": turn,
        "item": turn.item,
        "application": turn.item.application,
        "title": turn.task.flow_task.task_title,
        "deadline": deadline(turn, on=on, calendar=calendar),
        "owner": turn.task.owner,
        "url": page_of(step, turn.item) if step else "",
    }
