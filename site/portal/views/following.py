"""After submission: where each product is, what is asked, mending, withdrawing, printing."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.generic import FormView, TemplateView

from registry import rulesets
from rules.refusal import Refused
from workflow.policies.acting import reasons_against_withdrawing
from workflow.policies.facts import reasons_against_facts
from workflow.services import drafts, submissions

from .. import pointing, reading, tracking
from ..forms.particulars import WithdrawForm
from .access import OfApplication, OfItem

STEPS = (
    ("particulars", "申请单位"),
    ("products", "产品"),
    ("materials", "申报材料"),
    ("commitment", "承诺和签名"),
)


class ApplicationPage(OfApplication, TemplateView):
    """A draft as a list of tasks; a submitted paper as products on their way."""

    def get_template_names(self):
        return ["portal/tasks.html" if self.application.is_draft else "portal/tracking.html"]

    def get_context_data(self, **kwargs):
        own = self.tasks if self.application.is_draft else self.tracks
        return super().get_context_data(**own(), **kwargs)

    def tasks(self):
        open_steps = {each.step for each in pointing.pointers(self.application, on=self.today)}
        tasks = [(name, title, name not in open_steps) for name, title in STEPS]
        return {
            "tasks": tasks,
            "is_ready": not open_steps,
            "done": sum(is_done for _, _, is_done in tasks),
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
        found = reasons_against_facts(self.item)
        return super().get_context_data(
            demands=tracking.demands(self.item),
            materials=self.application.materials.current(),
            pointers=[
                pointing.point(self.application, f"item-{self.item.pk}-{field}", reason)
                for field, reason in found
            ],
            **kwargs,
        )

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


class Print(OfApplication, TemplateView):
    """The form as the sample prints it, with as many rows as there are products (R87)."""

    template_name = "portal/print.html"

    def get_context_data(self, **kwargs):
        ruleset = self.application.ruleset or rulesets.in_force(self.today)
        return super().get_context_data(
            items=self.application.items.all(),
            ruleset=ruleset,
            submission=self.application.submissions.order_by("number").last(),
            **kwargs,
        )
