"""One act on many items across applications: choose the items, fill in the document once."""

from dataclasses import dataclass, field

from django.shortcuts import redirect
from django.utils.functional import cached_property
from wagtail.admin import messages

from applications.models import Item
from registry.calendars import calendar
from rules.periods import local_day
from rules.refusal import Refused
from workflow.whereabouts import whereabouts

from . import queries
from .access import DeskView, numbers, patiently
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


class Batch(DeskView):
    """GET lists what waits for this officer at ``nodes``; POST acts on what is ticked."""

    template_name = "desk/batch.html"
    form_class = BatchForm
    node = None
    said = "已办理"
    button = "办理"
    empty = "现在没有等待您办理的产品。"

    @property
    def step(self):
        return STEPS[self.node]

    def get_page_title(self):
        return self.step.task_title

    def act(self, items, values):
        """Answers item by item (``services.batch.Answer``); raises Refused for the batch whole."""
        raise NotImplementedError

    @cached_property
    def lines(self):
        turns = queries.by_urgency(queries.at_steps(self.request.user, self.node))
        on, known = local_day(self.at), calendar()
        return [
            Line(turn.item, deadline(turn, on=on, calendar=known), turn.task.owner)
            for turn in turns.select_related("item__application__ruleset")
        ]

    def form(self, *args, **kwargs):
        return self.form_class(*args, on=local_day(self.at), **kwargs)

    def get(self, request):
        application, items = request.GET.get("application"), set(request.GET.getlist("item"))
        for line in self.lines:
            is_asked = application == str(line.item.application_id)
            line.is_chosen = is_asked or str(line.item.pk) in items
        return self.show(self.form())

    def post(self, request):
        form = self.form(request.POST, request.FILES)
        chosen = self.chosen(form)
        if not chosen or not form.is_valid():
            return self.show(form, status=422)
        try:
            answers = patiently(self.act)([line.item for line in chosen], form.values())
        except Refused as refused:
            return self.refuse(form, refused)
        self.tell(form, chosen, answers)
        if all(answer.ok for answer in answers):
            return redirect(request.path if self.lines else "desk:inbox")
        return self.show(form, status=422)

    def chosen(self, form):
        """The ticked lines; what is ticked but no longer waits is told, never acted on."""
        ticked = set(self.request.POST.getlist("items"))
        for line in self.lines:
            line.is_chosen = str(line.item.pk) in ticked
        chosen = [line for line in self.lines if line.is_chosen]
        if not ticked:
            form.add_error(None, "请至少选择一个产品")
        elif len(chosen) < len(ticked):
            form.add_error(None, self.gone(ticked - {f"{line.item.pk}" for line in chosen}))
        return chosen

    def gone(self, keys):
        """Who took the ticked products that wait here no more, product by product."""
        user = self.request.user
        items = Item.objects.scope(user).filter(pk__in=numbers(keys), process__isnull=False)
        reasons = [f"{item}：{whereabouts(item, [self.node], by=user)}" for item in items]
        return reasons or "所选产品已不在本环节，请核对后重新提交"

    def refuse(self, form, refused):
        form.refuse(refused.fields)
        at_fields = {reason for reasons in refused.fields.values() for reason in reasons}
        for reason in refused.reasons:
            if reason not in at_fields:
                form.add_error(None, reason)
        return self.show(form, status=422)

    def tell(self, form, chosen, answers):
        for line, answer in zip(chosen, answers, strict=True):
            form.refuse(answer.fields)
            line.reasons = [reason for reason in answer.reasons if reason not in form.told]
            if answer.ok:
                self.lines.remove(line)
        names = "、".join(str(answer.item) for answer in answers if answer.ok)
        if names:
            messages.success(self.request, f"{self.said}：{names}")
        if any(not answer.ok for answer in answers):
            messages.error(self.request, "部分产品未能办理，原因见下。")

    def show(self, form, status=200):
        context = self.get_context_data(form=form, lines=self.lines, papers=self.papers())
        return self.render_to_response(context, status=status)

    def papers(self):
        """``[(application, its lines)]``, the application with the most urgent line first."""
        found = {}
        for line in self.lines:
            found.setdefault(line.item.application, []).append(line)
        return list(found.items())
