"""Checking a certificate: what a buyer with a number or a QR code in hand is told, live (R20)."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from pages.addresses import misuse_url
from pages.lookup import UNKNOWN, look_up
from pages.models import ProductPage
from rules.certificate_numbers import LONGEST

from .public_text import masked
from .signing_keys import SM2, KeyUnusable, public_keys
from .standing import standing_at


@never_cache
def verify(request):
    """The form; a number in ``?number=`` is led to its own address, in its one spelling."""
    typed = request.GET.get("number", "").replace("\x00", "").strip()[:LONGEST]
    if not typed:
        keys = _keys()
        context = {
            "verifying": True,
            "missing": "number" in request.GET,
            "keys": keys,
            "has_sm2": any(key.algorithm == SM2 for key in keys.values()),
        }
        return render(request, "pages/verify.html", context)
    answer = look_up(typed)
    if answer.number:
        return redirect("public:verify_number", answer.number)
    return _no_certificate(request, typed, answer)


@never_cache
def verify_number(request, number):
    """The certificate of ``number`` as it stands now; 404, in plain words, when there is none."""
    at = timezone.now()
    number = number.replace("\x00", "")[:LONGEST]
    answer = look_up(number)
    if answer.number and answer.number != number:
        return redirect("public:verify_number", answer.number)
    if answer.certificate is None:
        return _no_certificate(request, number, answer)
    context = _context(request, answer.certificate, at)
    return render(request, "pages/verify_result.html", context)


def _keys():
    """The published keys; none while the own one fails: numbers are checked all the same."""
    try:
        return public_keys()
    except KeyUnusable:
        return {}


def _context(request, certificate, at):
    others = ProductPage.objects.visible(at).filter(certificate__product=certificate.product_id)
    pages = {page.certificate_id: page for page in others}
    own = pages.pop(certificate.pk, None)
    removals = certificate.events.filter(op="remove", effective_at__lte=at)
    return {
        "removal": removals.last(),
        "left_page": ProductPage.objects.left(at).filter(certificate=certificate).first(),
        "verifying": True,
        "certificate": certificate,
        "facts": certificate.version,
        "verdict": standing_at(certificate, at),
        "asked_at": at,
        "product_page": own,
        "successor": next(iter(pages.values()), None),
        "misuse_url": misuse_url(certificate.number),
    }


def _no_certificate(request, typed, answer):
    """404 for a number that nobody has; 422 for what is no number, with a search for the words."""
    number = answer.number or masked(typed)
    context = {
        "verifying": True,
        "number": number,
        "answer": answer,
        "may_search": number == typed,
        "misuse_url": misuse_url(),
    }
    status = 404 if answer.code == UNKNOWN else 422
    return render(request, f"pages/verify_{answer.code}.html", context, status=status)
