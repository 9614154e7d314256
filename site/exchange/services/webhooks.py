"""Telling other front ends of changes: staged from what ``/api/v1/changes`` reads, sent, retried.

The cursor of a subscriber moves with the rows of its notices in one transaction, so no change is
left out or told under two numbers. A notice says where to read; what may be read there decides
the moment of reading, so that a late notice shows nothing that is public no longer.
"""

from datetime import timedelta
from time import monotonic
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from pages.machines.api.changes import KINDS
from pages.machines.api.following import compare
from pages.models import PublicItem
from records.audit import record
from records.jobs import job
from records.waking import PASS_SECONDS
from rules.refusal import refuse_fields, refuse_if

from ..addresses import Unavailable
from ..cloud_events import change_event, signed_headers, trial_event
from ..models import WebhookAttempt, WebhookNotice, WebhookSubscriber
from ..receivers import Receiver
from ..transports.https import Hook
from .sending import LADDER, LEASE

State = WebhookNotice.State
AT_ONCE = 500
TRIAL = "test"
GONE, NO_LONGER = 410, "对方答复不再接收（HTTP 410）"
KEPT_FOR = timedelta(days=30)


@transaction.atomic
def subscribe(*, title, address, kinds, by, at):
    """A new subscriber, told of whatever changes from now on; raises :class:`Refused`."""
    refuse_fields(reasons_against_subscriber(title, address, kinds))
    compare(at)
    subscriber = WebhookSubscriber.objects.create(
        title=title.strip(),
        address=address.strip(),
        kinds=sorted(kinds),
        cursor=PublicItem.objects.aggregate(last=Max("sequence"))["last"] or 0,
        made_by=by,
        made_at=at,
    )
    record("exchange.subscribe", subscriber, by=by, at=at, host=urlsplit(address).hostname)
    return subscriber


def reasons_against_subscriber(title, address, kinds):
    """``(field, reason)`` pairs; the network behind the name is checked at every sending."""
    reasons = [] if 2 <= len(title.strip()) <= 60 else [("title", "请填写名称（2至60字）")]
    if set(kinds) - set(KINDS):
        reasons.append(("kinds", "没有这样的种类"))
    reasons += [("address", reason) for reason in _about_address(address.strip())]
    if WebhookSubscriber.objects.active().filter(address=address.strip()).exists():
        reasons.append(("address", "该地址已登记"))
    return reasons


def _about_address(address):
    try:
        parts = urlsplit(address)
        is_whole = bool(parts.hostname) and (parts.port or 1) > 0 and len(address) <= 300
    except ValueError:
        return ["接收地址无法识别"]
    schemes = ("https", "http") if settings.EXCHANGE_ALLOW_LOOPBACK else ("https",)
    if parts.scheme not in schemes or not is_whole:
        return ["接收地址须以https开头"]
    extra = parts.query or parts.fragment or parts.username or parts.password
    return ["接收地址不得带用户名、密码、问号或者井号"] if extra else []


@transaction.atomic
def stop(subscriber, *, because, by, at):
    """No further notice leaves; once more is no act."""
    subscriber = WebhookSubscriber.objects.select_for_update().get(pk=subscriber.pk)
    reason = because.strip()
    refuse_fields([] if 2 <= len(reason) <= 100 else [("because", "请写明原因（2至100字）")])
    if subscriber.stopped_at is None:
        subscriber.stopped_at, subscriber.stop_reason = at, reason
        subscriber.save(update_fields=["stopped_at", "stop_reason"])
        record("exchange.stop_subscriber", subscriber, by=by, at=at, because=reason)
    return subscriber


@transaction.atomic
def send_trial(subscriber, *, by, at):
    """A notice that tells nothing, to see that notices arrive; the clock sends it."""
    refuse_if(_about_stopped(subscriber))
    waiting = subscriber.notices.unfinished().filter(kind=TRIAL)
    refuse_if(["上一次测试尚未结束"] if waiting.exists() else [])
    notice = WebhookNotice(subscriber=subscriber, kind=TRIAL, due_at=at)
    notice.body = trial_event(notice.uid, at)
    notice.save()
    record("exchange.try_subscriber", subscriber, by=by, at=at)
    return notice


@transaction.atomic
def send_failed_again(subscriber, *, by, at):
    """Give what failed for a whole day another day; how many notices."""
    refuse_if(_about_stopped(subscriber))
    failed = subscriber.notices.filter(state=State.FAILED)
    number = failed.update(state=State.WAITING, due_at=at, attempts=0)
    refuse_if([] if number else ["没有发送失败的通知"])
    record("exchange.notify_again", subscriber, by=by, at=at, notices=number)
    return number


