"""One event of the catalogue as one record of the exchange format (requirements §6.2)."""

from decimal import Decimal
from uuid import UUID, uuid5

from registry.listed_words import platform_category
from rules.lifecycle import CertificateOp
from rules.periods import SHANGHAI, local_day
from rules.privacy import scan

#: The namespace of record ids for ever: a record id is UUIDv5(this, certificate number).
CERTIFICATES = UUID("6f1d1c0e-5a0b-5d55-9d0c-3c1b7a3e0702")


def record(event):
    """The record of ``event``: facts and status as of the event, holder as known now.

    Personal numbers typed into a public text leave masked; people and contacts are not in the
    format, save the office line that the holder agreed to publish.
    """
    certificate = event.certificate
    return {
        **_change(event),
        **_product(event.product_version, certificate.ruleset),
        **_holder(certificate.applicant),
        "certificate_no": certificate.number,
        "listed_on": f"{certificate.listed_on}",
        "valid_from": f"{certificate.valid_from}",
        "valid_to": f"{certificate.valid_until}",
        "district_publicity": _span(certificate.district_from, certificate.district_until),
        "national_publicity": _span(certificate.national_from, certificate.national_until),
    }


def record_id(certificate_number):
    """The lasting identifier of a certificate's record, as text."""
    return str(uuid5(CERTIFICATES, certificate_number))


def china_time(at):
    """``at`` (aware) to the second, as 2020-10-12T00:00:00+08:00."""
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds")


def _change(event):
    removed = event.op == CertificateOp.REMOVE
    return {
        "record_id": record_id(event.certificate.number),
        "record_version": event.version,
        "op": event.op,
        "effective_at": china_time(event.effective_at),
        "change_reason": event.reason,
        "basis_doc_no": _public(event.basis_doc_no) or None,
        "status": event.status,
        "removed_on": f"{local_day(event.effective_at)}" if removed else None,
    }


def _product(facts, ruleset):
    township = facts.origin_township
    return {
        "product_name": _public(facts.name),
        "category": platform_category(facts.category),
        "origin_region": township.gb_code[:6] if township else ruleset.local_region,
        "origin_township": township.gb_code if township else None,
        "origin_text": _public(facts.origin_text),
        "input_source": facts.input_sources,
        "annual_output_value": _decimal(facts.annual_output),
        "annual_output_unit": facts.output_unit,
        "supply_months": facts.supply_months,
        "sales_spec": _public(facts.sales_spec),
        "reference_price_fen": facts.reference_price_fen,
        "certifications": facts.certifications,
        "benefit_households": facts.households,
        "benefit_persons": facts.persons,
        "benefit_mechanisms": facts.mechanisms,
    }


def _holder(applicant):
    return {
        "holder_name": _public(applicant.name),
        "holder_uscc": applicant.credit_code,
        "holder_type": applicant.entity_type,
        "holder_region": applicant.registrar_region,
        "holder_public_phone": _office_line(applicant.public_phone),
    }


def _office_line(phone):
    """A number the holder agreed to publish; null when none, or when it is a person's mobile."""
    return None if not phone or scan(phone) else phone


def _public(text):
    """``text`` with every personal number in it masked (PIPL 28)."""
    for finding in reversed(scan(text)):
        text = text[: finding.start] + finding.masked + text[finding.end :]
    return text


def _decimal(value):
    """1200.500 as "1200.5"; null when the fact is missing."""
    return None if value is None else f"{Decimal(value).normalize():f}"


def _span(first, last):
    return None if first is None else f"{first}/{last}"
