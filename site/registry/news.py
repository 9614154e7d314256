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
