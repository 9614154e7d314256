"""Checking a certificate by its number, live, as JSON: what ``/verify/`` says in words."""

from datetime import date
from typing import Literal

from django.urls import register_converter
from django.urls.converters import StringConverter
from django.utils import timezone
from ninja import Router, Schema, Status

from pages.catalogue.standing import Standing, standing_at
from pages.lookup import UNKNOWN, look_up

from .listing import LocalTime, PublicText, at_path
from .problems import ProblemOut

router = Router(tags=["证书核验"])


class Anything(StringConverter):
    """The rest of a path whatever is in it: a pasted address has slashes, a copied line its end."""

    regex = r"[\s\S]+"


register_converter(Anything, "anything")


class VerdictOut(Schema):
    certificate_no: str = at_path("number")
    product: PublicText = at_path("version.name")
    applicant: PublicText = at_path("applicant.name")
    credit_code: str = at_path("applicant.credit_code")
    standing: Literal[tuple(Standing)]
    standing_label: str
    is_valid: bool
    since: date | None
    valid_from: date
    valid_until: date
    checked_at: LocalTime


class NoCertificateOut(Schema):
    """``did_you_mean``: the one number in the catalogue that differs by a slip, if only one."""

    code: Literal["malformed", "check_character", "unknown"]
    detail: str
    did_you_mean: str | None = None


@router.get(
    "/{anything:certificate_no}",
    response={200: VerdictOut, 404: NoCertificateOut, 422: NoCertificateOut, 429: ProblemOut},
    summary="核验一个证书编号此刻的状态",
    description="编号可用任何写法。422：不是证书编号（malformed），或者校验码不符（check_character）；"
    "404：编号无误，但是目录内没有（unknown）。",
)
def verify(request, certificate_no: str):
    at = timezone.now()
    answer = look_up(certificate_no.replace("\x00", ""))
    if answer.certificate is None:
        refusal = {
            "code": answer.code,
            "detail": answer.reason,
            "did_you_mean": answer.suggestion,
        }
        return Status(404 if answer.code == UNKNOWN else 422, refusal)
    certificate, verdict = answer.certificate, standing_at(answer.certificate, at)
    certificate.standing = verdict.standing.value
    certificate.standing_label = verdict.standing.label
    certificate.is_valid = verdict.standing.is_valid
    certificate.since, certificate.checked_at = verdict.since, at
    return certificate
