"""What is certified: each entry, its certificate as PDF, leaving the catalogue."""

from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from applications.models import Item
from catalog.above import open_case
from catalog.leaving import ask_to_leave, reasons_against_staying, stay
from catalog.models import Certificate
from files.delivery import deliver
from files.kinds import PDF
from printing.pdf import PrinterMissing
from rules.official_dates import official_date
from rules.refusal import Refused
from workflow.models import ChangeReport

from .. import overview
from ..certificate_paper import drawn, verify_url
from ..forms.certificates import ExitForm
from .access import ApplicantsOnly, Button, OneTimeForm


class Certificates(ApplicantsOnly, TemplateView):
    template_name = "portal/certificates/list.html"

    def get_context_data(self, **kwargs):
        entries = overview.certificates(self.applicant, self.today)
        return super().get_context_data(entries=entries, applicant=self.applicant, **kwargs)


class OfCertificate(ApplicantsOnly):
    """A page about one of the applicant's own entries; anybody else's does not exist."""

    @cached_property
    def certificate(self):
        mine = Certificate.objects.filter(applicant=self.request.user.applicant_id)
        certificates = mine.select_related("product", "version", "ruleset__office", "applicant")
        return get_object_or_404(certificates, pk=self.kwargs["certificate"])

    def way_back(self):
        return "portal:certificate", self.certificate.pk

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **{
                **kwargs,
                "certificate": self.certificate,
                "entry": overview.entry(self.certificate, self.today),
            }
        )


class CertificatePage(OfCertificate, TemplateView):
    template_name = "portal/certificates/page.html"

    def may_stay(self, leaving):
        return not reasons_against_staying(leaving, by=self.request.user, on=self.today)

    def get_context_data(self, **kwargs):
        certificate = self.certificate
        leaving = certificate.exits.open().first()
        return super().get_context_data(
            leaving=leaving,
            may_stay=leaving and self.may_stay(leaving),
            verify_url=verify_url(certificate),
            case=open_case(certificate),
            events=certificate.events.order_by("-version"),
            changes=ChangeReport.objects.filter(certificate=certificate).order_by("-pk"),
            renewal=Item.objects.filter(renewal_of=certificate, outcome__isnull=True)
            .select_related("application")
            .order_by("-pk")
            .first(),
            **kwargs,
        )


class Stay(OfCertificate, Button):
    """The exit is taken back while its days run."""

    weighty_act = "收回退出目录的申请"

    def act(self):
        return stay(get_object_or_404(self.certificate.exits.open()), **self.signed)

    def message(self, request):
        return f"已收回退出申请，“{self.certificate.product}”仍在目录"


class Print(OfCertificate, View):
    """R20: the certificate with its number and a QR code, only while the entry is in force."""

    def get(self, request, *args, **kwargs):
        certificate = self.certificate
        if not certificate.is_live(self.today):
            words = certificate.status_text(self.today)
            return self.refuse(
                Refused([f"该目录条目{words}，不能打印证书"]), "portal:certificate", certificate.pk
            )
        try:
            printed = drawn(certificate, at=self.now)
        except PrinterMissing as missing:
            return render(
                request, "portal/certificates/no_printer.html", {"reason": missing}, status=503
            )
        return deliver(printed, PDF, f"{certificate.number}.pdf", is_shown=False)


class Exit(OfCertificate, OneTimeForm):
    """Leaving the catalogue, after a question; for some days it can be taken back (R42)."""

    weighty_act = "申请退出目录"
    template_name = "portal/certificates/exit.html"
    form_class = ExitForm

    def act(self, form):
        because = form.cleaned_data["because"]
        return ask_to_leave(self.certificate, because=because, **self.signed)

    def message(self, request):
        if request.done_at:
            return f"“{self.certificate.product}”已退出目录"
        until = official_date(request.last_day)
        return f"已申请退出，{until}（含当日）以前可以收回，期满退出目录"

    def onward(self, result):
        return self.way_back()
