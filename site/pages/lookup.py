"""One question, three bad answers: no number at all, one character wrong, or not in the catalogue.

The page and the API of verification both ask here, so that they always agree.
"""

from dataclasses import dataclass

from catalog.models import Certificate
from rules.certificate_numbers import Spelling, near_numbers, read_certificate_number

UNKNOWN = "unknown"
CODES = {
    Spelling.MALFORMED: "malformed",
    Spelling.CHECK_CHARACTER: "check_character",
    Spelling.WELL_FORMED: UNKNOWN,
}


@dataclass(frozen=True)
class Answer:
    """What was asked for: the certificate; or, with ``code`` and ``reason``, why there is none.

    ``number`` is the one spelling of a well-formed number. ``suggestion`` is the only certificate
    whose number differs from the one typed by a slip; None when there are several or none.
    """

    code: str
    reason: str = ""
    number: str = ""
    certificate: Certificate | None = None
    suggestion: str | None = None


def look_up(typed):
    """The :class:`Answer` to a certificate number in any spelling."""
    reading = read_certificate_number(typed)
    code = CODES[reading.spelling]
    if reading.reason:
        return Answer(code, reading.reason, suggestion=_only(near_numbers(reading)))
    number = str(reading.number)
    entries = Certificate.objects.select_related("version", "applicant", "ruleset")
    certificate = entries.filter(number=number).first()
    return Answer(code, "" if certificate else "查无此证", number, certificate)


def _only(numbers):
    certificates = Certificate.objects.filter(number__in=numbers) if numbers else ()
    listed = [certificate.number for certificate in certificates[:2]]
    return listed[0] if len(listed) == 1 else None
