"""What is wrong with the installation, told to its operators once a day, in the words of doctor."""

from datetime import timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.timezone import localtime

from records.jobs import job
from records.mail import write
from records.models import OutgoingMail
from workflow.services.overdue import overdue

from .doctoring import examine

#: Before the office opens, and after what runs at night has had its time.
HOUR = 8


@job("daily_findings", "异常情况日报", order=170, every=timedelta(hours=1))
def tell_operators(at):
    """Write to ``OPERATORS`` once a day, from eight o'clock on, and again within the hour when
    more is overdue than any mail of the day has told; how many findings.

    A day on which all is well brings no mail; that the clock itself stands is told by others
    (``overdue``, ``/readyz``).
    """
    now = localtime(at)
    if now.hour < HOUR or not settings.OPERATORS:
        return 0
    findings = [each for each in examine(at) if each.trouble]
    if findings:
        _tell(findings, overdue(at)["total"], now.date())
    return len(findings)


def _tell(findings, late, day):
    """The day's mail, or that more is overdue; the key of each says how much was.

    A mail of the version before says nothing of it: its key names the recipient in that place.
    """
    name = f"findings:{day}:"
    keys = OutgoingMail.objects.filter(key__startswith=name).values_list("key", flat=True)
    amounts = [key.removeprefix(name).partition(":")[0] for key in keys]
    numbers = [int(each) for each in amounts if each.isdecimal()]
    if numbers and late <= max(numbers):
        return
    news = f"超期事项增加到{late}项" if numbers else f"{len(findings)}项异常待处理"
    body = render_to_string("config/mail/findings.txt", {"findings": findings})
    subject = f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{news}"
    write(settings.OPERATORS, subject, body, key=f"{name}{late}")
