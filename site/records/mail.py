"""Django's mail backend of this house: a message becomes a row of the outbox, nothing leaves.

``EMAIL_BACKEND = "records.mail.OutboxBackend"``. The row lands or falls with the caller's
transaction; ``records.outbox`` sends it later.
"""

from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from .models import OutgoingMail
from .waking import wake

#: A message with this header is written once, however often it is asked for.
KEY = "X-Gongshi-Key"


class OutboxBackend(BaseEmailBackend):
    """Writes one :class:`OutgoingMail` for each recipient; attachments are refused."""

    def send_messages(self, messages):
        return sum(1 for message in messages if _write(message))


def _write(message):
    """The rows of one message; whether there was anybody to write to."""
    if message.attachments:
        raise ValueError("邮件不带附件：内容请在系统中查看")
    recipients = message.recipients()
    for recipient in recipients:
        _write_to(recipient, message)
    return bool(recipients)


def _write_to(recipient, message):
    headers = dict(message.extra_headers)
    key = headers.pop(KEY, None)
    if message.reply_to:
        headers["Reply-To"] = ", ".join(message.reply_to)
    values = {
        "message_id": make_msgid(domain=urlsplit(settings.SITE_URL).hostname),
        "sender": message.from_email,
        "recipient": recipient,
        "subject": message.subject[:300],
        "body": message.body,
        "html": _html(message),
        "headers": {name: str(value) for name, value in headers.items()},
    }
    wake("mail")
    if key is None:
        OutgoingMail.objects.create(**values)
    else:
        OutgoingMail.objects.get_or_create(key=f"{key}:{recipient}"[:160], defaults=values)


def _html(message):
    parts = getattr(message, "alternatives", None) or []
    return next((part[0] for part in parts if part[1] == "text/html"), "")


def write(addresses, subject, body, *, key, headers=None):
    """Write one message for each address, in the caller's transaction.

    ``key`` says which news it is: the same news is written once to one address. The words name
    nobody and no content. ``headers`` are further ones of the message.
    """
    for address in sorted(set(filter(None, addresses))):
        EmailMessage(subject, body, to=[address], headers={**(headers or {}), KEY: key}).send()
