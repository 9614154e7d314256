"""Checking a certificate by its number, live, as JSON: what ``/verify/`` says in words."""

from datetime import date

from django.utils import timezone
from ninja import Router, Schema
from ninja.errors import HttpError

from catalog.models import Certificate
from rules.numbers import parse_certificate_number

from ...catalogue.standing import standing_at
from .listing import LocalTime, PublicText, at_path

router = Router(tags=["证书核验"])
LONGEST = 60


class VerdictOut(Schema):
    certificate_no: str = at_path("number")
    product: PublicText = at_path("version.name")
    applicant: PublicText = at_path("applicant.name")
    credit_code: str = at_path("applicant.credit_code")
    standing: str
    standing_label: str
    is_valid: bool
    since: date | None
    valid_from: date
    valid_until: date
    checked_at: LocalTime


@router.get("/{certificate_no}", response=VerdictOut, summary="核验一个证书编号此刻的状态")
def verify(request, certificate_no: str):
    at = timezone.now()
    certificate = _certificate(certificate_no)
    verdict = standing_at(certificate, at)
    certificate.standing = verdict.standing.value
    certificate.standing_label = verdict.standing.label
    certificate.is_valid = verdict.standing.is_valid
    certificate.since, certificate.checked_at = verdict.since, at
    return certificate


def _certificate(number):
    """The certificate of ``number`` in any spelling; 422 when it is no number, 404 when none."""
    try:
        known = str(parse_certificate_number(number[:LONGEST]))
    except ValueError as error:
        raise HttpError(422, f"{error}") from error
    found = Certificate.objects.select_related("version", "applicant", "ruleset")
    certificate = found.filter(number=known).first()
    if certificate is None:
        raise HttpError(404, "查无此证")
    return certificate
