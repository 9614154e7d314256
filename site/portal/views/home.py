"""The applicant's first page: papers, what is asked, letters, certificates."""

from django.views.generic import TemplateView

from .. import reading
from .access import ApplicantsOnly


class Home(ApplicantsOnly, TemplateView):
    template_name = "portal/home.html"

    def get_context_data(self, **kwargs):
        papers = reading.papers(self.request.user)
        return super().get_context_data(
            applicant=self.applicant,
            papers=papers,
            asked=[row for paper in papers for row in paper.rows if row.is_asked],
            unread=reading.letters(self.request.user).filter(read_at__isnull=True).count(),
            certificates=reading.certificates(self.applicant, self.today),
            **kwargs,
        )
