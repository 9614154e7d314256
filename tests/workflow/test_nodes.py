"""The holes of Viewflow 2.4.0 that our node kinds close, each with the test that falls in."""

from datetime import timedelta

import pytest
from viewflow.workflow.status import STATUS

from demo.acts import perform
from publicity.models import Publicity
from registry.models import Membership, Organisation, User
from rules.periods import IN_FLIGHT
from workflow.flows import Certification
from workflow.models import CertificationTask
from workflow.moment import acting
from workflow.nodes import DeskTask
from workflow.positions import nodes_of, open_task
from workflow.services.timers import fire_due_timers

pytestmark = pytest.mark.django_db


def test_a_cancelled_and_revived_task_keeps_its_permission(paper, at):
    [item] = paper(1)
    task = open_task(item, "endorse")
    with acting(at=at), task.activation() as activation:
        activation.cancel()
    task = CertificationTask.objects.get(pk=task.pk)
    with acting(at=at), task.activation() as activation:
        revived = activation.revive()
    assert revived.owner_permission == "station_officer@station-360702101"
    assert revived.turn.arrived_at == at


def test_a_task_without_a_permission_is_nobodys(paper, user):
    [item] = paper(1)
    task = open_task(item, "endorse")
    task.owner_permission = None
    assert not Certification.endorse.can_assign(user("manager@fpb"), task)


def test_cancelling_a_running_notice_disarms_its_timer(walked, at):
    [item] = walked("notice")
    ends = Publicity.objects.get().ends_at
    with acting(at=at):
        Certification.instance.cancel(item.process)
    assert fire_due_timers(ends + IN_FLIGHT) == {"fired": 0, "failed": 0}
    assert not item.process.task_set.filter(status=STATUS.SCHEDULED).exists()


def test_a_revived_notice_arms_its_timer_again_and_only_one_path_is_taken(walked, at):
    [item] = walked("notice")
    ends = Publicity.objects.get().ends_at
    task = open_task(item, "district_notice")
    with acting(at=at), task.activation() as activation:
        activation.cancel()
    task = CertificationTask.objects.get(pk=task.pk)
    with acting(at=at), task.activation() as activation:
        activation.revive()
    assert fire_due_timers(ends + IN_FLIGHT) == {"fired": 1, "failed": 0}
    assert nodes_of(item) == ["report_to_city"]


def test_every_task_of_a_person_asks_for_a_duty():
    people = [node for node in Certification.instance.nodes() if isinstance(node, DeskTask)]
    assert len(people) == 16
    assert all(node._owner_permission for node in people)
    assert all(node.limit for node in people)


def test_a_person_who_signed_is_never_deleted(paper, at, user):
    from django.db.models import ProtectedError

    [item] = paper(1)
    perform(item, "endorse", at=at)
    officer = user("station_officer@station-360702101")
    with pytest.raises(ProtectedError):
        officer.delete()
    with pytest.raises(ProtectedError):
        User.objects.filter(pk=officer.pk).delete()


def test_a_reorganised_station_hands_its_new_tasks_to_its_successor(paper, at):
    [item] = paper(1)
    station = Organisation.objects.get(code="station-360702101")
    heir = Organisation.objects.create(
        code="station-new", name="新站", kind="work_station", level="township"
    )
    station.valid_until = at.date()
    station.save()
    station.successors.add(heir)
    Membership.objects.create(
        user=User.objects.create(username="new-officer"), organisation=heir, role="station_officer"
    )
    perform(item, "endorse", at=at, choice="return")
    perform(item, "mend_for_station", at=at + timedelta(days=5))
    assert open_task(item, "endorse").owner_permission == "station_officer@station-new"
