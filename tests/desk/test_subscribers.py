"""Who is told of changes, on the desk: registered with a key shown once, tried, stopped."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from demo.acts import holder
from desk.webhooks import SubscriberForm
from exchange.models import WebhookNotice, WebhookSubscriber
from exchange.services.webhooks import subscribe
from pages.machines.api.changes import KINDS
from records.models import AuditEvent

pytestmark = pytest.mark.django_db
PAGE = "/admin/desk/subscribers/"
ADDRESS = "https://front.example.com/hooks"


@pytest.fixture
def exporter(office, signed_in, noon):
    return signed_in("export_officer@fpb")


def test_the_key_stands_on_one_answer_only(exporter):
    assert "还没有登记" in exporter.get(PAGE).content.decode()
    made = exporter.post(PAGE, {"title": "示例前端", "address": ADDRESS, "kinds": ["product"]})
    subscriber = WebhookSubscriber.objects.get()
    assert subscriber.secret in made.content.decode()
    assert subscriber.secret not in exporter.get(PAGE).content.decode()
    page = exporter.get(reverse("desk:subscriber", args=[subscriber.pk])).content.decode()
    assert subscriber.secret not in page
    assert "还没有通知" in page


def test_every_kind_of_change_can_be_chosen_and_is_named(exporter, at):
    offered = {word for word, _title in SubscriberForm.base_fields["kinds"].choices}
    assert offered == set(KINDS)
    exporter.post(PAGE, {"title": "示例前端", "address": ADDRESS, "kinds": ["dishonesty"]})
    subscriber = WebhookSubscriber.objects.get()
    assert subscriber.kinds == ["dishonesty"]
    page = exporter.get(reverse("desk:subscriber", args=[subscriber.pk])).content.decode()
    assert "失信登记" in page


def test_reasons_stand_at_their_fields(exporter):
    answer = exporter.post(PAGE, {"title": "示例前端", "address": "http://10.0.0.1/", "kinds": []})
    assert answer.status_code == 422
    assert answer.context["form"].errors["address"] == ["接收地址须以https开头"]
    assert not WebhookSubscriber.objects.exists()


def test_it_is_tried_and_stopped_by_buttons_and_a_second_click_is_refused(exporter, at):
    subscriber = subscribe(
        title="示例前端", address=ADDRESS, kinds=[], by=holder("export_officer@fpb"), at=at
    )
    attempt, end = (
        reverse(f"desk:{name}", args=[subscriber.pk])
        for name in ("try_subscriber", "stop_subscriber")
    )
    for _ in range(2):
        exporter.post(attempt)
    assert WebhookNotice.objects.count() == 1
    exporter.post(end, {"because": ""})
    assert WebhookSubscriber.objects.active().exists()
    exporter.post(end, {"because": "不再使用"})
    assert not WebhookSubscriber.objects.active().exists()
    assert AuditEvent.objects.filter(action="exchange.stop_subscriber").count() == 1
    assert (
        "不再使用"
        in exporter.get(reverse("desk:subscriber", args=[subscriber.pk])).content.decode()
    )


def test_the_lists_take_the_same_queries_for_any_number(exporter, at):
    by, counts = holder("export_officer@fpb"), []
    first = subscribe(title="示例前端", address=ADDRESS, kinds=[], by=by, at=at)
    log = reverse("desk:subscriber", args=[first.pk])
    exporter.get(PAGE), exporter.get(log)
    for number in range(2):
        subscribe(title="又一个", address=f"{ADDRESS}/{number}", kinds=[], by=by, at=at)
        notices = [
            WebhookNotice(subscriber=first, kind="product", key=f"{key}", body="{}", due_at=at)
            for key in range(3)
        ]
        WebhookNotice.objects.bulk_create(notices)
        with CaptureQueriesContext(connection) as queries:
            exporter.get(PAGE), exporter.get(log)
        counts.append(len(queries))
    assert counts[0] == counts[1]
