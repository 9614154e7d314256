"""Short messages to units without e-mail: behind a setting, through the same outbox as mails."""

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.core.mail.backends.base import BaseEmailBackend

from demo import fiction
from records import outbox
from records.models import OutgoingMail
from registry.models import User
from registry.news import send_news

pytestmark = pytest.mark.django_db
SENT = []


class FakeGateway(BaseEmailBackend):
    """Keeps what it was given."""

    def send_messages(self, messages):
        SENT.extend((message.to[0], message.body) for message in messages)
        return len(messages)


@pytest.fixture
def unit(office, settings):
    """A unit with a mobile telephone and no address at all; mails wait in the outbox."""
    settings.EMAIL_BACKEND = "records.mail.OutboxBackend"
    settings.SMS_DELIVERY_BACKEND = f"{__name__}.FakeGateway"
    SENT.clear()
    unit = fiction.applicant(1)
    unit.email, unit.phone = "", "15400000001"
    unit.save()
    User.objects.filter(applicant=unit).update(email="")
    return unit


def tell(unit):
    send_news(unit, "有新的补正通知", key="letter:1")


def test_a_unit_without_e_mail_gets_one_short_message_that_says_nothing_of_the_matter(unit, at):
    tell(unit)
    tell(unit)
    assert outbox.deliver(at) == {"sent": 1, "failed": 0}
    ((number, words),) = SENT
    assert number == "15400000001"
    assert words.endswith("有新的补正通知，请登录申请门户查看。")
    assert OutgoingMail.objects.get().body == "", "the words are wiped once they have left"


def test_whoever_has_e_mail_gets_mail_only(unit, at):
    User.objects.filter(applicant=unit).update(email="a@mail.example.com")
    tell(unit)
    assert [row.channel for row in OutgoingMail.objects.all()] == ["mail"]


def test_without_a_gateway_nothing_waits_for_one(unit, settings, at):
    settings.SMS_DELIVERY_BACKEND = ""
    tell(unit)
    assert not OutgoingMail.objects.exists()


def test_a_fixed_line_gets_no_short_message(unit, at):
    unit.phone = "0797-8200001"
    tell(unit)
    assert not OutgoingMail.objects.exists()


@contextmanager
def gateway(status):
    """A gateway on the loopback that answers ``status``; yields its address and what it heard."""
    heard = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append((self.headers["Authorization"], json.loads(body)))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/send", heard
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(("status", "state"), [(202, "sent"), (500, "waiting")])
def test_the_districts_gateway_is_sent_json_and_believed(unit, settings, at, status, state):
    settings.SMS_DELIVERY_BACKEND = "exchange.text_messages.HttpGateway"
    settings.SMS_TOKEN = "geheim"
    tell(unit)
    with gateway(status) as (settings.SMS_URL, heard):
        outbox.deliver(at)
    row = OutgoingMail.objects.get()
    assert row.state == state
    ((authorization, words),) = heard
    assert authorization == "Bearer geheim"
    assert words["phone"] == "15400000001"
    assert words["id"] == row.message_id


def test_a_gateway_that_is_not_there_is_asked_again_later(unit, settings, at):
    settings.SMS_DELIVERY_BACKEND = "exchange.text_messages.HttpGateway"
    settings.SMS_URL = "http://127.0.0.1:1/send"
    tell(unit)
    assert outbox.deliver(at) == {"sent": 0, "failed": 1}
    assert OutgoingMail.objects.get().state == "waiting"
