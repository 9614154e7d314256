"""One act on many items across applications: choose the items, fill in the document once."""

from dataclasses import dataclass, field

from django.db.models import Count
from django.shortcuts import redirect
from django.utils.functional import cached_property
from wagtail.admin import messages

from applications.models import Item
from registry.calendars import calendar
from rules.periods import local_day
from workflow.whereabouts import whereabouts

from . import queries
from .access import DeskForm, row_keys
from .batch_forms import BatchForm
from .deadlines import deadline
from .steps import STEPS


@dataclass
class Line:
    """An item that waits, whether it is ticked, and why it was just refused."""

    item: object
    deadline: object = None
    owner: object = None
    is_chosen: bool = False
    reasons: list = field(default_factory=list)


#: The steps of the way at which one document is for many, in the order of the flow.
IN_ORDER = tuple(name for name, step in STEPS.items() if step.about == "batch")


def next_batch(user, after):
    """The page of the next such step at which something waits for ``user``, or None.

    First those behind the step ``after``, then from the beginning, so that whoever presses on
    comes by all that waits.
    """
    here = IN_ORDER.index(after) + 1 if after in IN_ORDER else 0
    waiting = waiting_batches(user)
    order = (*IN_ORDER[here:], *IN_ORDER[:here])
    return next((STEPS[name].page for name in order if name in waiting), None)


def waiting_batches(user):
    """``{step: how many products wait there for user}`` of those where any does, in one query."""
    turns = queries.at_steps(user, *IN_ORDER).order_by()
    counts = turns.values_list("task__flow_task").annotate(count=Count("pk"))
    return {node.name: count for node, count in counts}


class Batch(DeskForm):
    """GET lists what waits for this officer at ``node``; POST acts on what is ticked.

    ``answers(items, values)`` acts item by item (``services.batch.Answer``), or raises ``Refused``
    for the batch whole.
    """

    template_name = "desk/batch.html"
    form_class = BatchForm
    node = None
    button = "办理"
    empty = "现在没有等待您办理的产品。"

    def __init_subclass__(cls, **kwargs):
        """Whoever may take the step is let in."""
        super().__init_subclass__(**kwargs)
        if cls.node:
            cls.permission = STEPS[cls.node].permission

    @property
    def step(self):
        return STEPS[self.node]

    def get_page_title(self):
        return self.step.task_title

    @cached_property
    def lines(self):
        """What waits here; what was ticked with its answers, even if it waits here no more."""
        by_item = {line.item.pk: line for line in self.ticked_lines}
        lines = [by_item.pop(line.item.pk, line) for line in self.waiting()]
        return [*by_item.values(), *lines]

    @cached_property
    def ticked_lines(self):
        """The lines that an act is about: the others are read only where the page is shown."""
        keys = row_keys(self.request.POST.getlist("items"))
        lines = self.waiting(keys) if keys else []
        for line in lines:
            line.is_chosen = True
        return lines

    def waiting(self, keys=None):
        """The lines that wait here, or those of them whose items have one of ``keys``."""
        here = self.request.user, self.node
        turns = queries.waiting_at(*here) if keys is None else queries.ticked_at(*here, keys)
        on, work_calendar = local_day(self.at), calendar()
        return [
            Line(turn.item, deadline(turn, on=on, calendar=work_calendar), turn.task.owner)
            for turn in turns
        ]

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "on": local_day(self.at)}

    def get(self, request):
        self.preselect()
        return super().get(request)

    def preselect(self):
        """Tick what the address names: products, or all of an application."""
        request = self.request
        application, items = request.GET.get("application"), set(request.GET.getlist("item"))
        for line in self.lines:
            is_asked = application == str(line.item.application_id)
            line.is_chosen = is_asked or str(line.item.pk) in items

    def post(self, request):
        form = self.get_form()
        self.check_ticked(form)
        if not self.ticked_lines or not form.is_valid():
            return self.form_invalid(form)
        return self.form_valid(form)

    def act(self, form):
        return form, self.answers([line.item for line in self.ticked_lines], form.values())

    def succeed(self, result):
        """Those that were refused stay on the page with their reasons."""
        form, answers = result
        self.tell(form, answers)
        if all(answer.ok for answer in answers):
            return redirect(self.request.path if self.has_more() else self.onward())
        return self.form_invalid(form)

    def has_more(self):
        return queries.waits_at(self.request.user, self.node)

    def onward(self):
        """On to the next batch that waits for the same person."""
        page = next_batch(self.request.user, self.node)
        if page:
            messages.info(self.request, "以下是等待您办理的下一批。")
        return page or "desk:inbox"

    def buttons(self, answers):
        """What can be opened of what was just made, as Wagtail's message buttons."""
        return []

    def check_ticked(self, form):
        """What is ticked but no longer waits is told, never acted on."""
        keys = set(self.request.POST.getlist("items"))
        if not keys:
            form.add_error(None, "请至少选择一个产品")
        elif gone := keys - {f"{line.item.pk}" for line in self.ticked_lines}:
            form.add_error(None, self.gone(gone))

    def gone(self, keys):
        """Who took the ticked products that wait here no more, product by product."""
        user = self.request.user
        items = Item.objects.scope(user).filter(pk__in=row_keys(keys), process__isnull=False)
        reasons = [f"{item}：{whereabouts(item, [self.node], by=user)}" for item in items]
        return reasons or "所选产品已不在本环节，请核对后重新提交"

    def tell(self, form, answers):
        for line, answer in zip(self.ticked_lines.copy(), answers, strict=True):
            form.refuse(answer.fields)
            if not answer.ok:
                self.note_refused(answer.reasons, answer.item)
            line.reasons = [reason for reason in answer.reasons if reason not in form.field_reasons]
            if answer.ok:
                self.ticked_lines.remove(line)
        names = "、".join(str(answer.item) for answer in answers if answer.ok)
        if names:
            text = f"{self.success_message}：{names}"
            messages.success(self.request, text, buttons=self.buttons(answers))
        if any(not answer.ok for answer in answers):
            messages.error(self.request, "部分产品未能办理，原因见下。")

    def get_context_data(self, **kwargs):
        sheets = {"lines": self.lines, "papers": self.papers(), "batches": self.batches()}
        return super().get_context_data(**sheets, **kwargs)

    def batches(self):
        """``[(step, how many wait)]`` of all batches, where another than this one waits."""
        waiting = waiting_batches(self.request.user)
        steps = [(STEPS[name], waiting[name]) for name in IN_ORDER if name in waiting]
        return steps if any(step.name != self.node for step, _count in steps) else []

    def papers(self):
        """``[(application, its lines)]``, the application with the most urgent line first."""
        papers = {}
        for line in self.lines:
            papers.setdefault(line.item.application, []).append(line)
        return list(papers.items())
