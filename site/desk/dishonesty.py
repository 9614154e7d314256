"""The dishonesty register at the desk: the list, a proposal by hand, and the page of an entry."""

from cryptography.fernet import InvalidToken
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property

from catalog.models import Certificate
from doors import evidence
from files.delivery import deliver
from records.models import AuditEvent
from registry.models import Applicant, DishonestyEntry
from registry.roles import Permission
from rules.periods import local_day
from rules.refusal import Refused, refuse_if
from workflow import charts
from workflow.flows import Dishonesty
from workflow.models import DishonestyFile, DishonestyRepair
from workflow.policies import dishonesty as policies
from workflow.services import dishonesty as services

from . import dishonesty_forms as forms
from .access import DeskForm, DeskView, may, typed
from .charting import svg_file
from .paper import in_words

PER_PAGE = 20
NEWER = "页面打开以后，信用修复申请已有变化，请核对后重新决定"
State = DishonestyEntry.State
REPAIRS = DishonestyRepair.objects.filter(entry=OuterRef("pk"), decided_at__isnull=True)
#: Name → title, form, service, what is said when it is done.
ACTS = {
    "send_notice": ("发出告知书", forms.NoticeForm, services.send_notice, "已告知该单位"),
    "decide": ("作出决定", forms.DecisionForm, services.decide, "已作出决定"),
    "answer_repair": ("决定信用修复", forms.RepairForm, services.answer_repair, "已决定修复申请"),
    "withdraw": ("撤销登记", forms.BecauseForm, services.withdraw, "已撤销"),
}


def entries(user):
    """Every entry but those of units that ``user`` is tied to."""
    return DishonestyEntry.objects.exclude(applicant__in=user.ties.values("applicant"))


class DishonestyView(DeskView):
    permission = Permission.READ_DISHONESTY
    header_icon = "warning"
    breadcrumbs_items = [
        {"url": reverse_lazy("wagtailadmin_home"), "label": "首页"},
        {"url": reverse_lazy("desk:dishonesty"), "label": "失信登记"},
    ]


class Entries(DishonestyView):
    """What is under way first; the number of queries does not depend on the rows."""

    template_name = "desk/dishonesty.html"
    page_title = "失信登记"

    def get_breadcrumbs_items(self):
        return [self.breadcrumbs_items[0], {"url": "", "label": self.page_title}]

    def listed(self):
        state, text = self.request.GET.get("state", "open"), typed(self.request.GET, "q")
        rows = entries(self.request.user)
        if state == "open":
            rows = rows.open()
        elif state in State.values:
            rows = rows.filter(state=state)
        if text:
            rows = rows.filter(Q(number__icontains=text) | Q(applicant__name__icontains=text))
        return rows.select_related("applicant").annotate(wants_repair=Exists(REPAIRS))

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            page=Paginator(self.listed(), PER_PAGE).get_page(self.request.GET.get("p")),
            states=[("open", "未终结"), ("all", "全部"), *State.choices],
            state=self.request.GET.get("state", "open"),
            q=typed(self.request.GET, "q"),
            may_propose=may(self.request.user, Permission.PROPOSE_DISHONESTY),
            **kwargs,
        )


class FindUnit(DishonestyView):
    """Any registered unit may be proposed, whether or not it has ever had a product."""

    permission = Permission.PROPOSE_DISHONESTY
    template_name = "desk/dishonesty_unit.html"
    page_title = "提出失信登记建议"

    def get_context_data(self, **kwargs):
        text = typed(self.request.GET, "q")
        units = Applicant.objects.filter(Q(name__icontains=text) | Q(credit_code=text.upper()))
        return super().get_context_data(
            q=text, units=units.order_by("name")[:PER_PAGE] if text else [], **kwargs
        )


class Propose(DeskForm, DishonestyView):
    permission = Permission.PROPOSE_DISHONESTY
    template_name = "desk/dishonesty_propose.html"
    form_class = forms.ProposalForm

    @cached_property
    def unit(self):
        return get_object_or_404(Applicant, pk=self.kwargs["pk"])

    def get_page_title(self):
        return f"提出失信登记建议：{self.unit}"

    def get_initial(self):
        return {"source": typed(self.request.GET, "source", 60)}

    def act(self, form):
        return services.propose(self.unit, by=self.request.user, at=self.at, **form.cleaned_data)

    def message(self, entry):
        return f"已提出建议：{entry}"

    def onward(self, entry):
        return "desk:dishonesty_entry", entry.pk

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            unit=self.unit,
            barred=policies.reasons_against_proposer(self.unit, by=self.request.user),
            **kwargs,
        )


