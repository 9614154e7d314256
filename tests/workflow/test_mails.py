"""Every mail of an act is a row of the act's own transaction, written once, to who wants it."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from tests.support import after_listing
from tests.support.listed import LISTED_ON, listed

from demo.acts import agent, holder
from demo.timetables import moment
from records.models import OutgoingMail
from registry.models import Applicant, User
from workflow.models import ChangeReport
from workflow.positions import open_change_task
from workflow.services import changes, renewals
from workflow.services.clock import tick

pytestmark = pytest.mark.django_db
CLERK = "fpb_clerk@fpb"
NOON = moment(LISTED_ON + timedelta(days=12), 12)


@pytest.fixture(autouse=True)
def boxed(settings):
    settings.EMAIL_BACKEND = "records.mail.OutboxBackend"


@pytest.fixture
def entry(office):
    return listed()


@pytest.fixture
def reader(entry):
    """Who acts for the holder of the entry, with an address."""
    person = agent(entry.applicant_id)
    User.objects.filter(pk=person.pk).update(email="agent@mail.example.com")
    return person


@pytest.fixture
def clerk(office):
    person = holder(CLERK)
    User.objects.filter(pk=person.pk).update(email="clerk@mail.example.com")
    return person


def intent(entry):
    return after_listing.intent(entry, at=NOON)


def question(entry):
    return after_listing.answer(entry, by=agent(entry.applicant_id), at=NOON)


def renewal(entry):
    return renewals.remind_due(moment(entry.valid_until - timedelta(days=60)))


ACTS = {
    intent: ("收到一条认购意向", "/portal/intents/"),
    question: ("有一件需要你单位说明的事项", "/portal/complaints/"),
    renewal: ("扶贫产品认定证书", "/portal/letters/"),
}
by_act = pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)


@by_act
def test_the_mail_is_written_with_the_act_and_says_only_that_there_is_news(act, entry, reader):
    act(entry)
    [mail] = OutgoingMail.objects.all()
    subject, address = ACTS[act]
    assert subject in mail.subject
    assert mail.subject.startswith("【")
    assert address in mail.body
    assert mail.recipient == "agent@mail.example.com"
    for secret in ("0797-8000000", "示例食堂", "检验", entry.applicant.name):
        assert secret not in mail.subject + mail.body


@by_act
def test_an_act_that_does_not_land_leaves_no_mail(act, entry, reader):
    with transaction.atomic():
        act(entry)
        transaction.set_rollback(True)
    assert not OutgoingMail.objects.exists()


@by_act
def test_whoever_wants_no_mail_gets_none(act, entry, reader):
    User.objects.filter(pk=reader.pk).update(mail_notices=False)
    Applicant.objects.update(email="unit@mail.example.com")
    act(entry)
    assert not OutgoingMail.objects.exists()


@by_act
def test_where_nobody_of_the_unit_has_an_address_the_units_own_is_written_to(act, entry):
    Applicant.objects.update(email="unit@mail.example.com")
    act(entry)
    assert [mail.recipient for mail in OutgoingMail.objects.all()] == ["unit@mail.example.com"]


def test_an_answer_is_asked_for_before_its_last_day(entry, reader):
    asked = question(entry)
    mail = OutgoingMail.objects.get()
    assert f"请在{asked.due_on.year}年{asked.due_on.month}月{asked.due_on.day}日前" in mail.body


def test_two_certificates_that_end_on_one_day_are_two_mails(office, reader):
    second = listed(row=1)
    renewal(second)
    assert OutgoingMail.objects.count() == 2


# The clerks, of the limit of a change report


@pytest.fixture
def waiting(entry, clerk):
    """A registered report whose limit for reporting upward is near."""
    change = changes.report_change(
        entry,
        kinds=["stop"],
        after={},
        text="生产车间检修，停产十五天。",
        changed_on=date(2020, 5, 29),
        by=agent(entry.applicant_id),
        at=moment(date(2020, 6, 1)),
    )
    changes.register_change(change, is_accepted=True, by=clerk, at=moment(date(2020, 6, 1)))
    OutgoingMail.objects.all().delete()
    return change


def test_the_clerks_get_their_mail_from_the_outbox_once(waiting, clerk):
    near = moment(ChangeReport.objects.get().due_on - timedelta(days=1), 9)
    tick(near)
    tick(near + timedelta(minutes=1))
    mails = OutgoingMail.objects.filter(subject__contains="上报期限将满")
    assert [mail.recipient for mail in mails] == ["clerk@mail.example.com"]
    assert mails.get().key.startswith("change-limit:")
    assert open_change_task(waiting)


def test_a_clerk_who_wants_no_mail_gets_none(waiting, clerk):
    User.objects.filter(pk=clerk.pk).update(mail_notices=False)
    tick(moment(ChangeReport.objects.get().due_on - timedelta(days=1), 9))
    assert not OutgoingMail.objects.filter(subject__contains="上报期限将满").exists()
