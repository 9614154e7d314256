"""Accounts of applicants: registering one, asking others in, letting them go (R10, A02, §5.8)."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core import signing
from django.db import transaction

from rules.identifiers import check_credit_code, check_phone
from rules.plain_text import plain_values
from rules.refusal import Refused, refuse_fields, refuse_if
from rules.vocabulary import ENTITY_TYPES, NOT_LEGAL_PERSONS, label

from .audit import record
from .models import Applicant, Invitation, RuleSet, User

INVITED_FOR = timedelta(days=7)
SALT = "registry.invitation"


def reasons_against_registering(credit_code, entity_type, *, on):
    """``[(field, reason)]`` why no new applicant can be registered under this code (R10, A02)."""
    ruleset = RuleSet.objects.in_force(on).first()
    legal = ruleset is None or ruleset.require_legal_person
    code = check_credit_code(credit_code, require_legal_person=legal)
    reasons = [("credit_code", error) for error in code.errors]
    if legal and entity_type in NOT_LEGAL_PERSONS:
        kind = label(ENTITY_TYPES, entity_type)
        reasons.append(("entity_type", f"{kind}不具有法人资格，不符合申请条件"))
    if not code.errors:
        reasons += [("credit_code", reason) for reason in _reasons_if_known(code.value)]
    return reasons


def _reasons_if_known(code):
    known = Applicant.objects.filter(credit_code=code).first()
    if known is None:
        return []
    if known.agents.filter(is_active=True).exists():
        return ["该单位已经注册。请由本单位的账号管理人发出邀请，凭邀请加入"]
    return ["该单位已在系统中登记但没有可用的账号，请持营业执照到区扶贫办办理"]


@transaction.atomic
def register(user, *, at, on, credit_code, phone, **facts):
    """A new applicant whose first person is ``user``; both land together or not at all."""
    facts = plain_values(facts)
    refuse_fields(reasons_against_registering(credit_code, facts["entity_type"], on=on))
    number = check_phone(phone)
    refuse_fields([("phone", error) for error in number.errors])
    applicant = Applicant.objects.create(
        credit_code=check_credit_code(credit_code, require_legal_person=False).value,
        phone=number.value,
        email=user.email,
        **facts,
    )
    user.applicant = applicant
    user.applicant_role = User.ApplicantRole.OWNER
    user.save(update_fields=["applicant", "applicant_role"])
    record("registry.register", applicant, by=user, at=at)
    return applicant


@transaction.atomic
def invite(applicant, *, email, role, by, at):
    """Ask ``email`` to act for ``applicant``; the letter with the link is the door's to send."""
    refuse_if(_reasons_against_inviting(applicant, email, by=by, at=at))
    invitation = Invitation.objects.create(
        applicant=applicant,
        email=email,
        role=role,
        invited_at=at,
        invited_by=by,
        expires_at=at + INVITED_FOR,
    )
    record("registry.invite", invitation, by=by, at=at, role=role)
    return invitation


def _reasons_against_inviting(applicant, email, *, by, at):
    reasons = _reasons_against_managing(applicant, by=by)
    if applicant.agents.filter(email__iexact=email, is_active=True).exists():
        reasons.append("该信箱的使用人已经是本单位人员")
    if applicant.invitations.open(at).filter(email__iexact=email).exists():
        reasons.append("已向该信箱发出邀请，尚未失效")
    return reasons


def _reasons_against_managing(applicant, *, by):
    is_owner = by.is_active and by.is_owner and by.applicant_id == applicant.pk
    return [] if is_owner else ["只有本单位的账号管理人可以管理人员"]


@transaction.atomic
def cancel_invitation(invitation, *, by, at):
    """Take an invitation back before it is used; its link is dead from then on."""
    refuse_if(_reasons_against_managing(invitation.applicant, by=by))
    changed = (
        Invitation.objects.open(at)
        .filter(pk=invitation.pk)
        .update(cancelled_at=at, cancelled_by=by)
    )
    refuse_if([] if changed else ["邀请已被使用、撤销或者已失效"])
    record("registry.cancel_invitation", invitation, by=by, at=at)


def token_of(invitation):
    """What the link carries: signed, and worth nothing once the row is used or has expired."""
    return signing.dumps(invitation.pk, salt=SALT)


def invitation_of(token, *, at):
    """The open invitation of a link; None for anything else."""
    try:
        number = signing.loads(token, salt=SALT, max_age=INVITED_FOR)
    except signing.BadSignature:
        return None
    return Invitation.objects.open(at).select_related("applicant").filter(pk=number).first()


@transaction.atomic
def accept(invitation, *, username, name, password, at):
    """A new person of the applicant; the link proves the e-mail address."""
    locked = Invitation.objects.select_for_update().open(at).filter(pk=invitation.pk).first()
    refuse_if([] if locked else ["邀请已被使用、撤销或者已失效"])
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(["该用户名已被使用"], {"username": ["该用户名已被使用，请换一个"]})
    user = User(
        username=username,
        first_name=name,
        email=locked.email,
        applicant=locked.applicant,
        applicant_role=locked.role,
    )
    user.set_password(password)
    user.save()
    EmailAddress.objects.create(user=user, email=locked.email, verified=True, primary=True)
    locked.accepted_at, locked.accepted_by = at, user
    locked.save(update_fields=["accepted_at", "accepted_by"])
    record("registry.accept_invitation", locked, by=user, at=at)
    return user


@transaction.atomic
def remove(person, *, by, at):
    """End a person's account; what was signed stays, every session is dead at once."""
    applicant = Applicant.objects.select_for_update().get(pk=by.applicant_id)
    reasons = _reasons_against_managing(applicant, by=by)
    if person.applicant_id != applicant.pk:
        reasons.append("不是本单位人员")
    if person.pk == by.pk:
        reasons.append("不能移除自己")
    refuse_if(reasons)
    changed = User.objects.filter(pk=person.pk, is_active=True).update(is_active=False)
    refuse_if([] if changed else ["该人员已经移除"])
    record("registry.remove_person", person, by=by, at=at)


@transaction.atomic
def change_role(person, role, *, by, at):
    """Make a person of the same applicant its manager or a plain agent; never oneself."""
    reasons = _reasons_against_managing(by.applicant, by=by) if by.applicant_id else ["无权办理"]
    if person.applicant_id != by.applicant_id or person.pk == by.pk:
        reasons.append("只能变更本单位其他人员的身份")
    refuse_if(reasons)
    person.applicant_role = role
    person.save(update_fields=["applicant_role"])
    record("registry.change_role", person, by=by, at=at, role=role)


def welcome(user, applicant):
    """Make an unsaved ``user``, vouched for by the platform, a manager of ``applicant``."""
    user.applicant = applicant
    user.applicant_role = User.ApplicantRole.OWNER
    user.is_self_registered = False


def note_platform(user, *, at):
    """Keep that an account came by single sign-on."""
    record("registry.single_sign_on", user, by=user, at=at)
