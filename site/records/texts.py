"""Short messages to a telephone: rows of the outbox like mails, where a gateway is configured.

``SMS_DELIVERY_BACKEND`` names a class with the interface of Django's mail backends; a message has
one number in ``to`` and its words in ``body``. Empty, nothing is written: no row waits for a
gateway that will never be.
"""

from uuid import uuid4

from django.conf import settings

from .models import OutgoingMail

#: [ours] Two messages in length at most: gateways count Chinese by the seventy.
LONGEST = 134


def write_text(number, words, *, key):
    """Write one message to ``number`` in the caller's transaction; once for the same ``key``."""
    if not settings.SMS_DELIVERY_BACKEND:
        return
    OutgoingMail.objects.get_or_create(
        key=f"{key}:text:{number}"[:160],
        defaults={
            "channel": OutgoingMail.Channel.TEXT,
            "message_id": f"text-{uuid4().hex}",
            "recipient": number,
            "subject": "短信提醒",
            "body": words[:LONGEST],
        },
    )
