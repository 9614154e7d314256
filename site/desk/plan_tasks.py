"""The fifteen tasks at the desk: who answers for them, their plans, progress and problems (R39)."""

from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property

from ledger import task_policies as policies
from ledger.models import Problem, Progress, Task, TaskUnit
from ledger.services import tasks as services
from registry.models import Organisation
from registry.permissions import organisations
from registry.roles import Permission
from rules.periods import local_day
from rules.sales import quarter, quarter_words

from . import plan_forms as forms
from .access import DeskView, typed
from .acts_page import ActsPage, PageAct
from .old_pages import digest_of

REPORT, CONFIRM = Permission.REPORT_PROGRESS, Permission.CONFIRM_PROGRESS


class PlanView(DeskView):
    permission = Permission.READ_TASKS
    header_icon = "list-ol"
    breadcrumbs_items = [
        {"url": reverse_lazy("wagtailadmin_home"), "label": "首页"},
        {"url": reverse_lazy("desk:plan_tasks"), "label": "工作任务"},
    ]

    @cached_property
    def on(self):
        return local_day(self.at)


def tasks_with_units():
    return Task.objects.prefetch_related("units__organisation").select_related("plan")


class PlanTasks(PlanView):
    """All of them for one quarter: whose plan and whose progress is there, late or missing."""

    template_name = "desk/plan_tasks.html"
    page_title = "工作任务"

    def get_breadcrumbs_items(self):
        return [self.breadcrumbs_items[0], {"url": "", "label": self.page_title}]

    @cached_property
    def quarter(self):
        """The quarter asked for, else the one that ended last."""
        word = typed(self.request.GET, "quarter", 6)
        return word if word in self.quarters else policies.last_quarter(self.on)

    @cached_property
    def quarters(self):
        first = Task.objects.order_by("issued_on").values_list("issued_on", flat=True).first()
        return policies.quarters_until(quarter(first), self.on)[::-1] if first else []

    def rows(self, tasks):
        """``(task, its plan, when that is due, [(unit, its progress or None)])`` of each task."""
        progress = Progress.objects.filter(quarter=self.quarter)
        reported = {each.unit_id: each for each in progress}
        for task in tasks:
            units = [(unit, reported.get(unit.pk)) for unit in task.units.all()]
            yield task, getattr(task, "plan", None), policies.plan_due_on(task), units

    def get_context_data(self, **kwargs):
        rows = list(self.rows(tasks_with_units()))
        every = [progress for *_, units in rows for _, progress in units]
        return super().get_context_data(
            rows=rows,
            quarter=self.quarter,
            quarters=[(word, quarter_words(word)) for word in self.quarters],
            due_on=policies.progress_due_on(self.quarter, self.on),
            missing=sum(progress is None for progress in every),
            unsigned=sum(bool(each and not each.confirmed_at) for each in every),
            without_plan=[task for task, plan, *_ in rows if plan is None or not plan.approved_at],
            problems=Problem.objects.overdue(self.on).select_related("task", "owner"),
            today=self.on,
            **kwargs,
        )


def _leads(view, permission):
    return policies.is_of(view.request.user, view.lead.organisation, permission)


def _own_unit(view, permission):
    own = organisations(view.request.user, permission)
    return next((unit for unit in view.units if unit.organisation.code in own), None)


def _plan_form(view, data, files):
    plan = view.plan
    initial = {}
    if plan is not None:
        lines = (f"{each.due_on} {each.text}" for each in plan.measures.all())
        initial = {"text": plan.text, "measures": "\n".join(lines)}
    return forms.PlanForm(data, initial=initial)


def _report_form(view, data, files):
    first, last = quarter(view.task.issued_on), quarter(view.on)
    words = [*policies.quarters_until(first, view.on), last][-4:][::-1]
    initial = {"quarter": policies.last_quarter(view.on)}
    return forms.ProgressForm(data, files, quarters=words, initial=initial)


def _report(view, **values):
    unit, word = _own_unit(view, REPORT), values.pop("quarter")
    return services.report_progress(unit, word, **values, **view.who)


def _organisations(view):
    return Organisation.objects.filter(tasks__task=view.task).order_by("tasks__position")


