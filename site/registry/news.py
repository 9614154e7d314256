"""Telling an applicant by mail that there is news; what it is stands behind the sign-in."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from records.mail import KEY

from .models import User


def tell(applicant, subject, *, key):
    """Write to everybody who acts for ``applicant`` and wants it: only that there is news.

    The body names no person and no content; whoever wants to read signs in. ``key`` says which
    news it is, so the same news is written once.
    """
    people = User.objects.filter(applicant=applicant, is_active=True, mail_notices=True)
    body = render_to_string(
        "registry/mail/news.txt", {"subject": subject, "site": settings.SITE_URL}
    )
    for person in people.exclude(email=""):
        EmailMessage(subject, body, to=[person.email], headers={KEY: key}).send()


def invite(invitation, token):
    """The letter whose link lets its reader join an applicant and proves the mailbox."""
    context = {"invitation": invitation, "token": token, "site": settings.SITE_URL}
    subject = f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{invitation.applicant}邀请您加入"
    body = render_to_string("registry/mail/invitation.txt", context)
    EmailMessage(subject, body, to=[invitation.email]).send()


def tell_of_account(emails, **context):
    """Tell everybody concerned what the office did with the account of a unit, and why."""
    subject = f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}您单位的账号有变更"
    body = render_to_string("registry/mail/account_changed.txt", context)
    for email in sorted({email.lower() for email in emails if email}):
        EmailMessage(subject, body, to=[email]).send()
