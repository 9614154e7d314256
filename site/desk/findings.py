"""The desk's pages on which a case is opened, handed over, or told to have been published."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from registry.roles import Permission
from rules.periods import local_day
from rules.refusal import refuse_if
from workflow.services import case_notes, findings

from . import change_forms as forms
from .access import DeskButton, DeskForm
from .changes import ChangeView, OneChangeView, entries, proposals


class Finding(DeskForm, ChangeView):
    """任务4, A22: the office confirms a problem; the entry is suspended the same moment."""

    permission = Permission.CONFIRM_FINDINGS
    template_name = "desk/finding.html"
    page_title = "查实问题，立即暂停"
    form_class = forms.FindingForm

    @cached_property
    def certificate(self):
        entry = entries(self.request.user).filter(pk=self.kwargs["pk"]).first()
        if entry is None:
            raise Http404
        return entry

    def get_initial(self):
        return {"changed_on": local_day(self.at)}

    def act(self, form):
        return findings.confirm_finding(
            self.certificate, by=self.request.user, at=self.at, **form.values()
        )

    def message(self, cases):
        return case_message(cases)

    def onward(self, cases):
        return "desk:change", cases[0].pk

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            certificate=self.certificate,
            status=self.certificate.status_text(local_day(self.at)),
            back=reverse("desk:changes"),
            **kwargs,
        )


def case_message(cases):
    """What is said of cases that were opened just now."""
    numbers = "、".join(str(case) for case in cases)
    return f"已暂停并登记：{numbers}，请在期限内上报"


class OfProposal(ChangeView):
    """A page about one proposal; one that is kept from a tied officer does not exist."""

    permission = Permission.CONFIRM_FINDINGS

    @cached_property
    def proposal(self):
        return get_object_or_404(proposals(self.request.user), pk=self.kwargs["pk"])

    def get_page_title(self):
        return f"处置建议 {self.proposal.certificate}"


class ProposalPage(DeskForm, OfProposal):
    """What was proposed, a button to confirm it, and a form to decline it with a reason."""

    template_name = "desk/case_proposal.html"
    form_class = forms.DeclineForm
    success_message = "已登记：不予立案"

    def act(self, form):
        who = {"by": self.request.user, "at": self.at}
        return findings.decline_proposal(self.proposal, **who, **form.cleaned_data)

    def onward(self, proposal):
        return ("desk:changes",)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            proposal=self.proposal,
            status=self.proposal.certificate.status_text(local_day(self.at)),
            cases=self.proposal.cases.all(),
            **kwargs,
        )


class ConfirmProposal(DeskButton, OfProposal):
    """The entry is suspended the moment that it is confirmed (R21)."""

    def page_of_act(self):
        return reverse("desk:case_proposal", kwargs=self.kwargs)

    def act(self):
        return findings.confirm_proposal(self.proposal, by=self.request.user, at=self.at)

    def message(self, cases):
        return case_message(cases)

    def onward(self, cases):
        return "desk:change", cases[0].pk


class CaseNote(DeskButton, OneChangeView):
    """Something recorded of a case beside its steps; its form stands on the page of the case."""

    form_class = None
    prefix = ""
    service = None

    def page_of_act(self):
        return reverse("desk:change", kwargs=self.kwargs)

    def act(self):
        form = self.form_class(self.request.POST, prefix=self.prefix)
        refuse_if(
            [] if form.is_valid() else [text for each in form.errors.values() for text in each]
        )
        service = type(self).service
        return service(self.change, by=self.request.user, at=self.at, **form.cleaned_data)

    def message(self, result):
        return f"已登记：{self.change}"


class Transfer(CaseNote):
    """R23: handed to an authority that may punish it."""

    permission = Permission.CONFIRM_FINDINGS
    form_class, prefix = forms.CaseTransferForm, "transfer"
    service = case_notes.transfer_case
