"""Documents reach the organisations they name, once; who has read them is known (R02)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.pages.conftest import moment
from tests.support import plan

from demo.acts import holder
from pages.documents.publishing import publish_document
from pages.models import RecipientGroup
from records.models import AuditEvent, OutgoingMail
from registry.models import Organisation
from rules.periods import local_day
from rules.refusal import Refused
from workflow.models import DocumentRecipient
from workflow.services import deliveries

pytestmark = pytest.mark.django_db
AT = moment(2020, 6, 1, 9)
DAY = timedelta(days=1)


@pytest.fixture
def units(office):
    """Two units with a reporter each."""
    plan.load_plan()
    return list(Organisation.objects.filter(code__in=("czj", "gsl")).order_by("code"))


@pytest.fixture
def document(units):
    def make(to=(), groups=(), at=AT, serial=1, **fields):
        page, _ = publish_document(
            index_no=f"TEST360702/2020-{serial:05d}",
            kind="notice",
            title="关于报送消费扶贫进展的通知",
            issuer="章贡区扶贫办",
            written_on=date(2020, 5, 30),
            topic="扶贫",
            published_at=at,
            at=at,
            by=None,
            delivered_to=list(to),
            delivered_groups=list(groups),
            **{"paragraphs": ["请于6月10日前报送。"], **fields},
        )
        return page

    return make


def browser(login):
    client = Client()
    client.force_login(plan.person(login), backend="django.contrib.auth.backends.ModelBackend")
    return client


def given(page):
    rows = DocumentRecipient.objects.filter(version__page=page)
    return sorted(rows.values_list("organisation__code", flat=True))


def test_a_public_document_is_sent_once_to_all_it_names(document, units, new_acts):
    page = document(to=units)
    new_acts()
    assert deliveries.send_due(AT) == 2
    assert deliveries.send_due(AT + DAY) == 0
    assert given(page) == ["czj", "gsl"]
    (row,) = new_acts()
    assert (row.action, row.data["recipients"]) == ("workflow.delivery.send", ["czj", "gsl"])


def test_a_document_that_names_nobody_is_sent_to_nobody(document):
    page = document()
    assert deliveries.send_due(AT) == 0
    assert given(page) == []


def test_a_group_is_its_members_of_the_day_of_sending(document, units):
    group = RecipientGroup.objects.create(name="区直各相关单位")
    group.members.add(units[0])
    page = document(to=[units[0]], groups=[group])
    deliveries.send_due(AT)
    group.members.add(units[1])
    deliveries.send_due(AT + DAY)
    assert given(page) == ["czj"], "who joins later is given it by hand, and nobody twice"


def test_who_came_after_a_closed_unit_is_given_its_papers(document, units):
    old, heir = units
    old.valid_until = AT.date() - DAY
    old.save()
    old.successors.add(heir)
    page = document(to=[old])
    deliveries.send_due(AT)
    assert given(page) == ["gsl"]


def test_nothing_is_sent_before_its_hour(document, units):
    page = document(to=units, at=AT)
    page.expire_at = AT + DAY
    assert deliveries.send_due(AT - DAY) == 0
    assert deliveries.send_due(AT) == 2


def test_opening_it_is_the_receipt_of_the_unit(document, units, time_travel):
    page = document(to=units)
    deliveries.send_due(AT)
    time_travel((AT + DAY).date(), 9)
    client = browser("czj-bao")
    assert "未读" in client.get(reverse("desk:received")).content.decode()
    inbox = client.get(reverse("desk:inbox"), {"tab": "queue"}).content.decode()
    assert "关于报送消费扶贫进展的通知" in inbox
    assert (
        "签收《关于报送消费扶贫进展的通知》"
        in client.get(reverse("desk:unit_work")).content.decode()
    )
    assert (
        "请于6月10日前报送"
        in client.get(reverse("desk:received_document", args=[page.pk])).content.decode()
    )
    row = DocumentRecipient.objects.get(organisation__code="czj")
    assert (row.read_by, local_day(row.read_at)) == (plan.person("czj-bao"), (AT + DAY).date())
    client.get(reverse("desk:received_document", args=[page.pk]))
    assert AuditEvent.objects.filter(action="workflow.delivery.read").count() == 1
    assert DocumentRecipient.objects.get(organisation__code="gsl").read_at is None


def test_who_was_not_given_it_does_not_open_it_at_the_desk(document, units, time_travel):
    page = document(to=units[:1])
    deliveries.send_due(AT)
    time_travel((AT + DAY).date(), 9)
    url = reverse("desk:received_document", args=[page.pk])
    assert browser("gsl-bao").get(url).status_code in (302, 403)
    assert browser("gsl-bao").get(reverse("desk:received")).status_code == 200


def test_the_clerk_sees_who_has_not_read_and_sends_it_on(document, units, time_travel, client):
    page = document(to=units[:1])
    deliveries.send_due(AT)
    time_travel((AT + DAY).date(), 9)
    clerk = holder("fpb_clerk@fpb")
    client.force_login(clerk)
    url = reverse("desk:received_document", args=[page.pk])
    assert "尚未阅读（1个）" in client.get(url).content.decode()
    assert client.post(url, {"to": "没有的单位"}).status_code == 422
    assert client.post(url, {"to": units[0].name}).status_code == 422
    client.post(url, {"to": units[1].name})
    assert given(page) == ["czj", "gsl"]
    words = "".join(client.get(reverse("desk:received")).content.decode().split())
    assert "2个单位，已读0个" in words
    with pytest.raises(PermissionDenied):
        deliveries.send_more(page, units, by=plan.person("czj-bao"), at=AT)
    with pytest.raises(Refused, match="公开以后"):
        deliveries.send_more(page, units, by=clerk, at=AT - DAY)


def test_a_correction_is_delivered_again(document, units):
    page = document(to=units)
    deliveries.send_due(AT)
    document(to=units, paragraphs=["请于6月15日前报送。"], because="日期有误", at=AT + DAY)
    assert deliveries.send_due(AT + DAY) == 2
    assert given(page) == ["czj", "czj", "gsl", "gsl"]


def test_who_has_not_read_it_is_written_to_once(document, units, settings):
    settings.EMAIL_BACKEND = "records.mail.OutboxBackend"
    document(to=units[:1])
    deliveries.send_due(AT)
    reporter = plan.person("czj-bao")
    reporter.email, reporter.mail_notices = "bao@example.org", True
    reporter.save()
    deliveries.remind(AT + DAY)
    assert not OutgoingMail.objects.filter(subject__contains="收文").exists()
    deliveries.remind(AT + 4 * DAY)
    deliveries.remind(AT + 5 * DAY)
    assert OutgoingMail.objects.filter(subject__contains="收文").count() == 1


def test_the_list_of_papers_costs_the_same_for_any_number(document, units, time_travel):
    document(to=units, serial=1)
    deliveries.send_due(AT)
    time_travel((AT + DAY).date(), 9)
    client = browser("czj-bao")

    def queries():
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("desk:received"))
        return len(seen)

    queries()
    with_one = queries()
    for serial in range(2, 5):
        document(to=units, serial=serial)
    deliveries.send_due(AT)
    assert queries() == with_one
