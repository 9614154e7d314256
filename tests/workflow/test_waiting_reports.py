"""Change reports that wait: in whose inbox, who is reminded, until which day."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from tests.support.change_reports import (
    CLERK,
    MONDAY,
    fresh,
    send,
)

from applications.models import Item
from demo.local_days import declare
from demo.timetables import moment
from workflow.invariants import violations
from workflow.positions import open_change_task
from workflow.services import clock, desk
from workflow.services.overdue import overdue

pytestmark = pytest.mark.django_db


def test_the_clerks_are_reminded_once_and_then_it_is_on_the_overdue_list(report, step, held, user):
    clerk = user(CLERK)
    clerk.email = "clerk@example.com"
    clerk.save()
    change = step(report(), "assess")
    clock.tick(moment(date(2020, 6, 5)))
    assert fresh(change).reminded_at is None
    clock.tick(moment(date(2020, 6, 7), 9))
    clock.tick(moment(date(2020, 6, 7), 10))
    assert fresh(change).reminded_at is not None
    assert open_change_task(change).flow_task.name == "report_upward"
    assert overdue(moment(date(2020, 6, 8)))["changes"] == []
    assert overdue(moment(date(2020, 6, 9)))["changes"] == [change.number]
    send(change, clerk)
    assert overdue(moment(date(2020, 6, 9)))["changes"] == []
    assert violations() == []


def test_the_reminder_goes_out_by_mail_without_a_word_about_anybody(
    report, step, user, django_capture_on_commit_callbacks
):
    clerk = user(CLERK)
    clerk.email = "clerk@example.com"
    clerk.save()
    change = step(report(), "register")
    with django_capture_on_commit_callbacks(execute=True):
        clock.tick(moment(date(2020, 6, 7), 9))
    [sent] = mail.outbox
    assert (sent.to, change.number in sent.subject) == (["clerk@example.com"], True)


def test_a_waiting_report_is_in_the_inbox_and_is_claimed_and_put_back(report, user, held):
    from desk import queries

    change = report()
    [turn] = queries.queue(user(CLERK))
    assert (turn.item, turn.due_on) == (held.item, date(2020, 6, 3))
    desk.claim(turn.task, by=user(CLERK), at=moment(MONDAY, 10))
    assert open_change_task(change).owner == user(CLERK)
    desk.release(turn.task, by=user(CLERK), at=moment(MONDAY, 11))
    assert open_change_task(change).owner is None
    assert Item.objects.get(pk=held.item.pk).is_ended


def test_a_head_hands_a_waiting_report_to_a_colleague_although_its_product_is_listed(
    report, user, client
):
    change, clerk, head = report(), user(CLERK), user("manager@fpb")
    task = open_change_task(change)
    client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    said = {"tasks": task.pk, "do": "assign", "to": clerk.pk}
    told = client.post(reverse("desk:bulk"), said, follow=True).content.decode()
    assert "办理（1项）" in told
    assert open_change_task(change).owner == clerk


def test_the_flow_draws_itself_in_chinese(capsys):
    call_command("flow_bpmn", "change_report")
    drawn = capsys.readouterr().out
    assert "变更情况上报" in drawn
    assert "boundaryEvent" in drawn


def test_a_holiday_declared_meanwhile_postpones_the_report_and_its_reminder(report, step):
    change = step(report(), "assess")
    assert change.due_on == date(2020, 6, 8)
    at = moment(MONDAY, 12)
    declare(date(2020, 6, 4), date(2020, 6, 5), at=at)
    clock.tick(at + timedelta(minutes=1))
    assert fresh(change).due_on == date(2020, 6, 10)
    turn = open_change_task(change, "report_upward").turn
    assert turn.due_on == date(2020, 6, 10)
    clock.tick(moment(date(2020, 6, 8), 9))
    assert fresh(change).reminded_at is None
    clock.tick(moment(date(2020, 6, 9), 9))
    assert fresh(change).reminded_at is not None
