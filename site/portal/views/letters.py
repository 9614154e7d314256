"""Letters from the office: a closed one is opened by a deliberate act, and that moment is kept."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from files.delivery import deliver
from files.kinds import PDF
from rules.refusal import Refused
from workflow.services import documents
from workflow.services.correspondence import read_letter

from .. import overview
from .access import ApplicantsOnly

PER_PAGE = 15


class Letters(ApplicantsOnly, TemplateView):
    template_name = "portal/letters.html"

    def get_context_data(self, **kwargs):
        mine, query = overview.letters(self.request.user), self.request.GET
        only_closed = "closed" in query
        letters = mine.closed() if only_closed else mine
        return super().get_context_data(
            page=Paginator(letters, PER_PAGE).get_page(query.get("p")),
            closed=mine.closed().count(),
            only_closed=only_closed,
            **kwargs,
        )


class LetterPage(ApplicantsOnly, TemplateView):
    """GET shows a sealed letter only from outside; POST opens it."""

    template_name = "portal/letter.html"

    @cached_property
    def letter(self):
        return get_object_or_404(overview.letters(self.request.user), pk=self.kwargs["letter"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{**kwargs, "letter": self.letter})

    def post(self, request, *args, **kwargs):
        read_letter(self.letter, **self.signed)
        return redirect("portal:letter", self.letter.pk)


class LetterPaper(ApplicantsOnly, View):
    """The letter as PDF, unless it is still sealed; the same bytes for everybody who asks."""

    def get(self, request, letter):
        letter = get_object_or_404(overview.letters(request.user), pk=letter)
        if letter.is_closed:
            raise Http404("该告知还没有打开")
        try:
            document = documents.letter_document(letter, **self.signed)
            data = documents.read(document)
        except Refused as refused:
            context = {"letter": letter, "reasons": refused.reasons}
            return render(request, "portal/letter.html", context, status=503)
        name = f"{document.title}.pdf"
        return deliver(data, PDF, name, is_shown=False)