def _own_organisation(view, *permissions):
    own = organisations(view.request.user, *permissions)
    return next((each.organisation for each in view.units if each.organisation.code in own), None)


def _overseer(view):
    own = organisations(view.request.user, Permission.OVERSEE_TASKS)
    return Organisation.objects.filter(code__in=own).order_by("code").first()


def _note(view, **values):
    """In the name of the person's own unit of the task; else of the office that oversees it."""
    unit = _own_organisation(view, REPORT, CONFIRM) or _overseer(view)
    return services.write_note(view.task, organisation=unit, **values, **view.who)


ACTS = {
    "plan": PageAct(
        "提交计划",
        _plan_form,
        lambda view, **values: services.hand_in_plan(view.task, **values, **view.who),
        lambda view: _leads(view, REPORT) and not (view.plan and view.plan.approved_at),
        "计划已提交，等待本单位负责人审定",
    ),
    "approve": PageAct(
        "审定计划",
        lambda view, data, files: forms.EmptyForm(data),
        lambda view: services.approve_plan(view.plan, **view.who),
        lambda view: _leads(view, CONFIRM) and view.plan and not view.plan.approved_at,
        "计划已审定",
    ),
    "report": PageAct(
        "填报季度进展",
        _report_form,
        _report,
        lambda view: _own_unit(view, REPORT) is not None,
        "进展已填报，等待本单位负责人审签",
    ),
    "problem": PageAct(
        "登记问题",
        lambda view, data, files: forms.ProblemForm(data, organisations=_organisations(view)),
        lambda view, **values: services.raise_problem(view.task, **values, **view.who),
        lambda view: view.may_write,
        "问题已登记",
    ),
    "solve": PageAct(
        "登记解决情况",
        lambda view, data, files: forms.SolutionForm(data, organisations=view.open_problems),
        lambda view, problem, solution: services.solve_problem(
            problem, solution=solution, **view.who
        ),
        lambda view: view.may_write and view.open_problems.exists(),
        "解决情况已登记",
    ),
    "note": PageAct(
        "记录协调督导",
        lambda view, data, files: forms.NoteForm(data, initial={"day": view.on}),
        _note,
        lambda view: view.may_write,
        "已记录",
    ),
    "lead": PageAct(
        "变更牵头单位",
        lambda view, data, files: forms.LeadForm(
            data, organisations=view.task.units.exclude(role=TaskUnit.Role.LEAD)
        ),
        lambda view, **values: services.change_lead(view.task, **values, **view.who),
        lambda view: bool(organisations(view.request.user, Permission.OVERSEE_TASKS)),
        "牵头单位已变更",
    ),
}


class PlanTask(ActsPage, PlanView):
    """One task from top to bottom: its words, plan, progress, problems, log."""

    template_name = "desk/plan_task.html"
    acts = ACTS

    @cached_property
    def task(self):
        return get_object_or_404(tasks_with_units(), number=self.kwargs["number"])

    @cached_property
    def plan(self):
        return getattr(self.task, "plan", None)

    @cached_property
    def units(self):
        return list(self.task.units.all())

    @cached_property
    def lead(self):
        return policies.lead_of(self.task)

    @cached_property
    def may_write(self):
        return policies.may_write(self.task, self.request.user)

    @cached_property
    def open_problems(self):
        return self.task.problems.open()

    @cached_property
    def page_digest(self):
        """The plan as it was handed in: one that was handed in anew has to be read first."""
        return digest_of(self.plan.handed_in_at) if self.plan else ""

    def decide(self, act):
        """Who reports or notes something decides nothing about the plan."""
        return super().decide(act) if self.act_name in ("plan", "approve") else act()

    def get_page_title(self):
        return f"{self.task}"

    def page_of_act(self):
        return reverse("desk:plan_task", args=[self.task.number])

    def get_context_data(self, **kwargs):
        progress = Progress.objects.filter(unit__task=self.task)
        return super().get_context_data(
            task=self.task,
            lead=self.lead,
            plan=self.plan,
            plan_due_on=policies.plan_due_on(self.task),
            progress=progress.select_related("unit__organisation", "reported_by")[:40],
            problems=self.task.problems.select_related("owner", "solved_by"),
            notes=self.task.notes.select_related("organisation", "recorded_by")[:40],
            today=self.on,
            **kwargs,
        )
