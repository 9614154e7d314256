"""The desk's pages about listed products: change reports, findings, removal (办法四（三）)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property

from applications.models import Application, Item
from catalog.models import Certificate
from pages.models import RemovalPage
from pages.models.product_queries import certificate_key
from records.models import AuditEvent
from registry.calendars import calendar
from registry.roles import Permission
from rules.periods import local_day
from rules.refusal import refuse_if
from supervision.models import CaseProposal
from workflow import charts, facts
from workflow.flows import ChangeReporting
from workflow.models import ChangeReport
from workflow.policies.changes import reasons_against_taking_step
from workflow.positions import open_change_task
from workflow.services import case_notes
from workflow.services import changes as services
from workflow.whereabouts import taken

from . import change_forms as forms
from .access import DeskButton, DeskForm, DeskView, may, typed
from .charting import bpmn_file, svg_file
from .deadlines import deadline
from .paper import in_words
from .steps import CHANGE_STEPS

PER_PAGE = 20
TABS = (("open", "办理中"), ("overdue", "逾期未上报"), ("all", "全部"))
#: The node at which a report waits → its form, its service, what is said when it is done.
STEPS = {
    "register_change": (forms.RegisterForm, services.register_change, "已办理登记"),
    "check_figures": (forms.FiguresForm, services.check_figures, "已登记核实的数字"),
    "assess_change": (forms.AssessForm, services.assess_change, "已签署核查意见"),
    "report_upward": (forms.SendForm, services.send_up, "已登记上报"),
    "recheck": (forms.RecheckForm, case_notes.recheck, "已登记复核"),
    "record_ruling": (forms.RulingForm, services.record_ruling, "已登记省级决定"),
}


class ChangeView(DeskView):
    permission = Permission.READ_CHANGES
    header_icon = "history"
    breadcrumbs_items = [
        {"url": reverse_lazy("wagtailadmin_home"), "label": "首页"},
        {"url": reverse_lazy("desk:changes"), "label": "变更与清理"},
    ]


class Changes(ChangeView):
    """Every report in the officer's scope; entries are found here to confirm a finding."""

    template_name = "desk/changes.html"
    page_title = "变更与清理"

    @cached_property
    def tab(self):
        tab = self.request.GET.get("tab", "open")
        return tab if tab in dict(TABS) else "open"

    def reports(self, tab):
        reports = ChangeReport.objects.scope(self.request.user)
        if tab == "open":
            return reports.open()
        return reports.overdue(local_day(self.at)) if tab == "overdue" else reports

    def certificates(self, text):
        """The live entries that ``text`` names, by number, product or holder."""
        if not text or not may(self.request.user, Permission.CONFIRM_FINDINGS):
            return []
        live = entries(self.request.user).live()
        hits = live.filter(number=certificate_key(text)) or (
            live.filter(product__name__icontains=text)
            | live.filter(applicant__name__icontains=text)
        )
        return hits[:PER_PAGE]

    def proposals(self):
        """What waits for somebody who may confirm a finding; None for everybody else."""
        if not may(self.request.user, Permission.CONFIRM_FINDINGS):
            return None
        return proposals(self.request.user).waiting()

    def get_breadcrumbs_items(self):
        return [self.breadcrumbs_items[0], {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        reports = self.reports(self.tab).select_related(
            "certificate__product", "certificate__applicant"
        )
        text = typed(self.request.GET, "q")
        return super().get_context_data(
            tab=self.tab,
            tabs=[(name, title, self.reports(name).count()) for name, title in TABS],
            page=Paginator(reports, PER_PAGE).get_page(self.request.GET.get("p")),
            today=local_day(self.at),
            may_find=may(self.request.user, Permission.CONFIRM_FINDINGS),
            certificates=self.certificates(text),
            proposals=self.proposals(),
            q=text,
            **kwargs,
        )


def entries(user):
    """The entries whose papers ``user`` may see."""
    items = Item.objects.filter(application__in=Application.objects.scope(user))
    return Certificate.objects.filter(item__in=items).select_related(
        "product", "applicant", "ruleset__office", "item__application"
    )


def proposals(user):
    """The proposals about entries whose papers ``user`` may see."""
    # of each of the few proposals; never through the whole catalogue
    theirs = Exists(entries(user).filter(pk=OuterRef("certificate")))
    rows = CaseProposal.objects.scope(user).filter(theirs)
    return rows.select_related(
        "certificate__product", "certificate__applicant", "complaint", "inspection"
    )


class ItemChanges(ChangeView):
    """From a row of the inbox, which knows its product, to the report that waits."""

    def get(self, request, pk):
        waiting = ChangeReport.objects.scope(request.user).open().filter(certificate__item=pk)
        reports = sorted(waiting, key=lambda change: (not self.may_act(change), change.pk))
        if not reports:
            messages.warning(request, "该产品没有办理中的变更报告。")
            return redirect("desk:changes")
        return redirect("desk:change", pk=reports[0].pk)

    def may_act(self, change):
        task = open_change_task(change)
        return not reasons_against_taking_step(change, task, by=self.request.user)


class OneChangeView(ChangeView):
    """A page about one report; one outside the officer's scope does not exist."""

    @cached_property
    def change(self):
        changes = ChangeReport.objects.scope(self.request.user).select_related(
            "certificate__product",
            "certificate__version",
            "certificate__applicant",
            "certificate__ruleset",
            "certificate__item__application",
            "figure_check__checked_by",
        )
        return get_object_or_404(changes, pk=self.kwargs["pk"])

    def get_page_title(self):
        kind = "案件" if self.change.is_office_finding else "变更报告"
        return f"{kind} {self.change}"


class Change(DeskForm, OneChangeView):
    """The report read from top to bottom, with the form of the step that waits."""

    template_name = "desk/change.html"

    @cached_property
    def task(self):
        return open_change_task(self.change)

    @cached_property
    def barred(self):
        """Why this officer may not take the waiting step; empty where nothing waits."""
        if self.task is None:
            return []
        return reasons_against_taking_step(self.change, self.task, by=self.request.user)

    @property
    def step(self):
        return STEPS[self.task.flow_task.name] if self.task else None

    def get_form(self, form_class=None):
        if self.step is None:
            return None
        form = super().get_form(self.step[0])
        if self.task.flow_task.name == "check_figures":
            form.ask_for(self.change)
        return form

    def post(self, request, pk):
        if self.step is None or request.POST.get("step") != self.task.flow_task.name:
            node = typed(request.POST, "step")
            nodes = [node] if node in CHANGE_STEPS else []
            reason = taken(self.change.process_id, nodes, by=request.user)
            messages.warning(request, f"{reason}。")
            return redirect("desk:change", pk=pk)
        return super().post(request, pk=pk)

    def act(self, form):
        _, service, message = self.step
        service(self.change, **self.who, **form.values())
        return message

    def message(self, text):
        return f"{text}：{self.change}"

    def onward(self, text):
        return "desk:change", self.change.pk

    def forward_form(self):
        """For the recorder, once it was sent up."""
        if not self.change.sent_at or not may(self.request.user, Forward.permission):
            return None
        days = {"city_on": self.change.city_on, "province_on": self.change.province_on}
        return forms.ForwardForm(initial=days)

    def transfer_form(self):
        """For who may confirm findings, once the case is registered (R23)."""
        is_open_to = self.change.registered_at and may(
            self.request.user, Permission.CONFIRM_FINDINGS
        )
        return forms.CaseTransferForm(prefix="transfer") if is_open_to else None

    def publication(self):
        """What the platform announced of the removal (R71), and whether it may be recorded now."""
        if self.change.ruling != ChangeReport.Ruling.REMOVE:
            return {}
        row = self.change.certificate.publication("removal")
        may_record = row is None and may(self.request.user, Permission.RECORD_NATIONAL)
        return {"publication": row, "may_publish": may_record}

    def get_context_data(self, **kwargs):
        change = self.change
        work_calendar, on = calendar(), local_day(self.at)
        days = change.certificate.ruleset.change_notice_days
        trail = AuditEvent.objects.filter(
            subject_type="workflow.changereport", subject_id=str(change.pk)
        )
        return super().get_context_data(
            change=change,
            certificate=change.certificate,
            status=change.certificate.status_text(on),
            rows=facts.rows(change),
            files=change.evidence.select_related("file"),
            check=getattr(change, "figure_check", None),
            figures=facts.checked_rows(change),
            task=self.task,
            barred=self.barred,
            due=deadline(self.task.turn, on=on, calendar=work_calendar) if self.task else None,
            notice_due=work_calendar.planned_after(change.changed_on, days).day,
            reported_on=local_day(change.reported_at),
            today=on,
            forward=self.forward_form(),
            transfer=self.transfer_form(),
            **self.publication(),
            notice=RemovalPage.objects.filter(event__certificate=change.certificate_id).first(),
            transfers=change.transfers.select_related("recorded_by"),
            history=in_words(list(trail)),
            **kwargs,
        )


class Forward(DeskButton, OneChangeView):
    """A20: the days on which city and province had it, noted by the recorder at any time."""

    permission = Permission.RECORD_CHANGES

    def page_of_act(self):
        return reverse("desk:change", kwargs=self.kwargs)

    def act(self):
        form = forms.ForwardForm(self.request.POST)
        refuse_if([] if form.is_valid() else ["请填写正确的日期"])
        services.note_forwarding(self.change, **self.who, **form.cleaned_data)

    def message(self, result):
        return f"已登记：{self.change}"


class ChangeChart(OneChangeView):
    """The flow chart of one report with its steps marked."""

    def get(self, request, pk):
        drawing = charts.svg(ChangeReporting, self.change.process_id)
        return svg_file(request, drawing, f"{self.change.number or self.change.pk}.svg")


class ChangeBpmn(OneChangeView):
    """The flow of a report as BPMN 2.0."""

    def get(self, request, pk):
        return bpmn_file(ChangeReporting, f"{self.change.number or self.change.pk}.bpmn")
