"""Certified again: offered in time, reminded once per term, from the old paper, a new number."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from tests.support.listed import listed

from applications.models import Item
from applications.services import drafts, materials
from applications.services.discarding import discard_draft
from catalog.models import Certificate
from catalog.services import leave
from demo.acts import agent
from demo.preparing import submit
from demo.timetables import moment
from rules.refusal import Refused
from workflow.models import Letter, RenewalReminder
from workflow.services import clock, submissions

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(office):
    return listed()


def terms(certificate):
    reminders = RenewalReminder.objects.filter(certificate=certificate).order_by("pk")
    return list(reminders.values_list("days", flat=True))


def test_each_reminder_goes_out_once_on_its_day(held):
    last = held.valid_until
    for left in (91, 90, 90, 75, 60, 31, 30, 8, 7, 7, 1, 0, -1):
        clock.tick(moment(last - timedelta(days=left)))
    assert terms(held) == [90, 60, 30, 7]
    letters = Letter.objects.filter(kind="renewal")
    assert letters.count() == 4
    assert held.number in letters.first().text


def test_a_reminder_before_the_window_says_from_when_one_may_apply(held):
    assert held.renewal_opens_on == date(2021, 2, 20)
    clock.tick(moment(date(2021, 2, 19)))
    clock.tick(moment(date(2021, 3, 21)))
    early, later = Letter.objects.filter(kind="renewal").order_by("pk")
    assert "还有90天，自2021年2月20日起可以再次申请。" in early.text
    assert "还有60天。" in later.text


def test_a_clock_that_slept_sends_the_latest_due_only(held):
    clock.tick(moment(held.valid_until - timedelta(days=20)))
    assert terms(held) == [30]


def test_the_mail_names_the_certificate_and_nobody(held, django_capture_on_commit_callbacks):
    held.applicant.email = "holder@example.com"
    held.applicant.save()
    with django_capture_on_commit_callbacks(execute=True):
        clock.tick(moment(held.valid_until - timedelta(days=60)))
    [sent] = mail.outbox
    assert sent.to == ["holder@example.com"]
    assert held.number in sent.subject
    assert held.applicant.contact_person not in sent.body


def test_renewing_opens_on_the_corresponding_day_three_months_before(held):
    by = agent(held.applicant_id)
    before = held.renewal_opens_on - timedelta(days=1)
    with pytest.raises(Refused, match="起受理"):
        drafts.start(held.applicant, by=by, at=moment(before), renewal_of=[held])
    draft = drafts.start(held.applicant, by=by, at=moment(held.renewal_opens_on), renewal_of=[held])
    [item] = draft.items.all()
    assert (item.renewal_of, item.name) == (held, held.version.name)


def test_licences_come_along_by_reference_and_nothing_else_does(held):
    by, at = agent(held.applicant_id), moment(held.renewal_opens_on)
    draft = drafts.start(held.applicant, by=by, at=at, renewal_of=[held], reuse_licences=True)
    [licence] = draft.materials.all()
    old = held.item.application.materials.get(kind="M2_licence")
    assert (licence.kind, licence.sha256, licence.reused_from) == (old.kind, old.sha256, old)
    assert licence.file == old.file
    discard_draft(draft, by=by, at=at)
    assert materials.read(old, by=by, at=at), "the file stays with the paper that it came from"
    plain = drafts.start(held.applicant, by=by, at=at, renewal_of=[held])
    assert not plain.materials.exists()


def test_an_entry_has_one_renewal_draft_until_that_is_deleted_or_submitted(held):
    by, at = agent(held.applicant_id), moment(held.renewal_opens_on)
    draft = drafts.start(held.applicant, by=by, at=at, renewal_of=[held])
    with pytest.raises(Refused, match="已有一份填写中的再次申请，请继续填写，或者删除后重新开始"):
        drafts.start(held.applicant, by=by, at=at, renewal_of=[held])
    with pytest.raises(IntegrityError, match="renewal_of_id"), transaction.atomic():
        Item.objects.create(application=draft, renewal_of=held)
    discard_draft(draft, by=by, at=at)
    again = submit(drafts.start(held.applicant, by=by, at=at, renewal_of=[held]), by=by, at=at)
    submissions.withdraw(again.items.get(), by=by, at=at)
    assert drafts.start(held.applicant, by=by, at=at, renewal_of=[held]).is_draft


def test_an_entry_that_ends_while_its_renewal_is_under_way_says_so(held):
    by, at = agent(held.applicant_id), moment(held.renewal_opens_on)
    draft = drafts.start(held.applicant, by=by, at=at, renewal_of=[held])
    paper = submit(draft, by=by, at=at)
    second = drafts.start(held.applicant, by=by, at=at)
    drafts.add_item(second, by=by, at=at, renewal_of=held, **held.version.facts())
    with pytest.raises(Refused, match="正在办理"):
        submit(second, by=by, at=at)
    after = held.valid_until + timedelta(days=1)
    clock.tick(moment(after))
    held.refresh_from_db()
    assert held.status_text(after) == "已到期（再次申请中）"
    assert terms(held) == []
    with pytest.raises(Refused, match="正在办理"):
        drafts.start(held.applicant, by=by, at=moment(after), renewal_of=[held])
    submissions.withdraw(paper.items.get(), by=by, at=moment(after))
    held.refresh_from_db()
    assert held.status_text(after) == "已到期"
    assert held.is_renewable(after)


def test_a_renewed_entry_has_a_number_of_its_own_and_ends_the_old_one(held, office):
    from tests.conftest import schedule

    from demo.walking import walk

    by, at = agent(held.applicant_id), moment(held.renewal_opens_on)
    draft = drafts.start(held.applicant, by=by, at=at, renewal_of=[held])
    [item] = walk(list(draft.items.all()), schedule(held.renewal_opens_on), until="list")
    new = Certificate.objects.get(item=item)
    held.refresh_from_db()
    assert new.renewal_of == held
    assert new.number != held.number
    assert (held.status, held.renewal_sought_on) == ("expired", None)
    assert not held.is_renewable(new.valid_from)


def test_the_holder_leaves_of_its_own_will_and_nobody_else_does(held, user):
    at = moment(date(2020, 7, 1))
    with pytest.raises(Refused, match="只有持证单位"):
        leave(held, by=user("fpb_clerk@fpb"), at=at, because="不再生产")
    event = leave(held, by=agent(held.applicant_id), at=at, because="不再生产")
    held.refresh_from_db()
    assert (event.op, event.reason, event.title) == ("expire", "voluntary_exit", "自愿退出")
    assert held.status_text(at.date()) == "已自愿退出"
    assert not held.is_renewable(at.date())
    with pytest.raises(Refused, match="不需要退出"):
        leave(held, by=agent(held.applicant_id), at=at, because="再来一次")
