"""Papers to download: a letter or a report as PDF, kept in the record."""

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from applications.models import Item
from files.delivery import deliver
from files.kinds import PDF
from rules.refusal import Refused
from workflow.models import Letter, Report, UpperReview
from workflow.services import documents

from .access import DeskView


class _Paper(DeskView):
    """Draws the paper on first asking; where the printer is missing, says so as a 503."""

    template_name = "desk/no_printer.html"
    page_title = "文书"
    header_icon = "doc-full"

    def get(self, request, pk):
        thing = self.find(pk)
        try:
            document = self.draw(thing, by=request.user, at=self.at)
            data = documents.read(document)
        except Refused as refused:
            context = self.get_context_data(reasons=refused.reasons)
            return TemplateResponse(request, self.template_name, context, status=503)
        return deliver(data, PDF, f"{document.title}.pdf")


class LetterPaper(_Paper):
    draw = staticmethod(documents.letter_document)

    def find(self, pk):
        items = Item.objects.scope(self.request.user)
        letters = Letter.objects.select_related("item__application__ruleset__office")
        return get_object_or_404(letters, pk=pk, item__in=items)


class ReportPaper(_Paper):
    """The report exists for who may see all that it reports."""

    draw = staticmethod(documents.report_document)

    def find(self, pk):
        return get_object_or_404(reports(self.request.user), pk=pk)


def reports(user):
    """The reports of which ``user`` may see every item."""
    items = Item.objects.scope(user).values("pk")
    reviews = UpperReview.objects.filter(report=OuterRef("pk"))
    hidden = reviews.exclude(item__in=items)
    return Report.objects.filter(Exists(reviews), ~Exists(hidden))
