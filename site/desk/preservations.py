"""保全 at the desk: what is kept as evidence, entered by one and decided by another."""

from django import forms
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from doors.text_forms import TextForm
from registry.models import Applicant
from registry.roles import Permission
from rules.periods import local_day
from rules.refusal import refuse_if
from supervision.models import Complaint
from workflow.models import Preservation
from workflow.policies import preservations as policies
from workflow.services import preservations

from .access import DeskForm, DeskView, may, typed
from .opinion_forms import day_input, long_text
from .paper import applications_of
from .preserved import KEEPERS

AGREE, DECLINE = "agree", "decline"
MOST = 200
STALE = "页面打开以后，该保全已有新的办理情况，请核对后重新选择"


class PreserveForm(TextForm):
    must = ("paper_no", "because", "until")
    paper_no = forms.CharField(
        label="依据的文号",
        required=False,
        max_length=80,
        help_text="法院、检察、纪检监察、审计等机关来文的文号",
    )
    because = forms.CharField(label="理由", required=False, max_length=300, widget=long_text(3))
    until = forms.DateField(
        label="保全至",
        required=False,
        widget=day_input(),
        help_text="最后一天，当日仍在保全；不能确定的不填，由两人解除",
    )


class LiftForm(TextForm):
    must = ("because",)
    because = forms.CharField(
        label="解除的理由和依据", required=False, max_length=300, widget=long_text(3)
    )


class DecisionForm(TextForm):
    decision = forms.ChoiceField(
        label="决定",
        choices=[(AGREE, "同意"), (DECLINE, "不同意；提出的人可以撤回")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择同意或者不同意"},
    )

    @property
    def agrees(self):
        return self.cleaned_data["decision"] == AGREE


class _Preserving(DeskView):
    page_title = "保全"
    header_icon = "lock"

    def is_allowed(self):
        return may(self.request.user, *KEEPERS, Permission.SEE_ACCESSES)

    def in_sight(self):
        """Preservations of complaints about people are seen by whom the complaint is."""
        in_scope = Q(complaint__in=Complaint.objects.scope(self.request.user))
        rows = Preservation.objects.filter(in_scope | Q(complaint=None))
        return rows.select_related(
            *("application__applicant", "complaint", "applicant"),
            *("entered_by", "decided_by", "lift_asked_by", "lifted_by"),
        )


class Preservations(_Preserving):
    """Every preservation, the newest first."""

    template_name = "desk/preservations.html"

    def get_context_data(self, **kwargs):
        on = local_day(self.at)
        standing = set(Preservation.objects.standing(on).values_list("pk", flat=True))
        return super().get_context_data(rows=self.in_sight()[:MOST], standing=standing, **kwargs)


class Preserve(DeskForm, _Preserving):
    """A new one, of the paper from whose page one comes."""

    template_name = "desk/preserve.html"
    form_class = PreserveForm

    def is_allowed(self):
        return may(self.request.user, *KEEPERS)

    @cached_property
    def subject(self):
        user = self.request.user
        rows = {
            "application": lambda: applications_of(user),
            "complaint": lambda: Complaint.objects.scope(user),
            "applicant": lambda: Applicant.objects.filter(
                pk__in=applications_of(user).values("applicant")
            ),
        }
        if self.kwargs["kind"] not in rows:
            raise Http404
        return get_object_or_404(rows[self.kwargs["kind"]](), pk=self.kwargs["pk"])

    def get_page_title(self):
        return f"提出保全：{self.subject}"

    def act(self, form):
        return preservations.preserve(self.subject, **self.who, **form.cleaned_data)

    def thing(self):
        """What is refused here is no event of the paper, whose page everybody reads."""
        return self.request.user

    def message(self, preservation):
        return f"已提出{preservation}，即时生效，由另一人决定"

    def onward(self, preservation):
        return "desk:preservation", preservation.pk

    def get_context_data(self, **kwargs):
        back = reverse(f"desk:{self.kwargs['kind']}", args=[self.kwargs["pk"]])
        return super().get_context_data(subject=self.subject, back=back, **kwargs)


class OnePreservation(DeskForm, _Preserving):
    """One of them: another decides, somebody asks to lift it, another decides on that."""

    template_name = "desk/preservation.html"
    success_message = "已登记"

    @cached_property
    def preservation(self):
        return get_object_or_404(self.in_sight(), pk=self.kwargs["pk"])

    def get_page_title(self):
        return f"{self.preservation}"

    @property
    def is_standing(self):
        return policies.is_standing(self.preservation, local_day(self.at))

    @property
    def asks_to_lift(self):
        """Whether the next act is asking for its end, not deciding on what somebody asked."""
        row = self.preservation
        return row.decided_at is not None and not row.is_lifting_asked

    def get_form_class(self):
        return LiftForm if self.asks_to_lift else DecisionForm

    @property
    def stage(self):
        """What the form on the page is about; one of another stage decides nothing."""
        return f"{self.preservation.decided_at}/{self.preservation.lift_asked_at}"

    def act(self, form):
        row = self.preservation
        refuse_if([] if typed(self.request.POST, "stage") == self.stage else [STALE])
        if isinstance(form, LiftForm):
            return preservations.ask_to_lift(row, **self.who, **form.cleaned_data)
        decide = preservations.lift if row.is_lifting_asked else preservations.decide
        return decide(row, is_approved=form.agrees, **self.who)

    def onward(self, result):
        return "desk:preservation", self.preservation.pk

    @property
    def barred(self):
        """Why nothing is asked of this person here."""
        if not may(self.request.user, *KEEPERS):
            return ["只有受理人员和负责人可以办理"]
        if not self.asks_to_lift:
            return []
        return [] if self.is_standing else ["已经结束，没有需要办理的事项"]

    def get_context_data(self, **kwargs):
        row = self.preservation
        return super().get_context_data(
            row=row,
            standing={row.pk} if self.is_standing else set(),
            barred=self.barred,
            button=self.button,
            stage=self.stage,
            subject_url=reverse(f"desk:{row.kind}", args=[row.subject.pk]),
            **kwargs,
        )

    @property
    def button(self):
        if self.asks_to_lift:
            return "提请解除"
        return "决定是否解除" if self.preservation.is_lifting_asked else "决定"
