"""Accounts of an applicant's people: asking others in, letting them go (A02, §5.8)."""

from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.utils.crypto import get_random_string

from records.audit import record
from rules.refusal import refuse_if

from . import addresses, news
from .models import Applicant, Invitation, User

INVITED_FOR = timedelta(days=7)
SALT = "registry.invitation"


@transaction.atomic
def invite(applicant, *, email, role, by, at):
    """Ask ``email`` to act for ``applicant``; the letter carries the link."""
    refuse_if(_reasons_against_inviting(applicant, email, by=by, at=at))
    return send_invitation(applicant, email=email, role=role, by=by, at=at)


def send_invitation(applicant, *, email, role, by, at, because=""):
    """The row, its letter and its trail, inside the transaction of whoever may ask somebody in."""
    invitation = Invitation.objects.create(
        applicant=applicant,
        email=email,
        role=role,
        invited_at=at,
        invited_by=by,
        expires_at=at + INVITED_FOR,
    )
    record("registry.invite", invitation, by=by, at=at, because=because, role=role)
    news.invite(invitation, token_of(invitation))
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
def accept(invitation, *, name, password, at, username=""):
    """A new person of the applicant; the link proves the e-mail address.

    Without ``username`` the person gets one: a form that takes names says which are taken.
    """
    locked = Invitation.objects.select_for_update().open(at).filter(pk=invitation.pk).first()
    refuse_if([] if locked else ["邀请已被使用、撤销或者已失效"])
    refuse_if(addresses.reasons_against(locked.email))
    user = User(
        username=username or new_username(),
        first_name=name,
        applicant=locked.applicant,
        applicant_role=locked.role,
    )
    user.set_password(password)
    addresses.set_address(user, locked.email)
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
    refuse_if([] if close(person) else ["该人员已经移除"])
    record("registry.remove_person", person, by=by, at=at)


def close(person):
    """End an account, unless somebody has: its sessions are dead and its mailbox is free again."""
    changed = User.objects.filter(pk=person.pk, is_active=True).update(is_active=False)
    if changed:
        person.is_active = False
        addresses.set_address(person, "")
    return bool(changed)


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


def new_username():
    """A name that nobody has and that tells nothing; one signs in by it or by the address."""
    while True:
        name = f"u{get_random_string(8, '0123456789')}"
        if not User.objects.filter(username__iexact=name).exists():
            return name


def welcome(user, applicant):
    """Make an unsaved ``user``, vouched for by the platform, a manager of ``applicant``."""
    user.applicant = applicant
    user.applicant_role = User.ApplicantRole.OWNER
    user.is_self_registered = False


def note_platform(user, *, at):
    """Keep that an account came by single sign-on."""
    record("registry.single_sign_on", user, by=user, at=at)
