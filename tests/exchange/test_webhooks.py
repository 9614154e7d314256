"""Other front ends are told of changes: signed, each thing in order, for a day, nowhere inside."""

import json
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import count
from threading import Thread

import pytest
from django.db import IntegrityError, transaction
from tests.support.standing import stands

from catalog.services import resume, suspend
from exchange import cloud_events
from exchange.models import WebhookNotice, WebhookSubscriber
from exchange.services import webhooks
from exchange.services.overdue import failed_notices
from exchange.services.sending import LADDER
from exchange.services.webhooks import (
    KEPT_FOR,
    TRIAL,
    forget_notices,
    send_failed_again,
    send_trial,
    stop,
    subscribe,
    tell,
)
from pages.machines.api.following import compare
from pages.notices.services import ensure_site_tree, open_product_page
from records.models import AuditEvent
from rules.refusal import Refused

from .conftest import LISTED_AT

AT = LISTED_AT + timedelta(days=1)
State = WebhookNotice.State


class _Hook(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posts.append((dict(self.headers.items()), body.decode()))
        self.send_response(self.server.statuses.pop(0) if self.server.statuses else 204)
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()

    def log_message(self, *args):
        pass


@contextmanager
def listening():
    server = HTTPServer(("127.0.0.1", 0), _Hook)
    server.posts, server.statuses = [], []
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def hook(settings):
    settings.EXCHANGE_ALLOW_LOOPBACK = True
    with listening() as server:
        yield server


@pytest.fixture
def officer(certifier):
    return certifier.officer("export_officer")


@pytest.fixture
@stands
def product(certifier):
    ensure_site_tree()
    return open_product_page(certifier.list(), by=None, at=LISTED_AT)


@pytest.fixture
def front(hook, officer, product):
    """Another front end, registered when everything that is there was public already."""
    address = f"http://127.0.0.1:{hook.server_port}/hooks/gongshi"
    return subscribe(title="示例前端", address=address, kinds=["product"], by=officer, at=AT)


def change(product, at):
    suspend(product.certificate, by=None, at=at, because="核查", reason="quality_safety")


def events(hook):
    return [json.loads(body) for _, body in hook.posts]


def states(front):
    return [str(each.state) for each in front.notices.order_by("pk")]


def later(**length):
    return AT + timedelta(**length)


def test_a_change_is_told_once_as_a_signed_cloud_event(front, hook, product):
    tell(later(minutes=1))
    assert hook.posts == [], "what was there before is read, not told"
    change(product, later(minutes=2))
    for minutes in (3, 4):
        tell(later(minutes=minutes))
    ((headers, body),) = hook.posts
    event = json.loads(body)
    assert (event["specversion"], event["type"]) == ("1.0", "gongshi.changed")
    assert event["subject"] == f"product/{product.pk}"
    assert event["data"]["api_url"].endswith(f"/api/v1/products/{product.slug}")
    assert headers["Content-Type"] == "application/cloudevents+json"
    signed = (headers["webhook-id"], headers["webhook-timestamp"], body)
    assert headers["webhook-signature"] == cloud_events.signature(front.secret, *signed)
    assert states(front) == ["delivered"]


def test_a_pass_is_long_only_while_somebody_is_to_be_spoken_to(front, product):
    assert not tell.is_long(later(minutes=1))
    change(product, later(minutes=2))
    compare(later(minutes=3))
    assert tell.is_long(later(minutes=3)), "a change that has no notice yet"
    tell(later(minutes=3))
    assert not tell.is_long(later(minutes=4))
    send_trial(front, by=front.made_by, at=later(minutes=5))
    assert tell.is_long(later(minutes=5)), "a notice that is due"
    stop(front, because="不再需要", by=front.made_by, at=later(minutes=6))
    assert not tell.is_long(later(minutes=7))


def test_the_signature_is_that_of_the_published_example():
    """From the specification of Standard Webhooks."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    signature = cloud_events.signature(
        secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", '{"test": 2432232314}'
    )
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_words_of_a_notice_and_its_name_stay_the_same_at_every_try(front, hook, product):
    hook.statuses = [500, 302, 204]
    change(product, later(minutes=1))
    for minutes in (2, 4, 10):
        tell(later(minutes=minutes))
    assert len({body for _, body in hook.posts}) == 1
    assert len({headers["webhook-id"] for headers, _ in hook.posts}) == 1
    tries = front.notices.get().tries.order_by("pk").values_list("reason", flat=True)
    assert list(tries) == ["对方答复HTTP 500", "对方答复HTTP 302", ""]


def test_after_a_day_it_is_work_for_a_person_and_goes_again(front, hook, product, officer):
    hook.statuses = [503] * 9
    change(product, later(minutes=1))
    moment = later(minutes=2)
    for wait in (timedelta(0), *LADDER):
        moment += wait
        tell(moment)
    assert states(front) == ["failed"]
    assert len(hook.posts) == 9
    assert moment - later(minutes=2) == timedelta(hours=24)
    assert failed_notices(moment) == ["示例前端"]
    assert send_failed_again(front, by=officer, at=moment) == 1
    tell(moment)
    assert states(front) == ["delivered"]
    with pytest.raises(Refused):
        send_failed_again(front, by=officer, at=moment)


def test_no_notice_overtakes_another_of_the_same_thing(front, hook, product):
    hook.statuses = [500]
    change(product, later(minutes=1))
    tell(later(minutes=2))
    resume(product.certificate, by=None, at=later(minutes=3), because="已整改", reason="rectified")
    tell(later(minutes=4))
    assert states(front) == ["replaced", "delivered"]
    numbers = [each["data"]["sequence"] for each in events(hook)]
    assert numbers == sorted(numbers)


def test_a_clock_that_died_after_the_claim_leaves_it_to_the_next(front, hook, product):
    change(product, later(minutes=1))
    tell(later(minutes=2))
    notice = front.notices.get()
    WebhookNotice.objects.filter(pk=notice.pk).update(
        state=State.SENDING, due_at=later(minutes=32), attempts=1
    )
    tell(later(minutes=31))
    assert len(hook.posts) == 1
    tell(later(minutes=33))
    assert len(hook.posts) == 2
    assert states(front) == ["delivered"]


def test_who_does_not_answer_keeps_nobody_else_waiting(front, hook, product, officer, settings):
    with listening() as gone:
        dead = f"http://127.0.0.1:{gone.server_port}/"
    subscribe(title="失联的前端", address=dead, kinds=[], by=officer, at=AT)
    change(product, later(minutes=1))
    tell(later(minutes=2))
    assert states(front) == ["delivered"]
    lost = WebhookSubscriber.objects.get(title="失联的前端")
    assert lost.notices.filter(attempts=1).count() == 1, "one try and the rest waits"


def test_a_slow_receiver_takes_its_part_of_a_pass_and_no_more(front, hook, officer, monkeypatch):
    """Each look at the watch comes an eighth of a pass after the one before."""
    other = subscribe(title="另一前端", address=f"{front.address}/b", kinds=[], by=officer, at=AT)
    about = {"kind": TRIAL, "due_at": AT, "body": "{}"}
    for number, subscriber in enumerate([front, other] * 5):
        WebhookNotice.objects.create(subscriber=subscriber, key=f"{number}", **about)
    seconds = count(0, webhooks.PASS_SECONDS / 8)
    monkeypatch.setattr(webhooks, "monotonic", lambda: next(seconds))
    tell(AT)
    assert [states(each).count("delivered") for each in (front, other)] == [3, 1]
    monkeypatch.undo()
    tell(later(minutes=1))
    assert len(hook.posts) == 10


def test_an_answer_that_nothing_more_is_wanted_ends_it(front, hook, product, officer):
    hook.statuses = [410]
    change(product, later(minutes=1))
    tell(later(minutes=2))
    front.refresh_from_db()
    assert front.stop_reason == "对方答复不再接收（HTTP 410）"
    tell(later(days=1))
    assert len(hook.posts) == 1
    with pytest.raises(Refused):
        send_trial(front, by=officer, at=later(days=1))


def test_a_trial_tells_nothing_and_shows_whether_notices_arrive(front, hook, officer):
    send_trial(front, by=officer, at=AT)
    with pytest.raises(Refused):
        send_trial(front, by=officer, at=AT)
    tell(AT)
    (event,) = events(hook)
    assert (event["type"], event["data"]) == ("gongshi.test", {})


@pytest.mark.parametrize(
    "address",
    [
        "http://example.com/hook",
        "ftp://example.com/",
        "https://user:secret@example.com/",
        "https://example.com/?a=1",
        "https://",
        "https://[::1",
        "javascript:alert(1)",
    ],
)
def test_an_address_that_is_none_is_refused(officer, address):
    with pytest.raises(Refused) as refused:
        subscribe(title="示例前端", address=address, kinds=[], by=officer, at=AT)
    assert "address" in refused.value.fields


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "[::1]"])
def test_no_notice_goes_into_a_network_of_ours(officer, product, address, settings):
    settings.EXCHANGE_ALLOW_LOOPBACK = False
    front = subscribe(title="内网", address=f"https://{address}/", kinds=[], by=officer, at=AT)
    send_trial(front, by=officer, at=AT)
    tell(AT)
    assert front.notices.get().tries.get().reason == "接收方地址在内部网络，设置未予允许"


def test_the_same_address_is_told_once_until_it_is_stopped(front, officer):
    again = {"title": "又一次", "address": front.address, "kinds": []}
    with pytest.raises(Refused):
        subscribe(**again, by=officer, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        WebhookSubscriber.objects.create(**again, cursor=0, made_by=officer, made_at=AT)
    with pytest.raises(Refused):
        stop(front, because="", by=officer, at=AT)
    for _ in range(2):
        stop(front, because="不再使用", by=officer, at=AT)
    assert AuditEvent.objects.filter(action="exchange.stop_subscriber").count() == 1
    subscribe(**again, by=officer, at=AT)


def test_the_secret_is_stored_sealed_and_leaves_no_trace(front):
    table = WebhookSubscriber._meta.db_table
    with transaction.get_connection().cursor() as cursor:
        cursor.execute(f"SELECT secret FROM {table}")
        assert front.secret not in cursor.fetchone()[0]
    assert front.secret not in str(AuditEvent.objects.values())


def test_what_arrived_is_forgotten_after_a_month(front, hook, product):
    change(product, later(minutes=1))
    tell(later(minutes=2))
    assert forget_notices.act(later(minutes=2) + KEPT_FOR) == 0
    assert forget_notices.act(later(minutes=3) + KEPT_FOR) > 0
    assert not WebhookNotice.objects.exists()
