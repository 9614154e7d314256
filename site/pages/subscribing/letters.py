"""The letters of a subscription: the question whether it is wanted, and the news."""

import hashlib
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse

from records.mail import write

#: How the outbox knows the letters of this room.
KEY = "subscription:"
SALTS = {"confirm": "pages.subscription.confirm", "leave": "pages.subscription.leave"}


def token_of(subscription, act):
    """What opens ``act`` (confirm, leave) for whoever has the letter; nothing of it is stored."""
    return signing.dumps(subscription.uid.hex, salt=SALTS[act])


def uid_in(token, act):
    """The ``uid`` in a token; None when it is none of ours for ``act``."""
    try:
        return signing.loads(token, salt=SALTS[act])
    except signing.BadSignature:
        return None


def address_of_act(subscription, act):
    path = reverse(f"public:{act}_mail", args=[token_of(subscription, act)])
    return f"{settings.SITE_URL}{path}"


def ask_to_confirm(subscription, *, at):
    """Ask the owner of the mailbox; who has the topic already is told that, and how to leave."""
    context = {
        "topic": subscription.topic,
        "is_confirmed": subscription.confirmed_at is not None,
        "confirm": address_of_act(subscription, "confirm"),
        "leave": address_of_act(subscription, "leave"),
        "site": settings.SITE_URL,
    }
    body = render_to_string("pages/subscribing/confirm.txt", context)
    subject = f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}请确认您的邮件订阅"
    key = f"{KEY}{subscription.pk}:ask:{at:%Y%m%d%H%M%S}"
    write([subscription.address], subject, body, key=key)


def send_news(subscription, topic, news):
    """One letter with the ``news`` (entries of the feed), which a mail program can leave by one
    press (RFC 8058)."""
    leave = address_of_act(subscription, "leave")
    context = {"topic": topic, "news": news, "leave": leave, "site": settings.SITE_URL}
    body = render_to_string("pages/subscribing/news.txt", context)
    digest = hashlib.sha256("\n".join(each.key for each in news).encode()).hexdigest()[:16]
    write(
        [subscription.address],
        f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{topic.title}：{len(news)}条新内容",
        body,
        key=f"{KEY}{subscription.pk}:{digest}",
        headers={
            "List-Unsubscribe": f"<{leave}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "List-Id": f"<{topic.name.partition('?')[0]}.{urlsplit(settings.SITE_URL).hostname}>",
            "Auto-Submitted": "auto-generated",
        },
    )
