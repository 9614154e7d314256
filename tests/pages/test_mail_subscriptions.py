"""News by mail: asked for twice, told once, left with one press, nothing remains of who had it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from tests.supervision.conftest import ticket
from tests.support.standing import stands

from catalog.services import resume, suspend
from doors.admissions import PER_PLACE
from pages.models import MailSubscription, MailTopic
from pages.subscribing import services
from records.models import AuditEvent, OutgoingMail
from records.outbox import deliver

from .conftest import moment

NOW = moment(2020, 12, 1, 10)
HOUR = timedelta(hours=1)
ADDRESS = "reader@example.com"


@pytest.fixture(autouse=True)
def _outbox(settings):
    settings.EMAIL_BACKEND = "records.mail.OutboxBackend"


@pytest.fixture
@stands
def certificate_page(product):
    return product()


@pytest.fixture
def post(client):
    """``post(at, **changes)``: the form sent in without JavaScript."""

    def send(at=NOW, **changes):
        form = {"topic": "catalogue", "address": ADDRESS, **changes}
        form.setdefault("ticket", ticket(at, "subscription").signed())
        with time_machine.travel(at, tick=False):
            return client.post("/subscriptions/", form)

    return send


def letters():
    return OutgoingMail.objects.filter(key__startswith="subscription:").order_by("pk")


def address_in(letter, act):
    found = re.search(rf"http://testserver(/subscriptions/\S+/{act}/)", letter.body)
    return found[1] if found else None


def press(address, at=NOW, **data):
    with time_machine.travel(at, tick=False):
        return Client(enforce_csrf_checks=bool(data)).post(address, data)


@pytest.fixture
def subscribed(post, certificate_page):
    """A confirmed subscription of what becomes of the product."""

    def subscribe(topic=None, at=NOW, **changes):
        number = certificate_page.certificate.number
        post(at, topic=topic or f"catalogue?product={number}", **changes)
        press(address_in(letters().last(), "confirm"), at)
        return MailSubscription.objects.confirmed().last()

    return subscribe


def stop(page, at):
    return suspend(page.certificate, because="抽检不合格", reason="quality_safety", by=None, at=at)


def test_nothing_is_sent_before_the_owner_of_the_mailbox_confirmed(post, certificate_page):
    assert post().url == "/subscriptions/sent/"
    stop(certificate_page, NOW + HOUR)
    services.tell(NOW + 2 * HOUR)
    (letter,) = letters()
    assert "确认订阅" in letter.body
    assert MailSubscription.objects.get().confirmed_at is None


def test_who_confirmed_is_told_once_with_a_way_out_of_one_press(subscribed, certificate_page):
    subscribed()
    stop(certificate_page, NOW + HOUR)
    assert services.tell(NOW + 2 * HOUR) == 1
    assert services.tell(NOW + 3 * HOUR) == 0
    _, news = letters()
    assert certificate_page.certificate.number in news.body
    assert "暂停" in news.body
    assert news.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    leave = news.headers["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")
    assert leave == address_in(news, "leave")
    answer = press(leave, **{"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.content.decode()) == (200, "已退订")
    gone = MailSubscription.objects.get()
    assert (gone.address, gone.address_digest) == ("", "")
    assert press(leave).status_code == 200


def test_a_program_that_opens_every_link_neither_confirms_nor_leaves(subscribed, post, client):
    post(topic="notices")
    shown = client.get(address_in(letters().last(), "confirm"))
    assert shown.status_code == 200
    assert shown["Referrer-Policy"] == "same-origin"  # "no-referrer" would refuse the own form
    assert MailSubscription.objects.get(topic__name="notices").confirmed_at is None
    kept = subscribed("documents", address="other@example.com")
    client.get(f"/subscriptions/{services.letters.token_of(kept, 'leave')}/leave/")
    kept.refresh_from_db()
    assert kept.ended_at is None


def test_a_stranger_learns_nothing_of_who_has_what(subscribed, post):
    subscribed("notices")
    later = NOW + HOUR
    again = post(later, topic="notices")
    new = post(later, topic="notices", address="new@example.com")
    assert (again.status_code, again.url) == (new.status_code, new.url)
    assert "已经订阅" in letters().filter(recipient=ADDRESS).last().body
    assert MailSubscription.objects.filter(topic__name="notices").count() == 2


def test_one_mailbox_is_asked_three_times_a_day_whoever_asks(post, office):
    topics = ["catalogue", "notices", "documents", "bulletins", "evidence"]
    answers = [post(topic=topic, ticket=ticket(NOW, "subscription").signed()) for topic in topics]
    assert len(answers) == PER_PLACE[False]
    assert {each.status_code for each in answers} == {302}
    assert letters().count() == services.PER_ADDRESS


def test_the_address_is_sealed_and_no_trail_holds_it(subscribed):
    subscription = subscribed()
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, address_digest FROM pages_mailsubscription")
        stored = cursor.fetchone()
    assert ADDRESS not in "".join(stored)
    assert subscription.address == ADDRESS
    told = AuditEvent.objects.filter(action__contains="mail").values_list("subject", "data")
    assert len(told) == 2
    assert ADDRESS not in str(list(told))


def test_what_was_not_confirmed_or_is_over_leaves_no_address_behind(post, subscribed):
    services.leave(subscribed("notices"), at=NOW)
    post(topic="documents", address="never@example.com")
    deliver(NOW)
    services.forget_old(NOW + timedelta(days=2))
    assert MailSubscription.objects.count() == 2
    services.forget_old(NOW + timedelta(days=4))
    assert not MailSubscription.objects.exists()
    assert not MailTopic.objects.exists()
    letters().update(sent_at=NOW)
    services.forget_old(NOW + timedelta(days=31))
    assert not letters().exists()


def test_a_letter_that_came_too_late_confirms_nothing(post, office):
    post(topic="notices")
    late = press(address_in(letters().get(), "confirm"), NOW + timedelta(days=4))
    assert late.status_code == 422
    assert "重新订阅" in late.content.decode()
    assert press("/subscriptions/forged/confirm/").status_code == 410
    assert press("/subscriptions/forged/leave/").status_code == 404


def test_another_township_s_changes_are_not_told(subscribed, certificate_page):
    township = certificate_page.certificate.version.origin_township
    other = type(township).objects.exclude(pk=township.pk).first()
    subscribed("catalogue", township=other.gb_code)
    assert MailTopic.objects.get().title == f"目录变动（{other.name}）"
    stop(certificate_page, NOW + HOUR)
    assert services.tell(NOW + 2 * HOUR) == 0
    own = f"catalogue?township={township.gb_code}"
    subscribed(own, NOW + 3 * HOUR, address="b@example.com")
    resume(
        certificate_page.certificate,
        because="整改合格",
        reason="quality_safety",
        by=None,
        at=NOW + 4 * HOUR,
    )
    assert services.tell(NOW + 5 * HOUR) == 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"address": "nobody"}, "格式不正确"),
        ({"topic": "catalogue?certificate=ZG-1"}, "选择"),
        ({"ticket": "forged"}, "页面停留时间过长"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(post, office, changes, reason):
    answer = post(**changes)
    assert answer.status_code == 422
    assert reason in answer.content.decode()
    assert not MailSubscription.objects.exists()


def test_documents_have_no_township(post, certificate_page):
    township = certificate_page.certificate.version.origin_township
    answer = post(topic="documents", township=township.gb_code)
    assert "不分乡镇街道" in answer.content.decode()


def test_a_product_s_page_and_its_check_lead_to_its_subscription(certificate_page, get_page):
    number = certificate_page.certificate.number
    page = get_page(certificate_page.url, NOW).content.decode()
    assert f"/subscriptions/?topic=catalogue%3Fproduct%3D{number}" in page
    checked = get_page(f"/verify/{number}/", NOW).content.decode()
    assert f"/subscriptions/?topic=catalogue%3Fcertificate%3D{number}" in checked
    form = get_page("/subscriptions/", NOW, topic=f"catalogue?certificate={number}")
    assert f"，证书{number}）" in form.content.decode()


def test_the_feed_of_notices_can_be_had_of_one_township(publicity, certificate_page, get_page):
    from pages.notices.services import open_district_notice

    page = open_district_notice(publicity(1), by=None, at=moment(2020, 9, 28, 9))
    township = publicity(1, 2).entries.first().item.origin_township
    other = type(township).objects.exclude(pk=township.pk).first()
    rows = get_page("/feeds/notices.json", NOW, township=township.gb_code).json()["items"]
    assert [each["url"] for each in rows] == [f"http://testserver{page.url}"]
    assert get_page("/feeds/notices.json", NOW, township=other.gb_code).json()["items"] == []