class OfEntry(DishonestyView):
    """A page about one entry; one of a unit that the officer is tied to does not exist."""

    @cached_property
    def entry(self):
        rows = entries(self.request.user).select_related(
            "applicant", "proposed_by", "noticed_by", "decided_by", "process__case"
        )
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_page_title(self):
        return f"失信登记 {self.entry}"


class Entry(DeskForm, OfEntry):
    """The entry read from top to bottom, with the forms of what this officer may do now."""

    template_name = "desk/dishonesty_entry.html"

    @property
    def name(self):
        return typed(self.request.POST, "act")

    def post(self, request, pk):
        if self.name not in ACTS:
            messages.warning(request, "请选择要办理的事项。")
            return redirect("desk:dishonesty_entry", pk=pk)
        return super().post(request, pk=pk)

    def get_form(self, form_class=None):
        return self.form(self.name, self.request.POST) if self.request.POST else None

    def form(self, name, data=None):
        return ACTS[name][1](data, auto_id=f"id_{name}_%s")

    @property
    def awaited_repair(self):
        """The key of the repair that waits, which is what its form answers; "" where none does."""
        row = self.entry.repairs.filter(decided_at__isnull=True).first()
        return f"{row.pk}" if row else ""

    def act(self, form):
        if self.name == "answer_repair":
            refuse_if([] if typed(self.request.POST, "repair") == self.awaited_repair else [NEWER])
        act = ACTS[self.name]
        act[2](self.entry, by=self.request.user, at=self.at, **forms.values(form))
        return act[3]

    def message(self, result):
        return f"{result}：{self.entry}"

    def onward(self, result):
        return "desk:dishonesty_entry", self.entry.pk

    def reasons(self, name):
        """Why the officer cannot do ``name`` now; None where it is not its turn."""
        entry, user = self.entry, self.request.user
        if name in ("send_notice", "decide"):
            task = services.open_task(entry, name)
            return policies.reasons_against_step(entry, task, by=user) if task else None
        is_due = entry.state in DishonestyEntry.OPEN
        if name == "answer_repair":
            is_due = entry.repairs.filter(decided_at__isnull=True).exists() and is_due
        return policies.reasons_against_head(entry, by=user) if is_due else None

    def get_context_data(self, form=None, **kwargs):
        entry, wrong = self.entry, {self.name: form} if form else {}
        acts_with_reasons = [(name, *ACTS[name][:1], self.reasons(name)) for name in ACTS]
        trail = AuditEvent.objects.filter(
            subject_type="registry.dishonestyentry", subject_id=str(entry.pk)
        )
        return super().get_context_data(
            form=form,
            entry=entry,
            acts=[
                (name, title, wrong.get(name) or self.form(name))
                for name, title, reasons in acts_with_reasons
                if reasons == []
            ],
            shut=[(title, reasons) for _, title, reasons in acts_with_reasons if reasons],
            repairs=entry.repairs.select_related("decided_by"),
            awaited_repair=self.awaited_repair,
            letters=entry.letters.all(),
            files=entry.evidence.all(),
            standing=Certificate.objects.live()
            .filter(applicant=entry.applicant_id)
            .select_related("product"),
            may_find=may(self.request.user, Permission.CONFIRM_FINDINGS),
            today=local_day(self.at),
            due_on=services.due_on(entry),
            history=in_words(list(trail)),
            **kwargs,
        )


class Chart(OfEntry):
    """The flow chart of one entry with its steps marked."""

    def get(self, request, pk):
        process = getattr(self.entry, "process", None)
        drawing = charts.svg(Dishonesty, process and process.pk)
        return svg_file(request, drawing, f"{self.entry}.svg")


class File(DishonestyView):
    """A file of the evidence, the defence or a repair; every look is kept."""

    def get(self, request, uid):
        rows = DishonestyFile.objects.filter(entry__in=entries(request.user))
        file = get_object_or_404(rows, uid=uid)
        try:
            data = evidence.read_evidence(file, by=request.user, at=self.at)
        except Refused as refused:
            messages.error(request, f"{file.name}：{'；'.join(refused.reasons)}")
            return redirect(reverse("desk:dishonesty_entry", args=[file.entry_id]))
        except (InvalidToken, FileNotFoundError) as missing:
            raise Http404 from missing
        return deliver(data, file.mime, file.name)
