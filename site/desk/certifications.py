"""The flows as a source of the inbox: turns of people's tasks in papers and change reports."""

from django.db.models import Count, F, Q
from django.utils.functional import cached_property

from applications.models import Item
from records.prepared import NUMBER, WORDS, Prepared, among_words
from registry.permissions import deputised, duties, headed
from workflow.models import Opinion, Reversal
from workflow.positions import REVIEWS, reference, states_of

from . import queries
from .deadlines import acceptance_deadlines
from .lines import Line, deadline_of
from .numbers import duties_of
from .steps import CHANGE_STEPS, STEPS, page_of, step_of

KIND, CHANGE = "certification", "change"
TABS = {
    "mine": queries.mine,
    "queue": queries.queue,
    "office": queries.office,
    "waiting": queries.waiting,
    "done": queries.done,
}
#: Orders of the inbox → columns of a turn; what has no limit comes last in either direction.
COLUMNS = {
    "due": "due_on",
    "arrived": "arrived_at",
    "paper": "item__name",
    "applicant": "item__application__applicant__name",
    "finished": "finished_at",
}


def by_step(turns):
    """``(node, how many of turns)``."""
    return turns.order_by().values_list("task__flow_task").annotate(Count("pk"))


MINE_AT_STEPS = Prepared(lambda person: by_step(queries.mine(person)), NUMBER)
QUEUE_AT_STEPS = Prepared(
    lambda person, theirs: by_step(queries.queue_of(person, among_words(theirs))), NUMBER, WORDS
)


class Certifications:
    """Turns that the officer's tab shows, narrowed by what the filter says."""

    kinds = {KIND: "产品认定", CHANGE: "变更报告"}

    tally = staticmethod(queries.tally)
    done_by = (queries.done,)

    def __init__(self, search):
        self.search = search

    @cached_property
    def turns(self):
        search = self.search
        turns = TABS[search.tab](search.user)
        if search.kind not in ("", *self.kinds):
            return turns.none()
        if search.kind:
            is_change = Q(task__flow_task__in=[reference(name) for name in CHANGE_STEPS])
            turns = turns.filter(is_change if search.kind == CHANGE else ~is_change)
        hits = search.hits or (queries.find(search.text) if search.text else None)
        turns = queries.matching(turns, step=search.step, hits=hits)
        turns = queries.in_township(turns, search.township)
        return queries.due(turns, search.due, on=search.on, calendar=search.calendar)

    @cached_property
    def deputised(self):
        return deputised(self.search.user, self.search.on)

    def count(self):
        return self.turns.count()

    def lines(self, start, stop):
        turns = self.turns.order_by(*self._order())
        turns = turns.select_related(*queries.RELATED).only(*queries.RELATED, *queries.LINE_COLUMNS)
        rows = list(turns.annotate(is_proposed=queries.is_proposed())[start:stop])
        lines = [self._line(turn) for turn in rows]
        self._tell_acceptance(lines, rows)
        return tell_what_became(lines, rows) if self.search.tab == "done" else lines

    def _tell_acceptance(self, lines, turns):
        """Lines of open reviews with the limit for accepting the product, in one query or none."""
        before_us = {
            turn.item_id
            for turn in turns
            if turn.finished_at is None and turn.task.flow_task.name in REVIEWS
        }
        search = self.search
        limits = acceptance_deadlines(before_us, on=search.on, calendar=search.calendar)
        for line, turn in zip(lines, turns, strict=True):
            line.acceptance = limits.get(turn.item_id) if line.finished_at is None else None

    def steps(self):
        """``[(node, title, number)]`` of the tab's own tasks at each step, in the flow's order."""
        if self.search.tab == "done":
            return [(step.name, step.task_title, None) for step in STEPS.values()]
        counts = {node.name: number for node, number in self._at_steps()}
        return [(name, STEPS[name].task_title, counts[name]) for name in STEPS if name in counts]

    def _at_steps(self):
        user, tab = self.search.user, self.search.tab
        if tab == "mine":
            return MINE_AT_STEPS(user.pk)
        if tab == "queue":
            return QUEUE_AT_STEPS(user.pk, duties_of(user))
        return by_step(TABS[tab](user))

    def _order(self):
        if self.search.sort == "-finished":
            return "-finished_at", "-pk"  # as its index is ordered
        column = F(COLUMNS[self.search.column])
        if self.search.is_descending:
            return column.desc(nulls_last=True), "-arrived_at", "-pk"
        return column.asc(nulls_last=True), "arrived_at", "pk"

    def _line(self, turn):
        task, item, user = turn.task, turn.item, self.search.user
        step, application = step_of(task), item.application
        is_open = turn.finished_at is None
        may = is_open and step is not None and task.owner_permission in duties(user)
        may_act = may and task.owner_id in (None, user.pk) and not turn.is_proposed
        is_mine = is_open and task.owner_id == user.pk
        return Line(
            kind=self.kinds[CHANGE if task.flow_task.name in CHANGE_STEPS else KIND],
            paper=f"{item}",
            round=item.round,
            url=queries.paper_url(item),
            applicant=application.applicant.name,
            number=application.number,
            application=application.pk,
            township=f"{application.production_township or ''}",
            step=task.flow_task.task_title,
            arrived_at=turn.arrived_at,
            due_on=turn.due_on,
            deadline=deadline_of(turn, self.search),
            finished_at=turn.finished_at,
            owner=task.owner,
            task=task.pk,
            act_url=page_of(step, item) if may_act else "",
            for_whom=self.deputised.get(task.owner_permission) if may else None,
            is_mine=is_mine and not turn.is_proposed,
            is_proposed=turn.is_proposed,
            is_claimable=may and task.owner_id is None,
            is_choosable=may or (is_open and task.owner_permission in headed(user)),
        )


def tell_what_became(lines, turns):
    """Each line of what is done with the conclusion signed there, and the product's state now."""
    opinions = Opinion.objects.filter(task__in=[turn.task_id for turn in turns])
    reversed_tasks = Reversal.objects.filter(task__in=[turn.task_id for turn in turns])
    results = {
        each.task_id: each.get_kind_display() for each in reversed_tasks.only("task", "kind")
    }
    results |= {each.task_id: each.get_result_display() for each in opinions.only("task", "result")}
    items = Item.objects.filter(pk__in={turn.item_id for turn in turns}).select_related("outcome")
    states = states_of(items)
    for line, turn in zip(lines, turns, strict=True):
        line.concluded = results.get(turn.task_id, "")
        line.became = getattr(states[turn.item_id], "label", "")
    return lines
