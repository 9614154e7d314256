"""Tokens for programs: made by their person, shown once, found by their digest, revoked.

A token gives no right: whatever is done with it is asked of its person's duties of that day.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string

from records import preserving
from records.audit import record
from records.jobs import job
from records.mail import write
from rules.periods import local_day
from rules.refusal import Refused, refuse_fields

from .models import ApiCall, ApiToken, User
from .models.secrets import digest_of

#: Known by this to whoever looks for secrets that were published by mistake.
PREFIX = "gs_"
START_LENGTH = 9
#: [ours] Days for which a token may be made, and how many one person may have at a time.
DAYS = (30, 90, 180, 365)
MOST = 10
#: The moment of the last use is written at most this often.
GRAIN = timedelta(minutes=1)
CALLS_KEPT_FOR = timedelta(days=30)
#: What the people of an applicant may give a program to do; everything else is of the office.
OF_APPLICANTS = {ApiToken.Scope.SALES}


def scopes_open_to(user):
    """The scopes that a token of ``user`` may have at all, by whom the person acts for."""
    is_applicant = user.applicant_id is not None
    return [scope for scope in ApiToken.Scope if (scope in OF_APPLICANTS) == is_applicant]


@transaction.atomic
def make_token(*, name, scopes, days, by, at):
    """``(token, secret)``: the secret is told here and nowhere again. Raises :class:`Refused`."""
    by = User.objects.select_for_update().get(pk=by.pk)
    refuse_fields(reasons_against_token(by, name=name, scopes=scopes, days=days, at=at))
    secret = f"{PREFIX}{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        user=by,
        name=name.strip(),
        scopes=sorted(scopes),
        digest=digest_of(secret),
        start=secret[:START_LENGTH],
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    record("registry.make_token", token, by=by, at=at, scopes=token.scopes, days=days)
    _tell(by, token)
    return token, secret


def reasons_against_token(user, *, name, scopes, days, at):
    """``(field, reason)`` pairs against a new token of ``user``."""
    reasons = []
    if not user.is_active:
        reasons.append(("", "账号已停用，不能生成接口令牌"))
    if not 2 <= len(name.strip()) <= 60:
        reasons.append(("name", "请写明用途（2至60字）"))
    if not scopes or set(scopes) - set(scopes_open_to(user)):
        reasons.append(("scopes", "请选择办理范围"))
    if days not in DAYS:
        reasons.append(("days", "请选择有效期"))
    if user.tokens.open(at).count() >= MOST:
        reasons.append(("", f"有效的令牌最多{MOST}个，请先撤销不用的"))
    return reasons


@transaction.atomic
def revoke_token(token, *, by, at):
    """End ``token`` now; once more is no act. Its person may, and whoever keeps people."""
    token = ApiToken.objects.select_for_update().get(pk=token.pk)
    if token.user_id != by.pk and not by.is_superuser:
        raise Refused(["只能撤销本人的令牌"])
    if token.revoke(by=by, at=at):
        record("registry.revoke_token", token, by=by, at=at)
    return token


def find_token(secret, *, at):
    """The open :class:`ApiToken` of an active person that ``secret`` belongs to; else None."""
    if not secret.startswith(PREFIX):
        return None
    token = ApiToken.objects.open(at).select_related("user").of(secret)
    if token is None or not token.user.is_active:
        return None
    unnoted = Q(last_used_at=None) | Q(last_used_at__lt=at - GRAIN)
    ApiToken.objects.filter(unnoted, pk=token.pk).update(last_used_at=at)
    return token


def _tell(user, token):
    """A mail to the person, so that a token which somebody else made is noticed."""
    body = render_to_string("registry/mail/token_made.txt", {"token": token})
    subject = f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}您的账号生成了接口令牌"
    write([user.email], subject, body, key=f"token:{token.pk}")


@job("api_calls", "清除接口办理的答复", order=152, every=timedelta(hours=1))
def forget_calls(at):
    """Drop answers that nobody repeats a request for any more; how many. The trail keeps acts."""
    old = ApiCall.objects.filter(at__lt=at - CALLS_KEPT_FOR)
    return preserving.clearable(old, "token__user", local_day(at)).delete()[0]
