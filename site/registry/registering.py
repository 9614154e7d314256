"""Registering a unit: what was typed waits until the mailbox is proved, for three days (R10, A02).

Until then nothing is held: neither the credit code nor anything of the applicant exists. A wrong
address, or a stranger with a code that everybody can read, keeps no unit out.
"""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from records.audit import record
from records.jobs import job
from registry.names import fill, get_names
from rules.applicant_kinds import reasons_against_kind
from rules.identifiers import check_credit_code, check_phone, check_region
from rules.periods import local_day
from rules.plain_text import plain_values
from rules.refusal import Refused, refuse_fields, refuse_if

from . import addresses
from .models import Applicant, Registration, RuleSet, User

#: [ours] As long as the link of the letter works; an unproved registration is gone afterwards.
UNPROVED_FOR = timedelta(days=3)
REGISTERED = "该单位已经注册。请由本单位的账号管理人发出邀请，凭邀请加入"
TOWNSHIP = "该代码在本区登记，请选择住所所在乡镇街道；住所已迁出本区的，不能申请认定"
WITHOUT_ACCOUNT = "该单位已在系统中登记但没有可用的账号，请持营业执照到{office}办理"


def reasons_against_registering(credit_code, entity_type, name, *, on):
    """``[(field, reason)]`` why no new applicant can be registered under this code (R10, A02)."""
    legal = needs_legal_person(on)
    code = check_credit_code(credit_code, require_legal_person=legal)
    reasons = [("credit_code", error) for error in code.errors]
    against_kind = reasons_against_kind(entity_type, name, require_legal_person=legal)
    reasons += [("entity_type", reason) for reason in against_kind]
    if not code.errors:
        reasons += [("credit_code", reason) for reason in _reasons_if_here(code.value)]
    return reasons


def needs_legal_person(on):
    """Whether the rules of day ``on`` ask for a legal person; so it is where none cover it."""
    ruleset = RuleSet.objects.in_force(on).first()
    return ruleset is None or ruleset.require_legal_person


def reasons_against_no_township(credit_code, township):
    """Who registered in this district says where: without it the unit counts as not local."""
    is_ours = "".join((credit_code or "").split())[2:8] == get_names().region
    return [TOWNSHIP] if is_ours and not township else []


def reasons_against_elsewhere(region, township):
    """Why ``region`` is not where a unit registered here has moved to, out of the district."""
    if township:
        return ["住所在本区的，只选乡镇街道，不填迁往地"]
    code = check_region(region)
    if code.errors:
        return [*code.errors]
    return ["这是本区的区划代码，请选择乡镇街道"] if code.value == get_names().region else []


def _reasons_if_here(code):
    applicant = Applicant.objects.filter(credit_code=code).first()
    if applicant is None:
        return []
    has_people = applicant.agents.filter(is_active=True).exists()
    return [REGISTERED if has_people else fill(WITHOUT_ACCOUNT)]


@transaction.atomic
def register(user, *, at, on, credit_code, phone, **facts):
    """Note that ``user`` registers a unit; it becomes an applicant once the mailbox is proved."""
    facts = plain_values(facts)
    kind = (facts["entity_type"], facts["name"])
    refuse_fields(reasons_against_registering(credit_code, *kind, on=on))
    number = check_phone(phone)
    refuse_fields([("phone", error) for error in number.errors])
    township = facts.pop("domicile_township", None)
    return Registration.objects.create(
        user=user,
        credit_code=check_credit_code(credit_code, require_legal_person=False).value,
        facts={**facts, "phone": number.value, "domicile_township_id": township and township.pk},
        registered_at=at,
    )


@transaction.atomic
def admit(user, *, at, by=None, because=""):
    """The mailbox of ``user`` is proved: the unit becomes an applicant, the user its manager.

    None where nothing waits. Refused where the code was taken meanwhile.
    """
    registration = Registration.objects.select_for_update().filter(user=user).first()
    if registration is None:
        return None
    code, facts = registration.credit_code, registration.facts
    kind = (facts["entity_type"], facts["name"])
    refuse_fields(reasons_against_registering(code, *kind, on=local_day(at)))
    applicant = _create(code, facts, email=user.email)
    User.objects.filter(pk=user.pk).update(
        applicant=applicant, applicant_role=User.ApplicantRole.OWNER
    )
    user.refresh_from_db()
    registration.delete()
    record("registry.register", applicant, by=by or user, at=at, because=because)
    return applicant


def _create(code, facts, *, email):
    """Two mailboxes may be proved at once: the database lets one of them have the code."""
    try:
        with transaction.atomic():
            return Applicant.objects.create(credit_code=code, email=email, **facts)
    except IntegrityError as error:
        raise Refused([REGISTERED]) from error


def prove(user, *, at):
    """:func:`admit`, or the end of the registration; the reasons why, [] when all is well."""
    try:
        admit(user, at=at)
    except Refused as refused:
        registration = Registration.objects.filter(user=user).first()
        if registration is not None:
            drop(registration, by=None, at=at, because="；".join(refused.reasons))
        return refused.reasons
    return []


@transaction.atomic
def drop(registration, *, by, at, because):
    """What was never proved is gone, with the account that was never used."""
    record("registry.drop_registration", registration, by=by, at=at, because=because)
    # the one case in which a user goes: nobody ever signed in under that name
    QuerySet.delete(User.objects.filter(pk=registration.user_id))


@transaction.atomic
def correct_address(user, email, *, at):
    """The address was mistyped: a new one, to be proved like the first; asked with the password."""
    registration = Registration.objects.select_for_update().filter(user=user).first()
    is_waiting = registration is not None and not addresses.is_proved(user)
    refuse_if([] if is_waiting else ["该账号的信箱已经验证，请登录后在“账号—电子信箱”中更换"])
    address = addresses.set_address(user, email, is_proved=False)
    record("registry.correct_address", registration, by=user, at=at)
    return address


@job("registrations", "未验证的注册到期作废", order=120)
def expire_unproved(at):
    """End the registrations that nobody proved in time; how many."""
    late = Registration.objects.filter(registered_at__lte=at - UNPROVED_FOR)
    sweep = expire_unproved.each(late, lambda each: _expire(each.pk, at), at=at)
    return sum(sweep.done)


@transaction.atomic
def _expire(pk, at):
    registration = Registration.objects.select_for_update().filter(pk=pk).first()
    if registration is None:
        return False
    if addresses.is_proved(registration.user):  # a crash came between the proof and the rest
        return bool(prove(registration.user, at=at))
    drop(registration, by=None, at=at, because="三天内没有验证电子信箱")
    return True
