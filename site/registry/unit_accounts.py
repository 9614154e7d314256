"""What the office may do with the accounts of a unit, after seeing its licence (A02, R77).

For the cases in which the unit cannot help itself: a wrong address, a manager who has left, a code
that somebody else registered. Each act needs a reason, leaves a row, and is told to everybody
concerned; whoever is tied to the unit does none of them (R67).
"""

from django.db import transaction

from records.audit import record
from registry.names import fill
from rules.refusal import refuse_fields

from . import access_codes, accounts, addresses, registering
from .above import open_cases
from .models import AccessCode, Applicant, Invitation, Registration, Tie, User
from .news import send_account_news
from .permissions import organisations
from .roles import Permission

OWNER = User.ApplicantRole.OWNER
#: Shorter reasons say nothing to whoever reads the trail.
LEAST = 5


def reasons_against(applicant, *, because, by, permission=Permission.DECIDE_ACCOUNTS):
    """``[(field, reason)]`` against any act of ``by`` on the accounts of ``applicant``."""
    reasons = []
    if not organisations(by, permission):
        reasons.append(("", fill("只有{office}负责人可以办理")))
    if applicant is not None and Tie.objects.filter(user=by, applicant=applicant).exists():
        reasons.append(("", "您与该单位有利害关系，应当回避"))
    if len(because.strip()) < LEAST:
        reasons.append(("because", f"请填写理由，不少于{LEAST}个字"))
    return reasons


@transaction.atomic
def set_role(person, role, *, because, by, at):
    """Make a person of a unit its manager or a plain agent; one manager at least remains."""
    unit = _lock(person.applicant_id)
    reasons = reasons_against(unit, because=because, by=by)
    reasons += _against_person(person) + ([] if role == OWNER else _against_last_owner(person))
    if person.applicant_role == role:
        reasons.append(("role", f"{person}已经是{person.get_applicant_role_display()}"))
    refuse_fields(reasons)
    person.applicant_role = role
    person.save(update_fields=["applicant_role"])
    row = record("registry.set_role", person, by=by, at=at, because=because, role=role)
    tell(unit, f"一名人员的身份变更为{person.get_applicant_role_display()}", row)


@transaction.atomic
def set_address(person, email, *, because, by, at):
    """A new address for a person of a unit, which the office vouches for: it needs no proof."""
    unit = _lock(person.applicant_id)
    reasons = reasons_against(unit, because=because, by=by) + _against_person(person)
    reasons += [("email", reason) for reason in addresses.reasons_against(email, user=person)]
    if email.lower() == person.email.lower() and addresses.is_proved(person):
        reasons.append(("email", "与现在的信箱相同"))
    refuse_fields(reasons)
    earlier = person.email if addresses.is_proved(person) else ""  # else it may be a stranger's
    addresses.set_address(person, email)
    row = record("registry.set_address", person, by=by, at=at, because=because)
    tell(unit, "一名人员的电子信箱已更正", row, earlier)


@transaction.atomic
def end(person, *, because, by, at):
    """End the account of a person who has left; what was signed stays, every session is dead."""
    unit = _lock(person.applicant_id)
    reasons = reasons_against(unit, because=because, by=by) + _against_person(person)
    refuse_fields(reasons + _against_last_reader(person))
    earlier = person.email
    row = _end(person, because=because, by=by, at=at)
    tell(unit, "一名人员的账号已停用", row, earlier)


@transaction.atomic
def hand_over(unit, email, *, is_licence_seen, because, by, at):
    """The unit gets its accounts back: whoever has one loses it, ``email`` is asked in as manager.

    For a code that a stranger registered, and for a unit whose managers are all gone.
    """
    unit = _lock(unit.pk)
    reasons = reasons_against(unit, because=because, by=by)
    if not is_licence_seen:
        reasons.append(("is_licence_seen", "查验营业执照原件后才能办理"))
    people = unit.agents.filter(is_active=True)
    others = [reason for reason in addresses.reasons_against(email) if not _has(people, email)]
    refuse_fields(reasons + [("email", reason) for reason in others])
    _end_all(unit, because=because, by=by, at=at)
    return accounts.send_invitation(unit, email=email, role=OWNER, by=by, at=at, because=because)


