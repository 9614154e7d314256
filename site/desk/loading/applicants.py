"""Applicants with their licences and their agents' accounts."""

from datetime import UTC, date, datetime, timedelta

from registry.models import Applicant, DishonestyEntry, Licence, Township, User
from registry.names import get_names
from registry.roles import Clerk, ComplaintOfficer, Manager
from rules.identifiers import check_credit_code, check_phone
from rules.refusal import refuse_if

from .offices import person

#: When the fictional entry of the dishonesty register was made.
LONG_AGO = datetime(2019, 12, 1, tzinfo=UTC)


def load_applicant(record, password):
    """One applicant; an individual business is registered too, and refused when it submits."""
    code = check_credit_code(record["uscc"], require_legal_person=False)
    phone = check_phone(record["phone"])
    refuse_if([*code.errors, *phone.errors])
    township = Township.objects.filter(gb_code=record["township_code"]).first()
    refuse_if([] if township else [f"没有乡镇街道 {record['township_code']}"])
    existing = Applicant.objects.filter(credit_code=code.value).first()
    if existing is not None:
        return False
    applicant = Applicant(
        name=record["name"],
        entity_type=record["entity_type"],
        credit_code=code.value,
        domicile=record["address"],
        domicile_region=_region(record),
        domicile_township=township if get_names().district in record["address"][:12] else None,
        production_township=township,
        production_address=record["address"],
        legal_representative=record["legal_representative"],
        contact_person=record["contact_person"],
        phone=phone.value,
        email=record["email"],
        established_on=date.fromisoformat(record["established_on"]),
        registered_capital_fen=record["registered_capital_fen"],
        business_scope=record["business_scope"],
        trademark=record["trademark"] or "",
    )
    applicant.full_clean()
    applicant.save()
    _add_licences(applicant, record)
    _add_agent(applicant, record, password)
    _add_dishonesty(applicant, record)
    return True


def _region(record):
    """A03: local is who has its domicile here, whatever registrar its code names."""
    names = get_names()
    return names.region if names.district in record["address"] else record["registered_region"]


def _add_licences(applicant, record):
    for licence in record["licences"]:
        Licence.objects.create(
            applicant=applicant,
            kind=licence["kind"],
            number=licence.get("number") or applicant.credit_code,
            valid_until=licence.get("valid_to"),
        )


def _add_agent(applicant, record, password):
    person(
        record["id"].lower(),
        password,
        applicant=applicant,
        first_name=record["contact_person"],
        email=record["email"],
    )


def _add_dishonesty(applicant, record):
    if "blacklisted" in (record.get("expect") or {}).get("issues", []):
        DishonestyEntry.objects.create(
            applicant=applicant,
            cause="false_material",
            facts="虚构的失信事实，仅用于演示。",
            basis="虚构文号，仅用于演示",
            state=DishonestyEntry.State.EFFECTIVE,
            number=f"SX2019{applicant.pk:05d}",
            proposed_at=LONG_AGO,
            proposed_by=_officer(ComplaintOfficer),
            noticed_at=LONG_AGO,
            noticed_by=_officer(Clerk),
            defence_ends_at=LONG_AGO + timedelta(days=7),
            decided_at=LONG_AGO + timedelta(days=8),
            decided_by=_officer(Manager),
            effective_from=date(2019, 12, 9),
            effective_until=date(2022, 12, 9),
        )


def _officer(role):
    return User.objects.filter(memberships__role=role.word).first()
