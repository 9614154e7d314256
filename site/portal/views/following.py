"""After submission: where each product is, what is asked, mending, withdrawing, printing."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.generic import FormView, TemplateView

from applications.policies.submitting import reasons_against_resubmitting
from applications.services import drafts
from rules.refusal import Refused
from workflow.policies.acting import reasons_against_withdrawing
from workflow.services import submissions

from .. import demands, pointing, reading, tasks, tracking
from ..forms.particulars import WithdrawForm
from .access import OfApplication, OfItem


class ApplicationPage(OfApplication, TemplateView):
    """A draft as a list of tasks; a submitted paper as products on their way."""

    def get_template_names(self):
        return ["portal/tasks.html" if self.application.is_draft else "portal/tracking.html"]

    def get_context_data(self, **kwargs):
        own = self.tasks if self.application.is_draft else self.tracks
        return super().get_context_data(**own(), **kwargs)

    def tasks(self):
        steps, found = tasks.tasks(self.application, by=self.request.user, on=self.today)
        return {
            "tasks": steps,
            "is_ready": not found,
            "done": sum(step.is_done for step in steps),
            "elsewhere": [each for each in found if each.step == "check"],
        }

    def tracks(self):
        mine = reading.letters(self.request.user)
        return {
            "tracks": tracking.tracks(self.application),
            "letters": mine.filter(item__application=self.application),
        }


class Mend(OfItem, OfApplication, TemplateView):
    """What the reviewers ask for, what can be changed, and sending it back to them."""

    template_name = "portal/mend.html"

    def reasons_against_opening(self):
        return [] if drafts.is_being_mended(self.item) else ["该产品现在不需要补正"]

    def get_context_data(self, **kwargs):
        against = reasons_against_resubmitting(self.item, on=self.today)
        return super().get_context_data(
            demands=demands.demands(self.item),
            due=self.due(),
            materials=self.application.materials.current(),
            pointers=pointing.points(self.application, against),
            siblings=self.application.items.under_way().exclude(pk=self.item.pk).count(),
            **kwargs,
        )

    def due(self):
        """The turn that waits for the applicant."""
        return self.item.turns.filter(finished_at__isnull=True).first()

    def post(self, request, *args, **kwargs):
        try:
            submissions.resubmit(self.item, **self.signed)
        except Refused as refused:
            for reason in refused.reasons:
                messages.error(request, reason)
            return redirect("portal:mend", self.application.pk, self.item.pk)
        messages.success(request, f"“{self.item}”已重新提交，由要求补正的环节继续审核")
        return redirect("portal:application", self.application.pk)


class Withdraw(OfItem, OfApplication, FormView):
    """Taking one product back, after a question (R67)."""

    template_name = "portal/withdraw.html"
    form_class = WithdrawForm

    def reasons_against_opening(self):
        return reasons_against_withdrawing(self.item, by=self.request.user)

    def form_valid(self, form):
        because = form.cleaned_data["because"]
        try:
            submissions.withdraw(self.item, because=because, **self.signed)
        except Refused as refused:
            return self.refuse(refused, "portal:application", self.application.pk)
        messages.success(self.request, f"已撤回“{self.item}”，其他产品不受影响")
        return redirect("portal:application", self.application.pk)
