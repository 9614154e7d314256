"""What an applicant keeps up to date about itself; what its licence says is never among it."""

from django.db import transaction

from records.audit import record
from rules import typed_dates
from rules.identifiers import check_phone
from rules.plain_text import plain_values
from rules.refusal import Refused, refuse_fields

from .models import Applicant

#: Name, credit code and domicile of a holder change by a change report (§2.3); these, the type and
#: the legal representative are else put right by the office (particulars.py).
PROFILE = (
    "contact_person",
    "phone",
    "email",
    "public_phone",
    "production_township",
    "production_address",
    "established_on",
    "registered_capital_fen",
    "business_scope",
    "trademark",
    "trademark_no",
    "trademark_class",
    "brand_awards",
    "tags",
)


def reasons_against_profile(values, *, on):
    """Why these particulars cannot be kept, as ``[(field, reason)]``."""
    reasons = [("phone", error) for error in check_phone(values["phone"]).errors]
    if values["public_phone"]:
        result = check_phone(values["public_phone"], allow_hotline=True)
        reasons += [("public_phone", error) for error in result.errors]
    if values["established_on"]:
        reasons += typed_dates.FOUNDING.reasons_against(values["established_on"], on=on)
    if (values["trademark_no"] or values["trademark_class"]) and not values["trademark"]:
        reasons.append(("trademark", "填写了商标注册号或类别的，请填写商标名称"))
    return reasons


@transaction.atomic
def save_profile(applicant, *, by, at, on, **values):
    """Keep the applicant's own particulars; papers already under way keep what they said."""
    refuse_stranger(applicant, by)
    values = plain_values(values)
    refuse_fields(reasons_against_profile(values, on=on))
    applicant = Applicant.objects.select_for_update(of=("self",)).get(pk=applicant.pk)
    changed = sorted(name for name in PROFILE if getattr(applicant, name) != values[name])
    for name in PROFILE:
        setattr(applicant, name, values[name])
    applicant.save(update_fields=[*PROFILE, "changed_at"])
    record("registry.profile", applicant, by=by, at=at, changed=changed)
    return applicant


def set_mail_notices(user, is_on, *, at):
    """Whether ``user`` gets a mail when there is news; the portal always has it."""
    user.mail_notices = is_on
    user.save(update_fields=["mail_notices"])
    record("registry.mail_notices", user, by=user, at=at, is_on=is_on)


def refuse_stranger(applicant, by):
    """Raise ``Refused`` unless ``by`` acts for ``applicant``."""
    if by.applicant_id != applicant.pk:
        raise Refused(["只有本单位的人员可以修改"])
