"""Codes on paper: how one without e-mail gets an account, or back into it (R77, A02).

A code is printed once, works once and for a few days, and is told to nobody else. Only its digest
is kept. Whoever holds one still names the unit by its credit code, and wrong pairs are counted.
"""

import secrets
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction

from records.audit import record
from rules.refusal import refuse_fields, refuse_if

from . import addresses
from .accounts import new_username
from .models import AccessCode, User
from .models.secrets import digest_of
from .news import send_account_news

#: [ours] Time for a letter to reach a village; whoever stands at the counter needs less.
UNIT_DAYS, PERSON_DAYS = 15, 3
#: Sixteen characters that are not mistaken for each other on paper: 79 bits.
ALPHABET, GROUPS, GROUP = "23456789ABCDEFGHJKMNPQRSTUVWXYZ", 4, 4
WRONG = "统一社会信用代码或者办理码不正确，或者办理码已经使用、作废、过期"


def make(applicant, *, person=None, by, at):
    """``(row, code)`` of a new code, inside the transaction of the act that hands it over.

    Earlier ones for the same purpose are dead from now on.
    """
    for earlier in AccessCode.objects.unused(at).filter(applicant=applicant, person=person):
        earlier.revoke(by=by, at=at)
    code = "-".join("".join(map(secrets.choice, [ALPHABET] * GROUP)) for _ in range(GROUPS))
    row = AccessCode.objects.create(
        digest=digest_of(_plain(code)),
        applicant=applicant,
        person=person,
        made_at=at,
        made_by=by,
        expires_at=at + timedelta(days=PERSON_DAYS if person else UNIT_DAYS),
    )
    return row, code


def find(credit_code, code, *, at):
    """The unused code of the unit; None for anything else."""
    row = AccessCode.objects.of(_plain(code))
    is_right = row is not None and row.applicant.credit_code == _plain(credit_code)
    return row if is_right and AccessCode.objects.unused(at).filter(pk=row.pk).exists() else None


@transaction.atomic
def use(row, *, name, password, at):
    """Whoever holds the code is let in; the person whose account it is now."""
    row = AccessCode.objects.select_for_update(of=("self",)).unused(at).filter(pk=row.pk).first()
    refuse_if([] if row else [WRONG])
    if row.person_id is None and not name.strip():
        refuse_fields([("name", "请填写您的姓名")])
    row.last_used_at = at
    row.save(update_fields=["last_used_at"])
    return _enter(row, password, at=at) if row.person_id else _take_over(row, name, password, at=at)


def _take_over(row, name, password, *, at):
    user = User(
        username=new_username(),
        first_name=name.strip(),
        applicant=row.applicant,
        applicant_role=User.ApplicantRole.OWNER,
    )
    user.set_password(password)
    addresses.set_address(user, "")
    record("registry.take_over", row.applicant, by=user, at=at, code=row.pk)
    return user


def _enter(row, password, *, at):
    person = User.objects.select_for_update().get(pk=row.person_id)
    refuse_if([] if person.is_active else ["该账号已经停用"])
    person.set_password(password)
    person.save(update_fields=["password"])
    Authenticator.objects.filter(user=person).delete()
    event = record("registry.enter_by_code", person, by=person, at=at, code=row.pk)
    what = "一名人员凭办理码重新设置了密码，原有的两步验证已停用"
    people = row.applicant.agents.filter(is_active=True).values_list("email", flat=True)
    send_account_news(people, unit=row.applicant, what=what, at=at, key=f"account:{event.pk}")
    return person


def _plain(text):
    return "".join(each for each in text.upper() if each.isalnum())
