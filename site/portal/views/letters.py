"""Letters from the office: a closed one is opened by a deliberate act, and that moment is kept."""

from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from workflow.services.correspondence import read_letter

from .. import reading
from .access import ApplicantsOnly


class Letters(ApplicantsOnly, TemplateView):
    template_name = "portal/letters.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(letters=reading.letters(self.request.user), **kwargs)


class LetterPage(ApplicantsOnly, TemplateView):
    """GET shows a sealed letter only from outside; POST opens it."""

    template_name = "portal/letter.html"

    @cached_property
    def letter(self):
        return get_object_or_404(reading.letters(self.request.user), pk=self.kwargs["letter"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{**kwargs, "letter": self.letter})

    def post(self, request, *args, **kwargs):
        read_letter(self.letter, **self.signed)
        return redirect("portal:letter", self.letter.pk)
