"""The outbox: mail is written with the act, leaves once, is retried, and is never lost unseen."""

import io
import json
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import transaction

from demo import fiction
from demo.acts import agent, perform
from records import outbox
from records.mail import KEY
from records.models import OutgoingMail
from registry.models import User
from workflow.services.overdue import overdue

FAILING = f"{__name__}.Failing"


class Failing(EmailBackend):
    """A mail server that answers as the test says: ``Failing.answers`` from first to last."""

    answers = []

    def open(self):
        if isinstance(self.next, ConnectionRefusedError):
            raise Failing.answers.pop(0)

    @property
    def next(self):
        return Failing.answers[0] if Failing.answers else None

    def send_messages(self, messages):
        error = Failing.answers.pop(0) if Failing.answers else None
        if error is not None:
            raise error
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def boxed(settings, db):
    settings.EMAIL_BACKEND = "records.mail.OutboxBackend"


@pytest.fixture
def failing(settings):
    """``failing(error, …)``: what the mail server answers next."""
    settings.MAIL_DELIVERY_BACKEND = FAILING
    Failing.answers = []
    return Failing.answers.extend


def write(subject="有新的告知"):
    send_mail(subject, "请登录查看。", None, ["a@mail.example.com"])
    return OutgoingMail.objects.latest("pk")


def no():
    return SMTPRecipientsRefused({"a@mail.example.com": (451, b"later")})


def test_a_message_waits_in_the_outbox_and_nothing_leaves(mailoutbox):
    mail = write()
    assert mail.state == "waiting"
    assert mail.message_id.endswith("@testserver>")
    assert mailoutbox == []


def test_a_message_falls_with_the_act_that_wrote_it():
    @transaction.atomic
    def act():
        write()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        act()
    assert not OutgoingMail.objects.exists()


def test_each_recipient_gets_a_message_of_his_own_and_sees_no_other():
    EmailMessage("甲", "乙", to=["a@mail.example.com"], cc=["b@mail.example.com"]).send()
    assert {mail.recipient for mail in OutgoingMail.objects.all()} == {
        "a@mail.example.com",
        "b@mail.example.com",
    }


def test_an_attachment_is_refused():
    message = EmailMessage("甲", "乙", to=["a@mail.example.com"])
    message.attach("名册.txt", "丙", "text/plain")
    with pytest.raises(ValueError, match="附件"):
        message.send()


def test_the_same_news_is_written_once():
    for _ in range(2):
        EmailMessage("甲", "乙", to=["a@mail.example.com"], headers={KEY: "letter:1"}).send()
    assert OutgoingMail.objects.count() == 1


def test_delivery_sends_once_and_wipes_the_words(at, mailoutbox):
    message = EmailMultiAlternatives("甲", "乙", to=["a@mail.example.com"])
    message.attach_alternative("<p>乙</p>", "text/html")
    message.send()
    assert outbox.deliver(at) == {"sent": 1, "failed": 0}
    assert outbox.deliver(at + timedelta(days=1)) == {"sent": 0, "failed": 0}
    [sent] = mailoutbox
    mail = OutgoingMail.objects.get()
    assert sent.message()["Message-ID"] == mail.message_id
    assert sent.alternatives[0].content == "<p>乙</p>"
    assert (mail.state, mail.sent_at, mail.body, mail.html) == ("sent", at, "", "")


def test_a_refused_message_is_tried_again_later_with_the_same_identity(at, failing, mailoutbox):
    mail = write()
    failing([no()])
    assert outbox.deliver(at) == {"sent": 0, "failed": 1}
    assert outbox.deliver(at + timedelta(seconds=30)) == {"sent": 0, "failed": 0}
    assert outbox.deliver(at + timedelta(minutes=1)) == {"sent": 1, "failed": 0}
    assert [each.message()["Message-ID"] for each in mailoutbox] == [mail.message_id]


def test_a_message_that_is_always_refused_dies_and_is_overdue(at, failing):
    mail, when = write(), at
    for wait in (*outbox.BACK_OFF, timedelta(0)):
        failing([no()])
        assert outbox.deliver(when)["failed"] == 1
        when += wait
    mail.refresh_from_db()
    assert mail.state == "dead"
    assert outbox.deliver(when + timedelta(days=9)) == {"sent": 0, "failed": 0}
    [found] = overdue(at)["mail"]
    assert found == {
        "mail": mail.pk,
        "state": "dead",
        "attempts": 6,
        "error": "SMTPRecipientsRefused",
    }


