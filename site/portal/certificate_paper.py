"""The certificate of an entry on paper (R20)."""

from django.conf import settings
from django.template.loader import render_to_string

from pages.catalogue.signed import statement
from printing.pdf import pdf


def verify_url(certificate):
    """Where anybody can check the certificate; printed as a QR code."""
    return f"{settings.SITE_URL}/verify/{certificate.number}/"


def drawn(certificate, *, on):
    """The PDF as of the day ``on``; raises ``PrinterMissing``. Only for an entry in force."""
    context = {
        "certificate": certificate,
        "facts": certificate.version,
        "verify_url": verify_url(certificate),
        "statement": statement(certificate),
        "today": on,
    }
    return pdf(render_to_string("portal/certificates/print.html", context))
