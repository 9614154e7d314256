"""The applicant's first page: papers, what is asked or has come in, certificates."""

from django.views.generic import TemplateView

from applications.models import Application
from ledger import monthly
from registry.models import DishonestyEntry
from workflow.models import Question

from .. import overview
from .access import ApplicantsOnly
from .profile import soon


class Home(ApplicantsOnly, TemplateView):
    template_name = "portal/home.html"

    def get_context_data(self, **kwargs):
        papers = overview.papers(self.request.user)
        return super().get_context_data(
            applicant=self.applicant,
            papers=papers,
            to_mend=[row for paper in papers for row in paper.rows if row.is_asked],
            unread=overview.letters(self.request.user).closed().count(),
            to_answer=self.to_answer(),
            answered=self.answered(),
            to_defend=self.to_defend(),
            intents=self.applicant.intents.filter(state="new").count(),
            licences=self.licences(),
            certificates=overview.certificates(self.applicant, self.today),
            owed=monthly.owed_by(self.applicant, self.today),
            today=self.today,
            **kwargs,
        )

    def to_answer(self):
        """Questions of a complaint's handler that can still be answered, the most urgent first."""
        open_requests = self.applicant.reply_requests.filter(answered_at__isnull=True)
        return list(open_requests.filter(due_on__gte=self.today).order_by("due_on", "pk"))

    def answered(self):
        """Papers with an answer to a question of the unit that it has not read."""
        fresh = Question.objects.filter(answered_at__isnull=False, read_at=None)
        mine = Application.objects.filter(applicant=self.applicant)
        return list(mine.filter(pk__in=fresh.values("application")).order_by("pk"))

    def to_defend(self):
        """What the unit may still state its case against, the most urgent first."""
        entries = self.applicant.dishonesty.filter(state=DishonestyEntry.State.NOTICED)
        entries = entries.filter(defended_at__isnull=True, defence_ends_at__gt=self.now)
        return list(entries.order_by("defence_ends_at"))

    def licences(self):
        """Those that have run out, and those that soon will (R63)."""
        ending = {"expired": [], "soon": []}
        for licence in self.applicant.licences.expired(self.today + soon(self.today)):
            ending["expired" if licence.valid_until < self.today else "soon"].append(licence)
        return ending
