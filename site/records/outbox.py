"""Emptying the outbox: each message leaves once, is retried with back-off, and is never lost.

The row is claimed and that is committed before the mail server is spoken to; ``sent`` is committed
after it answered. What fails before the server took the message is tried again with the same
Message-ID. What may have been taken (a crash or a silence after the words were handed over) is
never sent again by itself: it stays ``sending`` or ``doubtful`` and shows on ``overdue``.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F

from .audit import record
from .jobs import job
from .models import OutgoingMail

log = logging.getLogger(__name__)
State = OutgoingMail.State

#: How long to wait after the first, second … failure; after the last one the message is dead.
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))
AT_ONCE = 100
#: A claimed or waiting row older than this is somebody's to look at.
PATIENCE = timedelta(hours=1)
SENT, REFUSED, SILENT, TAKEN = "sent", "refused", "silent", "taken"


@job("mail", "发送邮件", order=20)
def deliver(at):
    """Send what is due at ``at``; ``{"sent": n, "failed": n}``. Any number of clocks may run.

    Called outside any transaction: a claim must be committed before anything leaves. After a
    server's silence the rest waits for the next pass, with a connection of its own.
    """
    backends = {
        OutgoingMail.Channel.MAIL: settings.MAIL_DELIVERY_BACKEND,
        OutgoingMail.Channel.TEXT: settings.SMS_DELIVERY_BACKEND,
    }
    passes = [_deliver(channel, path, at) for channel, path in backends.items() if path]
    return {word: sum(each[word] for each in passes) for word in ("sent", "failed")}


def _deliver(channel, backend, at):
    """One pass over one channel; what ails one gateway keeps nothing of the other."""
    waiting = list(OutgoingMail.objects.due(at).filter(channel=channel)[:AT_ONCE])
    if not waiting:
        return {"sent": 0, "failed": 0}
    connection = get_connection(backend)
    try:
        connection.open()
    except OSError as error:
        return {"sent": 0, "failed": _wait_for_server(waiting, error, at=at)}
    try:
        answers = list(_send_all(waiting, connection, at=at))
    finally:
        connection.close()
    return {
        "sent": answers.count(SENT),
        "failed": answers.count(REFUSED) + answers.count(SILENT),
    }


def _send_all(waiting, connection, *, at):
    for mail in waiting:
        answer = _send(mail, connection, at=at)
        yield answer
        if answer == SILENT:
            return


def _wait_for_server(waiting, error, *, at):
    """A server that cannot be reached has refused nobody: no attempt is counted."""
    free = OutgoingMail.objects.filter(pk__in=[mail.pk for mail in waiting], state=State.WAITING)
    log.warning("mail server cannot be reached: %s", _named(error))
    return free.update(due_at=at + BACK_OFF[0], error=_named(error))


def _send(mail, connection, *, at):
    """What came of it; :data:`TAKEN` when another clock had it already."""
    if not _claim(mail, at):
        return TAKEN
    try:
        connection.send_messages([_message(mail, connection)])
    except (OSError, ValueError) as error:  # every smtplib error is an OSError
        return _note_failure(mail, error, at=at)
    OutgoingMail.objects.filter(pk=mail.pk).update(
        state=State.SENT, sent_at=at, error="", body="", html=""
    )
    return SENT


def _claim(mail, at):
    """Take the row, by compare and set: of several clocks one sees its update count."""
    free = OutgoingMail.objects.filter(pk=mail.pk, state=State.WAITING)
    return free.update(state=State.SENDING, begun_at=at, attempts=F("attempts") + 1)


def _message(mail, connection):
    message = EmailMultiAlternatives(
        mail.subject,
        mail.body,
        mail.sender,
        [mail.recipient],
        headers={**mail.headers, "Message-ID": mail.message_id},
        connection=connection,
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _note_failure(mail, error, *, at):
    """The server's own no is tried again; a silence leaves it open whether the mail left."""
    answered = hasattr(error, "smtp_code") or hasattr(error, "recipients")
    if answered or isinstance(error, ValueError):
        _try_later(mail, error, at=at)
        return REFUSED
    OutgoingMail.objects.filter(pk=mail.pk).update(state=State.DOUBTFUL, error=_named(error))
    log.error("mail %s may or may not have left: %s", mail.pk, _named(error))
    return SILENT


def _try_later(mail, error, *, at):
    mail.refresh_from_db(fields=["attempts"])
    dead = mail.attempts > len(BACK_OFF)
    OutgoingMail.objects.filter(pk=mail.pk, state=State.SENDING).update(
        state=State.DEAD if dead else State.WAITING,
        due_at=at + BACK_OFF[min(mail.attempts, len(BACK_OFF)) - 1],
        error=_named(error),
    )
    log.warning("mail %s failed %s times: %s", mail.pk, mail.attempts, _named(error))


def _named(error):
    """The kind of error and the server's code; its text may repeat an address."""
    code = getattr(error, "smtp_code", "")
    return f"{type(error).__name__} {code}".strip()[:200]


@transaction.atomic
def send_again(mail, *, by, at):
    """An operator's decision: put a dead or doubtful message back to the waiting ones."""
    stuck = OutgoingMail.objects.filter(pk=mail.pk).exclude(state__in=[State.SENT, State.WAITING])
    again = stuck.update(state=State.WAITING, attempts=0, due_at=None, error="")
    if again:
        record("records.send_again", mail, by=by, at=at)
    return bool(again)
