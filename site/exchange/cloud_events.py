"""A change as CloudEvents 1.0 tells it (structured JSON), signed as Standard Webhooks says.

https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md,
https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hashlib
import hmac
import json

from pages.machines.api.changes import ChangeOut
from pages.machines.api.listing import represent
from pages.machines.api.public_things import request_at
from pages.machines.api.references import api_path

from .models.webhooks import SECRET_PREFIX

MIME = "application/cloudevents+json"
CHANGED, GONE, TEST = "gongshi.changed", "gongshi.gone", "gongshi.test"


def change_event(item, at):
    """The words of a notice about a :class:`pages.models.PublicItem`: what ``/changes`` tells."""
    data = represent(ChangeOut, item, request_at(at))
    return _event(
        GONE if item.is_gone else CHANGED,
        f"{item.sequence}",
        data["changed_at"],
        at,
        subject=f"{item.kind}/{item.key}",
        data=data,
    )


def trial_event(uid, at):
    """The words of a notice that tells nothing but that notices arrive."""
    return _event(TEST, f"{uid}", at.isoformat(), at, data={})


def _event(kind, name, moment, at, **more):
    event = {
        "specversion": "1.0",
        "id": name,
        "source": api_path("changes", request_at(at)),
        "type": kind,
        "time": moment,
        "datacontenttype": "application/json",
        **more,
    }
    return json.dumps(event, ensure_ascii=False)


def signed_headers(notice, at):
    """The headers of one try: who checks them knows that the words are ours and how old."""
    name, moment = f"msg_{notice.uid.hex}", f"{int(at.timestamp())}"
    return {
        "Content-Type": MIME,
        "webhook-id": name,
        "webhook-timestamp": moment,
        "webhook-signature": signature(notice.subscriber.secret, name, moment, notice.body),
    }


def signature(secret, name, moment, body):
    """``v1,`` and the Base64 of HMAC-SHA256 over ``id.timestamp.body``."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    digest = hmac.new(key, f"{name}.{moment}.{body}".encode(), hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"