def test_a_server_that_cannot_be_reached_costs_no_attempt(at, failing):
    mail = write()
    for minute in range(20):
        failing([ConnectionRefusedError()])
        outbox.deliver(at + timedelta(minutes=minute))
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("waiting", 0)
    assert outbox.deliver(at + timedelta(hours=2))["sent"] == 1


def test_a_silence_after_the_words_were_handed_over_is_never_sent_again(at, failing, mailoutbox):
    mail = write()
    failing([SMTPServerDisconnected("no answer")])
    outbox.deliver(at)
    mail.refresh_from_db()
    assert mail.state == "doubtful"
    assert outbox.deliver(at + timedelta(days=1)) == {"sent": 0, "failed": 0}
    assert [found["mail"] for found in overdue(at)["mail"]] == [mail.pk]
    assert outbox.send_again(mail, by=None, at=at)
    assert outbox.deliver(at)["sent"] == 1
    assert len(mailoutbox) == 1


def test_a_crash_between_sending_and_noting_it_sends_nothing_twice(at, failing, mailoutbox):
    """The process dies after the server took the message: the claim was committed before."""
    mail = write()
    failing([KeyboardInterrupt()])
    with pytest.raises(KeyboardInterrupt):
        outbox.deliver(at)
    mail.refresh_from_db()
    assert mail.state == "sending"
    assert outbox.deliver(at + timedelta(days=1)) == {"sent": 0, "failed": 0}
    assert mailoutbox == []
    assert overdue(at + timedelta(hours=2))["mail"]


def test_of_two_clocks_one_sends(at, mailoutbox):
    mail = write()
    connection = outbox.get_connection("django.core.mail.backends.locmem.EmailBackend")
    answers = [outbox._send(OutgoingMail.objects.get(), connection, at=at), None]
    answers[1] = outbox._send(mail, connection, at=at)  # read before the other one claimed it
    assert answers == ["sent", "taken"]
    assert len(mailoutbox) == 1


@pytest.fixture
def reader(office):
    """The agent of applicant 1, who has an address."""
    person = agent(fiction.applicant(1).pk)
    person.email = "unit@mail.example.com"
    person.save(update_fields=["email"])
    return person


def test_the_letters_of_one_act_are_one_mail_without_their_words(reader, paper, at):
    items = paper(3)
    for item in items:
        perform(item, "endorse", at=at, choice="return")
    mails = OutgoingMail.objects.order_by("pk")
    assert [mail.subject.split("新的")[1] for mail in mails] == ["收件回执", "补正通知"]
    assert {mail.recipient for mail in mails} == {reader.email}
    for mail in mails:
        assert "/portal/letters/" in mail.body
        for secret in (items[0].name, "营业执照", "测试联系人", reader.applicant.name):
            assert secret not in mail.body + mail.subject


def test_whoever_wants_no_mail_gets_none(reader, paper):
    User.objects.filter(pk=reader.pk).update(mail_notices=False)
    paper()
    assert not OutgoingMail.objects.exists()


@pytest.fixture
def doubtful(at, failing):
    """A message of which nobody knows whether it left."""
    mail = write()
    failing([SMTPServerDisconnected("no answer")])
    outbox.deliver(at)
    return mail


def report(*words):
    """What ``manage.py outbox`` prints."""
    out = io.StringIO()
    call_command("outbox", *words, stdout=out)
    return json.loads(out.getvalue())


def test_the_command_counts_what_is_there_and_lists_what_is_stuck(doubtful):
    write()
    answer = report()
    assert answer["counts"] == {"doubtful": 1, "waiting": 1}
    assert [row["pk"] for row in answer["stuck"]] == [doubtful.pk]


def test_the_command_sends_again_what_is_stuck_and_nothing_else(doubtful):
    again = ("--again", f"{doubtful.pk}")
    assert report(*again) == {"counts": {"waiting": 1}, "stuck": []}
    for words in (again, ("--again", "0")):
        with pytest.raises(CommandError, match="没有可以重新发送的邮件"):
            report(*words)
