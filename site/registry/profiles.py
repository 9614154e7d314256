"""What an applicant keeps up to date about itself; name and credit code are never among it."""

from django.db import transaction

from records.audit import record
from rules import typed_dates
from rules.identifiers import check_phone
from rules.periods import local_day
from rules.plain_text import plain_values
from rules.refusal import Refused, refuse_fields

from .models import Applicant, Licence

#: Name, credit code, type, domicile and legal representative change by a change report only (§2.3).
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
    _refuse_stranger(applicant, by)
    values = plain_values(values)
    refuse_fields(reasons_against_profile(values, on=on))
    applicant = Applicant.objects.select_for_update(of=("self",)).get(pk=applicant.pk)
    changed = sorted(name for name in PROFILE if getattr(applicant, name) != values[name])
    for name in PROFILE:
        setattr(applicant, name, values[name])
    applicant.save(update_fields=[*PROFILE, "changed_at"])
    record("registry.profile", applicant, by=by, at=at, changed=changed)
    return applicant


@transaction.atomic
def save_licence(applicant, *, by, at, licence=None, **values):
    """Enter a licence, or put its number and days right."""
    _refuse_stranger(applicant, by)
    licence = licence or Licence(applicant=applicant)
    for name, value in plain_values(values).items():
        setattr(licence, name, value)
    same = Licence.objects.filter(applicant=applicant, kind=licence.kind, number=licence.number)
    if same.exclude(pk=licence.pk).exists():
        raise Refused(["这个证书已经登记"], {"number": ["这个证书已经登记"]})
    if licence.issued_on:
        refuse_fields(typed_dates.LICENCE.reasons_against(licence.issued_on, on=local_day(at)))
    if licence.valid_until:
        refuse_fields(
            typed_dates.LICENCE_END.reasons_against(licence.valid_until, on=local_day(at))
        )
    licence.save()
    record("registry.licence", licence, by=by, at=at, kind=licence.kind)
    return licence


@transaction.atomic
def drop_licence(licence, *, by, at, on):
    """Take out a licence that was entered by mistake; an expired one is renewed, not hidden."""
    _refuse_stranger(licence.applicant, by)
    if licence.valid_until and licence.valid_until < on:
        raise Refused(["已到期的证书不能删除，请登记换发后的编号和有效期"])
    record("registry.drop_licence", licence, by=by, at=at, kind=licence.kind)
    licence.delete()


def set_mail_notices(user, is_on, *, at):
    """Whether ``user`` gets a mail when there is news; the portal always has it."""
    user.mail_notices = is_on
    user.save(update_fields=["mail_notices"])
    record("registry.mail_notices", user, by=user, at=at, is_on=is_on)


def _refuse_stranger(applicant, by):
    if by.applicant_id != applicant.pk:
        raise Refused(["只有本单位的人员可以修改"])
