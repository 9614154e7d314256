"""征求意见 and 委派 at the desk: asking, answering, taking a question back."""

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from applications.models import Application
from registry.permissions import duties
from rules.periods import local_day
from workflow.models import Consultation
from workflow.policies import consultations as policies
from workflow.services import consultations

from .access import DeskForm
from .consultation_forms import AnswerForm, AskForm, EntrustForm, PreparationForm
from .item_views import ItemView
from .reversals import ReasonForm

KINDS = Consultation.Kind


class _Asking(ItemView):
    """A question about a product, asked at the step that is the officer's own."""

    kind = None

    @cached_property
    def task(self):
        return policies.own_task(self.item, self.request.user)

    @property
    def barred(self):
        return policies.reasons_against_who(self.item, by=self.request.user)

    def get_form_kwargs(self):
        about = {"task": self.task, "user": self.request.user, "on": local_day(self.at)}
        return {**super().get_form_kwargs(), **about}

    def act(self, form):
        return consultations.ask(self.item, kind=self.kind, **self.who, **form.values())


class Ask(_Asking):
    """Of a colleague, another office or an expert; the step waits for none of them."""

    kind = KINDS.OPINION
    template_name = "desk/consult.html"
    page_title = "征求意见"
    success_message = "已征求意见"
    form_class = AskForm


class Entrust(_Asking):
    """A colleague prepares the opinion; it comes back to who signs."""

    kind = KINDS.PREPARATION
    template_name = "desk/consult.html"
    page_title = "委派"
    success_message = "已委派"
    form_class = EntrustForm

    @property
    def barred(self):
        reasons = super().barred
        if not reasons and policies.duty_of(self.task) is None:
            reasons = ["只有签署意见的环节可以委派他人代为准备"]
        return reasons


def visible_to(user):
    """What ``user`` asked, may answer, or sees with the paper that it is about."""
    rows = Consultation.objects.select_related(
        "item__application__applicant",
        "organisation",
        "person",
        "office",
        "asked_by",
        "answered_by",
        "revoked_by",
        "task__turn",
    )
    codes = {duty.partition("@")[2] for duty in duties(user)}
    to_answer = Consultation.objects.asked_of(user, codes)
    papers = Application.objects.scope(user)
    return rows.filter(Q(pk__in=to_answer.values("pk")) | Q(item__application__in=papers))


class _OneConsultation(DeskForm):
    template_name = "desk/consultation.html"
    header_icon = "comment"

    @cached_property
    def consultation(self):
        return get_object_or_404(visible_to(self.request.user), pk=self.kwargs["pk"])

    @cached_property
    def sees_paper(self):
        papers = Application.objects.scope(self.request.user)
        return papers.filter(pk=self.consultation.item.application_id).exists()

    def get_page_title(self):
        return self.consultation.get_kind_display()

    def get_page_subtitle(self):
        return str(self.consultation.item)

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(
            consultation=self.consultation,
            item=self.consultation.item,
            sees_paper=self.sees_paper,
            barred=self.barred,
            may_revoke=self.consultation.is_open and policies.may_revoke(self.consultation, user),
            **kwargs,
        )

    def onward(self, result):
        if self.sees_paper:
            return "desk:application", self.consultation.item.application_id
        return ("desk:inbox",)


class Answer(_OneConsultation):
    """The question with its answer, or the form for who may give one."""

    success_message = "已答复"

    def get_form_class(self):
        lends = self.consultation.kind == KINDS.PREPARATION
        return PreparationForm if lends else AnswerForm

    @cached_property
    def barred(self):
        return policies.reasons_against_who_answers(self.consultation, by=self.request.user)

    def act(self, form):
        typed = {"stance": "", **form.cleaned_data}
        return consultations.answer(self.consultation, **self.who, **typed)


class Revoke(_OneConsultation):
    """Taken back with a reason by who asked, or by the head of that step."""

    template_name = "desk/revoke_consultation.html"
    success_message = "已撤销"
    form_class = ReasonForm

    @property
    def barred(self):
        reasons = policies.reasons_against_revoking(
            self.consultation, because="x" * policies.SHORTEST, by=self.request.user
        )
        return [reason for _field, reason in reasons]

    def get_page_title(self):
        return f"撤销{self.consultation.get_kind_display()}"

    def get_breadcrumbs_items(self):
        page = reverse("desk:consultation", args=[self.consultation.pk])
        label = self.consultation.get_kind_display()
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, {"url": page, "label": label}, here]

    def act(self, form):
        return consultations.revoke(self.consultation, **self.who, **form.cleaned_data)
