"""The application form on paper: preview, PDF, Word, and the signed scan that comes back."""

from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from applications.policies.materials import SIGNED_FORM
from applications.printed import form_title, printed_digest
from applications.services.printing import print_form
from files.delivery import deliver
from files.kinds import PDF
from printing.pdf import PrinterMissing, pdf
from printing.word import DOCX
from registry.models import RuleSet
from rules.refusal import Refused

from .. import paper_form
from .access import OfApplication
from .materials import Materials


class OfPaper(OfApplication):
    """A page about the printed form; before there are rules there is no form."""

    def reasons_against_opening(self):
        reasons = super().reasons_against_opening()
        return reasons or ([] if self.ruleset else ["认定办法尚未施行，没有申请书样式"])

    @cached_property
    def ruleset(self):
        return self.application.ruleset or RuleSet.objects.in_force(self.today).first()

    @cached_property
    def items(self):
        return list(self.application.items.select_related("origin_township"))

    def sheet(self, printed=None):
        """What the sheet's template needs."""
        return {
            "application": self.application,
            "applicant": self.application.applicant,
            "ruleset": self.ruleset,
            "title": form_title(),
            "columns": paper_form.COLUMNS,
            "rows": paper_form.rows(self.items),
            "benefits": paper_form.benefits(self.items),
            "printed": printed,
            "trace": paper_form.trace(self.application, printed),
        }


class Print(OfPaper, TemplateView):
    """The form as the sample prints it, with as many rows as there are products (R87)."""

    template_name = "portal/print.html"

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), **self.sheet()}


class Signing(OfPaper, Materials):
    """Print, sign, scan, upload: the three acts of the paper form on one page."""

    template_name = "portal/signing.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        [section] = [each for each in context["sections"] if each["kind"] == SIGNED_FORM]
        now = printed_digest(self.application, self.ruleset)
        prints = list(self.application.printed_forms.order_by("-printed_at", "-pk"))
        return {
            **context,
            "section": section,
            "prints": [(each, each.sha256 == now) for each in prints],
            "has_items": bool(self.items),
        }


class PrintedFile(OfPaper, View):
    """A file to print; pressing notes which words were printed."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        try:
            printed = print_form(self.application, **self.signed)
            content = self.draw(printed)
        except Refused as refused:
            return self.refuse(refused, "portal:application", self.application.pk)
        except PrinterMissing as missing:
            return render(request, "portal/no_printer.html", self.excuse(missing), status=503)
        name = f"{form_title()}_{self.application.number or self.application.pk}.{self.ending}"
        return deliver(content, self.content_type, name, is_shown=False)

    def excuse(self, missing):
        return {
            "application": self.application,
            "reason": f"{missing}",
            "word_url": reverse("portal:print_word", args=[self.application.pk]),
        }


class PrintPdf(PrintedFile):
    content_type, ending = PDF, "pdf"

    def draw(self, printed):
        return pdf(render_to_string("portal/sheet_pdf.html", self.sheet(printed)))


class PrintWord(PrintedFile):
    content_type, ending = DOCX, "docx"

    def draw(self, printed):
        from ..word_form import word_bytes

        return word_bytes(self.application, self.items, self.ruleset, printed)
