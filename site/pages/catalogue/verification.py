"""Checking a certificate: what a buyer with a number or a QR code in hand is told, live (R20)."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from catalog.models import Certificate
from rules.numbers import parse_certificate_number

from ..addresses import misuse_url
from ..models import ProductPage
from .standing import standing_at

LONGEST = 60


@never_cache
def verify(request):
    """The form; a number in ``?number=`` is led to its own address, in its one spelling."""
    typed = request.GET.get("number", "").replace("\x00", "").strip()[:LONGEST]
    if not typed:
        missing = "number" in request.GET
        return render(request, "pages/verify.html", {"verifying": True, "missing": missing})
    if "/" in typed:
        return _unknown(request, typed, "证书编号格式不正确，应如“ZG-360702-2020-0001-E”")
    return redirect("public:verify_number", _spelled(typed))


@never_cache
def verify_number(request, number):
    """The certificate of ``number`` as it stands now; 404, in plain words, when there is none."""
    at = timezone.now()
    number = number.replace("\x00", "")[:LONGEST]
    try:
        known = str(parse_certificate_number(number))
    except ValueError as error:
        return _unknown(request, number, str(error))
    if known != number:
        return redirect("public:verify_number", known)
    entries = Certificate.objects.select_related("version", "applicant", "ruleset")
    certificate = entries.filter(number=known).first()
    if certificate is None:
        return _unknown(request, known, "")
    return render(request, "pages/verify_result.html", _told(request, certificate, at))


def _told(request, certificate, at):
    others = ProductPage.objects.visible(at).filter(certificate__product=certificate.product_id)
    pages = {page.certificate_id: page for page in others}
    own = pages.pop(certificate.pk, None)
    return {
        "verifying": True,
        "certificate": certificate,
        "facts": certificate.version,
        "verdict": standing_at(certificate, at),
        "asked_at": at,
        "product_page": own,
        "successor": next(iter(pages.values()), None),
        "misuse_url": misuse_url(certificate.number),
    }


def _unknown(request, number, reason):
    context = {
        "verifying": True,
        "number": number,
        "reason": reason,
        "misuse_url": misuse_url(),
    }
    return render(request, "pages/verify_unknown.html", context, status=404)


def _spelled(typed):
    try:
        return str(parse_certificate_number(typed))
    except ValueError:
        return typed
