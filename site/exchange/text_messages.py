"""Short messages through the gateway of the district: one POST of JSON for each message.

``{"id", "phone", "text"}`` with ``Authorization: Bearer SMS_TOKEN``; any 2xx is taken, anything
else is the gateway's no and is tried again. Gateways that speak otherwise get a class of theirs.
"""

import json

import urllib3
from django.conf import settings

from .addresses import Unavailable
from .time_limits import ending, within

SECONDS, WHOLE_SECONDS = 10, 30
Broken = (urllib3.exceptions.HTTPError, OSError, Unavailable)
NOT_REACHED = (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError)


class GatewayRefused(OSError):
    """The gateway said no, or was not reached: the message surely did not leave."""

    def __init__(self, code):
        super().__init__("短信网关拒绝")
        self.smtp_code = code


class HttpGateway:
    """Sends each message by itself; an OSError without a code leaves open whether it left.

    It has the interface of Django's mail backends and nothing of mail: ``open`` and ``close`` are
    asked of it by the outbox.
    """

    def __init__(self, **options):
        self.options = options

    def open(self):
        """Each message has a conversation of its own."""

    def close(self):
        """Nothing is kept open."""

    def send_messages(self, messages):
        """How many were taken; an OSError at the first that was not."""
        for message in messages:
            status = self._post(message)
            if not 200 <= status < 300:
                raise GatewayRefused(status)
        return len(messages)

    def _post(self, message):
        url = settings.SMS_URL
        words = {
            "id": message.extra_headers["Message-ID"],
            "phone": message.to[0],
            "text": message.body,
        }
        pool = urllib3.connection_from_url(url, timeout=SECONDS, retries=False)
        try:
            with within(WHOLE_SECONDS) as limit, ending(pool, limit):
                response = pool.request(
                    "POST",
                    urllib3.util.parse_url(url).request_uri,
                    body=json.dumps(words, ensure_ascii=False).encode(),
                    headers={
                        "Content-Type": "application/json",
                        "Authorization": f"Bearer {settings.SMS_TOKEN}",
                    },
                    redirect=False,
                )
                return response.status
        except NOT_REACHED as error:
            raise GatewayRefused(0) from error
        except Broken as error:
            raise OSError("短信网关没有应答") from error
