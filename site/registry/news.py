"""Telling an applicant by mail that there is news; what it is stands behind the sign-in."""

from uuid import uuid4

from django.conf import settings
from django.template.loader import render_to_string

from records.mail import write
from records.prepared import NUMBER, Prepared
from records.texts import write_text
from rules.identifiers import MOBILE

from .models import User

#: ``(address, whether it wants mail)`` of who acts for an applicant.
WISHES = Prepared(
    lambda applicant: (
        User.objects.filter(applicant=applicant, is_active=True)
        .exclude(email="")
        .values_list("email", "mail_notices")
    ),
    NUMBER,
)


def send_news(applicant, subject, *, key, path="letters/", before=None):
    """Write to everybody who acts for ``applicant`` and wants it: only that there is news.

    Whoever wants to read signs in, at ``path`` of the portal; ``before`` is the last day for an
    answer. Where nobody who acts for the applicant has an address, the unit's own is written to; a
    unit without any gets a short message on its mobile telephone, where there is a gateway.
    """
    context = {"subject": subject, "site": settings.SITE_URL, "path": path, "before": before}
    body = render_to_string("registry/mail/news.txt", context)
    addresses = _addresses(applicant)
    write(addresses, f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}", body, key=key)
    if not any(addresses) and MOBILE.fullmatch(applicant.phone):
        words = f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}，请登录申请门户查看。"
        write_text(applicant.phone, words, key=key)


def _addresses(applicant):
    wants = dict(WISHES(applicant.pk))
    return [address for address, wish in wants.items() if wish] if wants else [applicant.email]


def invite(invitation, token):
    """The letter whose link lets its reader join an applicant and proves the mailbox."""
    context = {"invitation": invitation, "token": token, "site": settings.SITE_URL}
    subject = f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{invitation.applicant}邀请您加入"
    body = render_to_string("registry/mail/invitation.txt", context)
    write([invitation.email], subject, body, key=f"invitation:{invitation.pk}:{uuid4().hex[:8]}")


def send_account_news(emails, *, key, **context):
    """Tell everybody concerned what the office did with the accounts of a unit."""
    subject = f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}您单位的账号有变更"
    body = render_to_string("registry/mail/account_changed.txt", context)
    write((email.lower() for email in emails), subject, body, key=key)


def send_guessing_warning(user, *, is_code, at):
    """Tell the owner of an account, once an hour at most, that somebody guesses its words."""
    subject = (
        "有人输对了您的密码，但没有通过两步验证" if is_code else "有人多次用错误的密码登录您的账号"
    )
    body = render_to_string("registry/mail/guessed.txt", {"is_code": is_code, "at": at})
    key = f"guessed:{user.pk}:{is_code}:{at:%Y%m%d%H}"
    write([user.email], f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}", body, key=key)
