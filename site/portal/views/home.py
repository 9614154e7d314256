"""The applicant's first page: papers, what is asked, letters, certificates."""

from django.views.generic import TemplateView

from .. import reading
from .access import ApplicantsOnly
from .profile import SOON


class Home(ApplicantsOnly, TemplateView):
    template_name = "portal/home.html"

    def get_context_data(self, **kwargs):
        papers = reading.papers(self.request.user)
        return super().get_context_data(
            applicant=self.applicant,
            papers=papers,
            asked=[row for paper in papers for row in paper.rows if row.is_asked],
            unread=reading.letters(self.request.user).closed().count(),
            licences=self.licences(),
            certificates=reading.certificates(self.applicant, self.today),
            **kwargs,
        )

    def licences(self):
        """Those that have run out, and those that soon will (R63)."""
        held = self.applicant.licences
        soon = held.expiring(self.today, before=self.today + SOON)
        return {"expired": list(held.expired(self.today)), "soon": list(soon)}
