"""What is wrong with the installation, told to its operators once a day, in the words of doctor."""

from datetime import timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.timezone import localtime

from records.jobs import job
from records.mail import write

from .doctoring import examine

#: Before the office opens, and after what runs at night has had its time.
HOUR = 8


@job("daily_findings", "异常情况日报", order=170, every=timedelta(hours=1))
def tell_operators(at):
    """Write to ``OPERATORS`` at most once a day, from eight o'clock on; how many findings.

    A day on which all is well brings no mail; that the clock itself stands is told by others
    (``overdue``, ``/readyz``).
    """
    now = localtime(at)
    if now.hour < HOUR or not settings.OPERATORS:
        return 0
    findings = [each for each in examine(at) if each.trouble]
    if findings:
        body = render_to_string("config/mail/findings.txt", {"findings": findings})
        subject = f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{len(findings)}项异常待处理"
        write(settings.OPERATORS, subject, body, key=f"findings:{now.date()}")
    return len(findings)
