"""The certificate of an entry on paper (R20)."""

from django.conf import settings
from django.template.loader import render_to_string

from pages.catalogue.signed import statement
from pages.issuing import note_issued
from printing.pdf import pdf
from rules.periods import local_day


def verify_url(certificate):
    """Where anybody can check the certificate; printed as a QR code."""
    return f"{settings.SITE_URL}/verify/{certificate.number}/"


def drawn(certificate, *, at):
    """The PDF as of ``at``, noted as issued; raises ``PrinterMissing``. Only for one in force."""
    context = {
        "certificate": certificate,
        "facts": certificate.version,
        "verify_url": verify_url(certificate),
        "statement": statement(certificate),
        "today": local_day(at),
    }
    paper = pdf(render_to_string("portal/certificates/print.html", context))
    note_issued(paper, "certificate", certificate=certificate, at=at)
    return paper
