"""Two rows each of what is sent, reminded of or taken back: fixtures of ``test_sweeps.py``."""

import hashlib
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from tests.pages.conftest import moment
from tests.support import plan
from wagtail.documents import get_document_model

from applications.models import Item
from demo.acts import holder
from pages.documents.publishing import publish_document
from pages.models import MailSubscription
from pages.privacy.file_lifting import claim
from pages.privacy.waiting_claims import WAITS
from pages.subscribing import services as subscribing
from registry.models import Membership, Organisation
from rules.periods import local_day
from workflow.models import Consultation, DocumentRecipient
from workflow.positions import open_task
from workflow.services import consultations, deliveries, desk

SENT_AT = moment(2020, 6, 1, 9)


def notice(serial, *, at=SENT_AT, **more):
    page, _ = publish_document(
        index_no=f"TEST360702/2020-{serial:05d}",
        kind="notice",
        title=f"关于示例事项{serial}的通知",
        issuer="章贡区扶贫办",
        written_on=at.date(),
        topic="扶贫",
        paragraphs=["请按时报送。"],
        published_at=at,
        at=at,
        by=None,
        **more,
    )
    return page


def mailed(word):
    return any(word in f"{message.to} {message.subject}" for message in mail.outbox)


@pytest.fixture
def questions(walked):
    rows = []
    for item in Item.objects.filter(pk__in=[each.pk for each in walked("endorse", 2)]):
        at = item.turns.latest("arrived_at").arrived_at + timedelta(hours=1)
        expert = {"expert_name": "示例专家", "expert_unit": "示例农科所"}
        rows.append(
            consultations.ask(
                item,
                kind="opinion",
                question="请核对带动户数的统计口径是否一致",
                due_on=local_day(at),
                by=holder("fpb_reviewer@fpb"),
                at=at,
                expert_email="expert@example.com",
                **expert,
            )
        )
    return at + timedelta(minutes=1), lambda: [
        Consultation.objects.get(pk=row.pk).reminded_at is not None for row in rows
    ]


@pytest.fixture
def departed(paper, at):
    items = paper(2)
    office = items[0].application.station
    officer = holder(f"station_officer@{office.code}")
    for item in items:
        desk.claim(open_task(item, "endorse"), by=officer, at=at)
    gone = Membership.objects.filter(user=officer)
    gone.update(valid_from=date(2020, 1, 1), valid_until=local_day(at))
    return moment(2020, 4, 2, 9), lambda: [
        open_task(item, "endorse").owner is None for item in items
    ]


@pytest.fixture
def addressed(office):
    plan.load_plan()
    unit = Organisation.objects.get(code="czj")
    pages = [notice(serial, delivered_to=[unit]) for serial in (1, 2)]
    return SENT_AT + timedelta(minutes=1), lambda: [
        DocumentRecipient.objects.filter(version__page=page).exists() for page in pages
    ]


@pytest.fixture
def unread(office):
    plan.load_plan()
    units = list(Organisation.objects.filter(code__in=("czj", "gsl")).order_by("code"))
    notice(1, delivered_to=units)
    deliveries.send_due(SENT_AT)
    for unit in units:
        person = holder(f"unit_reporter@{unit.code}")
        person.email, person.mail_notices = f"{unit.code}@example.com", True
        person.save()
    return SENT_AT + deliveries.UNREAD + timedelta(minutes=1), lambda: [
        mailed(f"{unit.code}@example.com") for unit in units
    ]


@pytest.fixture
def mistaken(office):
    document, bringer = get_document_model(), holder("fpb_clerk@fpb")
    keys = []
    for row in ("橙子,15400000001", "脐橙,15400000002"):
        data = f"品名,订货单号\n{row}\n".encode()
        words = {"name": "订货", "sentences": ["不得公开"], "reason": "第2列是订货单号"}
        claim(data, **words, by=bringer, at=SENT_AT)
        file = ContentFile(data, "a.csv")
        keys.append(document.objects.create(title="订货", file=file, file_hash=sha1(data)).pk)
    at = SENT_AT + timedelta(days=WAITS + 1)
    return at, lambda: [not document.objects.filter(pk=key).exists() for key in keys]


def sha1(data):
    return hashlib.sha1(data, usedforsecurity=False).hexdigest()


@pytest.fixture
def subscribed(office):
    topics = (("documents", "a"), ("documents?section=policy", "b"))
    for name, who in topics:
        row = subscribing.ask(name, "文件", address=f"{who}@example.com", at=SENT_AT)
        subscribing.confirm(row, at=SENT_AT)
    assert MailSubscription.objects.confirmed().count() == 2
    mail.outbox.clear()
    notice(1, at=SENT_AT + timedelta(minutes=1))
    return SENT_AT + timedelta(minutes=2), lambda: [
        mailed(f"{who}@example.com") for _, who in topics
    ]
