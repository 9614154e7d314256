"""催办: by the head and by the applicant, once a day each, to whoever has the task; on record."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from demo.acts import agent
from records.models import AuditEvent
from registry.models import User
from rules.refusal import Refused
from workflow.models import Reminder, Turn, Urging
from workflow.services import desk
from workflow.services.reminders import remind
from workflow.services.urging import urge

pytestmark = pytest.mark.django_db


def turn_of(item):
    return Turn.objects.get(item=item, finished_at=None)


def test_the_district_head_urges_a_station_and_everybody_there_reads_it(
    paper, user, at, mailoutbox
):
    (item,) = paper()
    officer = user(f"station_officer@{item.application.station.code}")
    User.objects.filter(pk=officer.pk).update(email="s@example.org", mail_notices=True)
    urge(turn_of(item), by=user("manager@fpb"), at=at, note="请抓紧核实")
    reminder = Reminder.objects.get(recipient=officer)
    assert (reminder.stage, reminder.urging.note) == ("urged", "请抓紧核实")
    row = AuditEvent.objects.get(action="workflow.urge")
    assert (row.actor_id, row.because) == (user("manager@fpb").pk, "请抓紧核实")
    assert [mail.to for mail in mailoutbox] == [["s@example.org"]]
    assert item.name not in mailoutbox[0].body, "the mail says that something waits, no more"


def test_who_took_the_task_is_urged_alone(walked, user):
    (item,) = walked("endorse")
    turn = Turn.objects.get(item=item, finished_at=None, task__flow_task__contains="benefit")
    desk.claim(turn.task, by=user("fpb_reviewer@fpb"), at=turn.arrived_at)
    urge(turn, by=user("manager@fpb"), at=turn.arrived_at)
    assert [each.recipient for each in Reminder.objects.all()] == [user("fpb_reviewer@fpb")]


def test_once_a_day_for_each_side_and_again_the_next_day(paper, user, at):
    (item,) = paper()
    turn, head, own = turn_of(item), user("manager@fpb"), agent(item.application.applicant_id)
    for by in (head, own):
        urge(turn, by=by, at=at)
        with pytest.raises(Refused, match="每天只能催办一次"):
            urge(turn, by=by, at=at + timedelta(hours=3))
    urge(turn, by=head, at=at + timedelta(days=1))
    assert Urging.objects.count() == 3


def test_the_clocks_reminders_are_none_the_fewer(paper, user, at):
    (item,) = paper()
    urge(turn_of(item), by=user("manager@fpb"), at=at)
    assert remind(at + timedelta(days=30)) > 0


def test_nobody_urges_what_is_not_theirs_or_is_done(walked, paper, user, at):
    (item,) = walked("endorse")
    (other,) = paper(serial=2)
    turn = Turn.objects.filter(item=item, finished_at=None).first()
    with pytest.raises(Refused, match="只能催办本单位的申请"):
        urge(turn, by=agent(other.application.applicant_id), at=at)
    for officer in ("fpb_clerk@fpb", "auditor@fpb"):
        with pytest.raises(Refused, match="只有办理单位的负责人可以催办"):
            urge(turn, by=user(officer), at=at)
    done = Turn.objects.filter(item=item, finished_at__isnull=False).first()
    with pytest.raises(Refused, match="已经办结"):
        urge(done, by=user("manager@fpb"), at=at)


def test_what_the_applicant_has_to_do_is_not_urged_by_offices(walked, user, at):
    (item,) = walked("endorse", choice="return")
    with pytest.raises(Refused, match="不能催办"):
        urge(turn_of(item), by=user("manager@fpb"), at=at)


def test_the_applicant_has_the_button_only_while_an_office_has_the_paper(walked, client, at):
    (asked,), (waiting,) = walked("endorse", choice="return"), walked("endorse", serial=2)
    for item, is_shown in ((asked, False), (waiting, True)):
        client.force_login(
            agent(item.application.applicant_id),
            backend="django.contrib.auth.backends.ModelBackend",
        )
        address = reverse("portal:urge", args=[item.application_id, item.pk])
        page = reverse("portal:application", args=[item.application_id])
        assert (address in client.get(page).content.decode()) == is_shown
        answer = client.post(address, follow=True).content.decode()
        assert ("已催办" if is_shown else "不需要催办") in answer
    assert Urging.objects.filter(is_by_applicant=True, turn__item=waiting).count() == 2


def test_the_applicants_button_is_sent_with_its_token(walked):
    """As a browser sends it: what the page holds, and nothing else."""
    (item,) = walked("endorse")
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(
        agent(item.application.applicant_id), backend="django.contrib.auth.backends.ModelBackend"
    )
    page = browser.get(reverse("portal:application", args=[item.application_id]))
    address = reverse("portal:urge", args=[item.application_id, item.pk])
    form = page.content.decode().partition(f'action="{address}"')[2].partition("</form>")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[1]
    answer = browser.post(address, {"csrfmiddlewaretoken": token}, follow=True)
    assert "今天已催办" in answer.content.decode()
    assert address not in answer.content.decode(), "once a day, and no button that refuses"
    assert Urging.objects.filter(is_by_applicant=True).exists()


def test_the_head_presses_on_the_board_and_sees_that_it_is_done(paper, user, client, time_travel):
    from datetime import date

    (item,) = paper()
    time_travel(date(2020, 4, 20))
    client.force_login(user("manager@fpb"), backend="django.contrib.auth.backends.ModelBackend")
    board, address = reverse("desk:board"), reverse("desk:urge", args=[turn_of(item).task_id])
    assert address in client.get(board).content.decode()
    client.post(address, {"next": board})
    assert "今天已催办" in client.get(board).content.decode()
    client.force_login(
        user(f"station_officer@{item.application.station.code}"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    assert "催办" in client.get(reverse("desk:reminders")).content.decode()