def _about_stopped(subscriber):
    return [] if subscriber.stopped_at is None else ["已停止向该系统发送"]


def _has_news(at):
    """Whether any subscriber is to be spoken to; changes have their numbers since ``following``."""
    active = WebhookSubscriber.objects.active()
    newer = PublicItem.objects.filter(sequence__gt=OuterRef("cursor"))
    due = WebhookNotice.objects.filter(subscriber__in=active).due(at)
    return due.exists() or active.filter(Exists(newer)).exists()


@job("webhooks", "发送变动通知", order=147, is_long=_has_news)
def tell(at):
    """Stage and send what is due; ``{"sent": n, "failed": n}``.

    Each subscriber has its part of the pass, so that a slow one leaves some to those after it.
    """
    active = list(WebhookSubscriber.objects.active().order_by("pk"))
    if active:
        compare(at)
    tell.each(active, lambda subscriber: stage(subscriber, at), at=at)
    ends, share = monotonic() + PASS_SECONDS, PASS_SECONDS / max(len(active), 1)

    def send(subscriber):
        return send_due(subscriber, at, until=min(ends, monotonic() + share))

    sweep = tell.each(active, send, at=at, atomic=False)
    return {"sent": sum(filter(None, sweep.done)), "failed": sweep.failed}


def stage(subscriber, at):
    """A notice for each change since the cursor; an older one of the same thing that waits goes."""
    subscriber = WebhookSubscriber.objects.select_for_update().get(pk=subscriber.pk)
    items = PublicItem.objects.filter(sequence__gt=subscriber.cursor).order_by("sequence")
    items = list(items[:AT_ONCE])
    chosen = [each for each in items if not subscriber.kinds or each.kind in subscriber.kinds]
    waiting = subscriber.notices.filter(state__in=(State.WAITING, State.FAILED))
    for item in chosen:
        waiting.filter(kind=item.kind, key=item.key).update(state=State.REPLACED)
        WebhookNotice.objects.create(
            subscriber=subscriber,
            kind=item.kind,
            key=item.key,
            sequence=item.sequence,
            body=change_event(item, at),
            due_at=at,
        )
    if items:
        WebhookSubscriber.objects.filter(pk=subscriber.pk).update(cursor=items[-1].sequence)
    return len(chosen)


def send_due(subscriber, at, *, until):
    """Send until one fails: a subscriber that does not answer keeps nobody else waiting.

    Nothing more is begun from ``until`` on (seconds of ``monotonic``).
    """
    number = 0
    for notice in WebhookNotice.objects.filter(subscriber=subscriber).due(at)[:AT_ONCE]:
        if monotonic() >= until or not _send(notice, at):
            break
        number += 1
    return number


def _send(notice, at):
    """Whether it arrived; claimed and committed before the subscriber is spoken to."""
    free = WebhookNotice.objects.filter(
        pk=notice.pk, state=notice.state, due_at=notice.due_at, attempts=notice.attempts
    )
    claim = {"state": State.SENDING, "due_at": at + LEASE, "attempts": notice.attempts + 1}
    if not free.update(**claim):
        return True  # another clock has it
    notice.attempts += 1
    subscriber = notice.subscriber
    where = Receiver(
        subscriber.title, address=subscriber.address, networks=tuple(settings.WEBHOOK_NETWORKS)
    )
    try:
        status = Hook(where).post(notice.body.encode(), signed_headers(notice, at))
    except Unavailable as error:
        return _note(notice, str(error), at)
    if status == GONE:
        stop(subscriber, because=NO_LONGER, by=None, at=at)
    return _note(notice, "" if 200 <= status < 300 else f"对方答复HTTP {status}", at)


@transaction.atomic
def _note(notice, reason, at):
    """The next rung of the ladder, or the end; whether it arrived."""
    is_over = bool(reason) and notice.attempts > len(LADDER)
    values = {"state": State.DELIVERED, "due_at": at}
    if reason:
        wait = timedelta(0) if is_over else LADDER[notice.attempts - 1]
        values = {"state": State.FAILED if is_over else State.WAITING, "due_at": at + wait}
    WebhookNotice.objects.filter(pk=notice.pk, state=State.SENDING).update(**values)
    WebhookAttempt.objects.create(
        notice=notice, at=at, outcome=values["state"], reason=reason[:300]
    )
    return not reason


@job("webhook_log", "清除已送达的变动通知", order=153, every=timedelta(hours=1))
def forget_notices(at):
    """Drop notices that arrived, or were replaced, a month ago; how many rows."""
    finished = WebhookNotice.objects.filter(state__in=(State.DELIVERED, State.REPLACED))
    return finished.filter(due_at__lt=at - KEPT_FOR).delete()[0]
