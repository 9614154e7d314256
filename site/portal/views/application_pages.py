"""After submission: where each product is, what is asked, mending, withdrawing, printing."""

from django.views.generic import TemplateView

from applications.policies.submitting import reasons_against_resubmitting
from applications.services import drafts
from workflow.policies.acting import reasons_against_withdrawing
from workflow.services import submissions

from .. import demands, draft_sections, overview, reason_links, tracking
from ..forms.particulars import WithdrawForm
from .access import ConfirmPage, OfApplication, OfItem, OneTimeForm


class ApplicationPage(OfApplication, TemplateView):
    """A draft as a list of its sections; a submitted paper as products on their way."""

    def get_template_names(self):
        return ["portal/draft.html" if self.application.is_draft else "portal/tracking.html"]

    def get_context_data(self, **kwargs):
        own = self.sections if self.application.is_draft else self.tracks
        return super().get_context_data(**own(), **kwargs)

    def sections(self):
        sections, links = draft_sections.sections(
            self.application, by=self.request.user, on=self.today
        )
        return {
            "sections": sections,
            "is_ready": not links,
            "done": sum(section.is_done for section in sections),
            "general_reasons": [each for each in links if each.page == "check"],
        }

    def tracks(self):
        mine = overview.letters(self.request.user)
        return {
            "tracks": tracking.tracks(self.application),
            "letters": mine.filter(item__application=self.application),
        }


class Mend(OfItem, OfApplication, ConfirmPage):
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
            reason_links=reason_links.reason_links(self.application, against),
            siblings=self.application.items.under_way().exclude(pk=self.item.pk).count(),
            **kwargs,
        )

    def due(self):
        """The turn that waits for the applicant."""
        return self.item.turns.filter(finished_at__isnull=True).first()

    def act(self):
        return submissions.resubmit(self.item, **self.signed)

    def back(self):
        return "portal:mend", self.application.pk, self.item.pk

    def message(self, result):
        return f"“{self.item}”已重新提交，由要求补正的环节继续审核"

    def onward(self, result):
        return self.way_back()


class Withdraw(OfItem, OfApplication, OneTimeForm):
    """Taking one product back, after a question (R67)."""

    template_name = "portal/withdraw.html"
    form_class = WithdrawForm

    def reasons_against_opening(self):
        return reasons_against_withdrawing(self.item, by=self.request.user)

    def act(self, form):
        because = form.cleaned_data["because"]
        return submissions.withdraw(self.item, because=because, **self.signed)

    def message(self, result):
        return f"已撤回“{self.item}”，其他产品不受影响"

    def onward(self, result):
        return self.way_back()