@transaction.atomic
def hand_over_on_paper(unit, *, is_licence_seen, because, by, at):
    """For a unit without e-mail: ``(row, code)`` to be printed instead of an invitation."""
    unit = _lock(unit.pk)
    reasons = reasons_against(unit, because=because, by=by)
    if not is_licence_seen:
        reasons.append(("is_licence_seen", "查验营业执照原件后才能办理"))
    refuse_fields(reasons)
    _end_all(unit, because=because, by=by, at=at)
    return access_codes.make(unit, by=by, at=at)


@transaction.atomic
def hand_code(person, *, because, by, at):
    """``(row, code)`` for who lost password, mailbox or second factor and came in person."""
    unit = _lock(person.applicant_id)
    reasons = reasons_against(unit, because=because, by=by) + _against_person(person)
    refuse_fields(reasons)
    made = access_codes.make(unit, person=person, by=by, at=at)
    row = record("registry.hand_code", person, by=by, at=at, because=because, code=made[0].pk)
    tell(unit, "一名人员领取了重新设置密码的办理码", row)
    return made


@transaction.atomic
def vouch(registration, email, *, because, by, at):
    """Somebody at the counter proves who registers: the unit is an applicant from now on."""
    registration = _locked(registration)
    looks = Permission.SEE_ACCOUNTS
    reasons = reasons_against(None, because=because, by=by, permission=looks)
    if registration is None:
        refuse_fields([*reasons, ("", "该注册已经验证或者已经作废")])
    user = registration.user
    reasons += [("email", reason) for reason in addresses.reasons_against(email, user=user)]
    refuse_fields(reasons)
    addresses.set_address(user, email)
    unit = registering.admit(user, at=at, by=by, because=because)
    what = f"注册已核实，可以登录，用户名是 {user.username}"
    send_account_news([email], unit=unit, what=what, at=at, key=f"vouched:{registration.pk}")
    return unit


@transaction.atomic
def drop(registration, *, because, by, at):
    """A registration that should not be: gone before its three days are over."""
    registration = _locked(registration)
    looks = Permission.SEE_ACCOUNTS
    reasons = reasons_against(None, because=because, by=by, permission=looks)
    refuse_fields(reasons if registration else [*reasons, ("", "该注册已经验证或者已经作废")])
    registering.drop(registration, by=by, at=at, because=because)


def _end_all(unit, *, because, by, at):
    """End every account, invitation and code of ``unit``, and tell whoever had one."""
    people = list(unit.agents.filter(is_active=True))
    emails = [person.email for person in people]
    for person in people:
        _end(person, because=because, by=by, at=at)
    Invitation.objects.open(at).filter(applicant=unit).update(cancelled_at=at, cancelled_by=by)
    for code in AccessCode.objects.unused(at).filter(applicant=unit):
        code.revoke(by=by, at=at)
    row = record("registry.hand_over", unit, by=by, at=at, because=because, people=len(people))
    tell(unit, "原有账号全部停用，由单位重新指定管理人", row, *emails)


def _lock(pk):
    return Applicant.objects.select_for_update().get(pk=pk)


def _locked(registration):
    rows = Registration.objects.select_for_update(of=("self",)).select_related("user")
    return rows.filter(pk=registration.pk).first()


def _against_person(person):
    is_here = User.objects.filter(pk=person.pk, is_active=True).exists()
    return [] if is_here else [("", "该账号已经停用")]


def _against_last_owner(person):
    others = User.objects.filter(applicant=person.applicant_id, applicant_role=OWNER)
    has_another = others.filter(is_active=True).exclude(pk=person.pk).exists()
    return [] if has_another else [("role", "单位至少保留一名管理人，请先指定另一人")]


def _against_last_reader(person):
    """Somebody of the unit must be there to read what a case tells it."""
    others = User.objects.filter(applicant=person.applicant_id, is_active=True)
    cases = open_cases(person.applicant)
    if not cases or others.exclude(pk=person.pk).exists():
        return []
    names = "、".join(cases)
    return [("", f"该单位有案件{names}在办理，请先邀请本单位其他人员，或者将账号交还单位")]


def _has(people, email):
    return any(person.email.lower() == email.lower() for person in people)


def _end(person, *, because, by, at):
    accounts.close(person)
    return record("registry.end_account", person, by=by, at=at, because=because)


def tell(unit, what, row, *more):
    """Write to everybody of ``unit``, and ``more``, of the act that left ``row``."""
    people = unit.agents.filter(is_active=True).values_list("email", flat=True)
    emails = [*people, *more]
    send_account_news(emails, unit=unit, what=what, at=row.at, key=f"account:{row.pk}")
