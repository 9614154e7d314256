"""Asking for a topic by mail, confirming it, leaving it; what is over leaves no address behind.

Nobody can find out here whether an address has something already: the answer is the same, and
what differs stands in the mail to the address itself.
"""

from datetime import timedelta

from django.db import transaction

from doors import tickets
from doors.admissions import count
from records.audit import record
from records.jobs import job
from records.models import OutgoingMail
from rules.refusal import refuse_if

from ..machines.api.public_things import request_at
from ..machines.feed_entries import entries
from ..models import MailSubscription, MailTopic
from . import letters
from .topics import parts_of

#: How long somebody may take to confirm; how long what is over is known as a row without address.
CONFIRMED_WITHIN = timedelta(days=3)
#: How long the outbox knows to whom it sent news.
SENT_KEPT = timedelta(days=30)
DAY = timedelta(days=1)
#: How many letters of confirmation one address is sent in a day, whoever asks.
PER_ADDRESS = 3
#: How old an entry may be that a feed shows for the first time and that is still news.
STILL_NEWS = timedelta(days=30)


def digest_of(address):
    """The keyed digest of an address: whether two are the same, and nothing about either."""
    return tickets.digest_of(["mail subscription", address.strip().lower()])


@transaction.atomic
def ask(name, title, *, address, at):
    """Somebody wants the topic ``name`` at ``address``: a letter asks its owner to confirm.

    Who has it already is told so in the letter. More than :data:`PER_ADDRESS` letters a day are
    not written, whoever asks for them; the subscription is returned all the same.
    """
    topic = _topic(name, title, at=at)
    digest = digest_of(address)
    subscription, is_new = MailSubscription.objects.get_or_create(
        topic=topic,
        address_digest=digest,
        ended_at=None,
        defaults={"address": address.strip(), "asked_at": at},
    )
    if is_new:
        record("pages.ask_for_mail", subscription, by=None, at=at, topic=topic.name)
    if count("subscribe", digest[:32], limit=PER_ADDRESS, at=at, window=DAY):
        letters.ask_to_confirm(subscription, at=at)
    return subscription


def _topic(name, title, *, at):
    """Locked; what its feed tells as somebody first asks for it is no news."""
    topic = MailTopic.objects.select_for_update().filter(name=name).first()
    if topic is None:
        keys = [each.key for each in _entries(name, at)]
        topic, _ = MailTopic.objects.get_or_create(
            name=name, defaults={"title": title, "known_keys": keys}
        )
    return topic


def _entries(name, at):
    feed, chosen = parts_of(name)
    rows = entries(feed, request_at(at), at=at, chosen=chosen)
    return [each for each in rows if at - each.at <= STILL_NEWS]


@transaction.atomic
def confirm(subscription, *, at):
    """The owner of the mailbox wants it; once more changes nothing."""
    subscription = _locked(subscription)
    is_late = at - subscription.asked_at > CONFIRMED_WITHIN and not subscription.confirmed_at
    refuse_if(["确认邮件已经失效，请重新订阅"] if is_late or subscription.ended_at else [])
    if subscription.confirmed_at is None:
        subscription.confirmed_at = at
        subscription.save(update_fields=["confirmed_at"])
        record("pages.confirm_mail", subscription, by=None, at=at)
    return subscription


@transaction.atomic
def leave(subscription, *, at):
    """No more mail, and the address is gone; once more changes nothing."""
    subscription = _locked(subscription)
    if subscription.ended_at is None:
        subscription.ended_at = at
        subscription.address = subscription.address_digest = ""
        subscription.save(update_fields=["ended_at", "address", "address_digest"])
        record("pages.leave_mail", subscription, by=None, at=at)
    return subscription


def _locked(subscription):
    rows = MailSubscription.objects.select_for_update(of=("self",)).select_related("topic")
    return rows.get(pk=subscription.pk)


@job("subscriptions", "发送订阅邮件", order=148, every=timedelta(hours=1))
def tell(at):
    """Write to everybody what is new in their topics; how many topics had news."""
    topics = MailTopic.objects.filter(pk__in=MailSubscription.objects.confirmed().values("topic"))
    sweep = tell.each(topics, lambda topic: _tell(topic, at), at=at)
    return sum(sweep.done)


def _tell(topic, at):
    """Whether ``topic`` had news. Under its lock: two clocks write each letter once."""
    topic = MailTopic.objects.select_for_update().get(pk=topic.pk)
    rows = _entries(topic.name, at)
    news = [each for each in rows if each.key not in topic.known_keys]
    if not news:
        return False
    for subscription in topic.subscriptions.confirmed():
        letters.send_news(subscription, topic, news)
    topic.known_keys = [each.key for each in rows]
    topic.save(update_fields=["known_keys"])
    return True


@job("subscription_remains", "清除失效的邮件订阅", order=149, every=timedelta(hours=6))
def forget_old(at):
    """Drop what nobody confirmed, what is over, and to whom news went long ago; how many rows."""
    before = at - CONFIRMED_WITHIN
    rows = MailSubscription.objects.all()
    late = rows.open().filter(confirmed_at__isnull=True, asked_at__lt=before)
    number = late.delete()[0] + rows.filter(ended_at__lt=before).delete()[0]
    MailTopic.objects.filter(subscriptions=None).delete()
    sent = OutgoingMail.objects.filter(
        key__startswith=letters.KEY, state=OutgoingMail.State.SENT, sent_at__lt=at - SENT_KEPT
    )
    return number + sent.delete()[0]
