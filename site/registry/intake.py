"""代单位登记: the office enters a unit that called or came, on its behalf and marked so (R77).

The unit may have no address: it takes its account over by a code on paper. The office enters who
the unit is and nothing of its papers: who reviews does not write what is reviewed.
"""

from django.db import IntegrityError, transaction

from records.audit import record
from rules.identifiers import check_credit_code, check_phone
from rules.periods import local_day
from rules.plain_text import plain_values
from rules.refusal import Refused, refuse_fields

from . import access_codes, registering, unit_accounts
from .models import Applicant
from .roles import Permission


@transaction.atomic
def take_in(facts, *, how, because, by, at):
    """``(applicant, code row, code)`` of a unit that is entered by ``by``.

    ``facts`` are columns of :class:`Applicant`; ``how`` is one of its ``Intake``. Refused for the
    reasons of any registration, and without the reason why.
    """
    facts = plain_values(facts)
    code, phone = facts.pop("credit_code"), check_phone(facts.pop("phone"))
    looks = Permission.SEE_ACCOUNTS
    reasons = unit_accounts.reasons_against(None, because=because, by=by, permission=looks)
    kind = (facts["entity_type"], facts["name"])
    reasons += registering.reasons_against_registering(code, *kind, on=local_day(at))
    refuse_fields(reasons + [("phone", error) for error in phone.errors])
    number = check_credit_code(code, require_legal_person=False).value
    unit = _create(credit_code=number, phone=phone.value, intake=how, intake_by=by, **facts)
    record("registry.take_in", unit, by=by, at=at, because=because, how=how)
    return unit, *access_codes.make(unit, by=by, at=at)


def _create(**columns):
    """The unit may have registered itself a moment ago: the database lets one have the code."""
    try:
        with transaction.atomic():
            return Applicant.objects.create(**columns)
    except IntegrityError as error:
        raise Refused([registering.REGISTERED]) from error
