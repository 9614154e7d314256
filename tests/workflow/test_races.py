"""Two people, or two clocks, at the same instant, in processes of their own, on either database."""

import random
from datetime import date, timedelta

import pytest
from tests.support.listed import listed
from tests.support.race import race
from viewflow.workflow.status import STATUS

from applications.models import Application, Item
from demo.acts import agent
from demo.local_days import declare
from demo.preparing import prepare
from demo.timetables import moment
from publicity.models import Objection, Publicity, PublicityEntry, WindowExtension
from rules.periods import IN_FLIGHT
from supervision.models import Complaint
from workflow.invariants import violations
from workflow.models import ChangeReport, Letter, Opinion
from workflow.positions import nodes_of
from workflow.services.clock import tick

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_reviewers_sign_the_two_branches_at_the_same_instant(walked):
    items = walked("endorse", 4)
    at = moment(date(2020, 4, 10)).isoformat()
    for item in items:
        answers = race(
            ("sign", {"item": item.pk, "node": "review_benefit", "at": at}),
            ("sign", {"item": item.pk, "node": "review_quality", "at": at}),
        )
        assert answers == [{"ok": None}, {"ok": None}]
    assert [nodes_of(item) for item in items] == [["await_notice"]] * 4, "no join is lost"
    for item in items:
        joins = [task for task in item.process.task_set.all() if task.flow_task_type == "JOIN"]
        assert [task.status for task in joins] == [STATUS.DONE]
        assert Opinion.objects.filter(item=item).count() == 3
    assert violations() == []


def test_one_task_signed_twice_at_the_same_instant_is_signed_once(walked):
    [item] = walked("endorse")
    at = moment(date(2020, 4, 10)).isoformat()
    act = ("sign", {"item": item.pk, "node": "review_benefit", "at": at})
    answers = race(act, act)
    assert sorted(next(iter(answer)) for answer in answers) == ["ok", "refused"]
    assert Opinion.objects.filter(item=item, step="benefit").count() == 1


def test_two_clocks_open_one_notice(walked):
    items = walked("review", 3)
    at = moment(date(2020, 4, 20)).isoformat()
    answers = race(("clock", {"at": at}), ("clock", {"at": at}))
    assert sum(answer["ok"]["notices"] for answer in answers) == 1
    assert Publicity.objects.count() == 1
    assert PublicityEntry.objects.count() == len(items)
    assert violations() == []


def test_two_clocks_close_each_window_once(walked):
    items = walked("notice", 4)
    at = (Publicity.objects.get().ends_at + timedelta(minutes=1)).isoformat()
    answers = race(("clock", {"at": at}), ("clock", {"at": at}))
    assert sum(answer["ok"]["timers"]["fired"] for answer in answers) == 4
    assert sum(answer["ok"]["timers"]["failed"] for answer in answers) == 0
    assert [nodes_of(item) for item in items] == [["report_to_city"]] * 4
    assert violations() == []


@pytest.mark.parametrize("count", [3, pytest.param(60, marks=pytest.mark.walk)])
def test_an_objection_and_the_end_of_the_window_exclude_each_other(walked, count):
    """The two clocks walk the flow itself; what they and the public do meets below it."""
    items = walked("notice", count)
    ends = Publicity.objects.get().ends_at
    entries = {item: item.publicity_entries.get() for item in items}
    keys = [entry.pk for entry in entries.values()]
    random.Random(1).shuffle(keys)
    clock = ("clock", {"at": (ends + IN_FLIGHT).isoformat()})
    second = (ends - timedelta(seconds=1)).isoformat()
    answers = race(
        clock,
        clock,
        ("objections", {"entries": keys[::2], "at": second}),
        ("objections", {"entries": keys[1::2], "at": second}),
    )
    became = answers[2]["ok"] | answers[3]["ok"]
    race(("clock", {"at": (ends + timedelta(minutes=1)).isoformat()}))
    for item, entry in entries.items():
        is_held = became[entry.pk] == "objection"
        assert nodes_of(item) == ["investigate_district" if is_held else "report_to_city"]
        assert Objection.objects.filter(entry=entry).exists() is is_held
        assert Complaint.objects.filter(late_entry=entry, item=item).exists() is not is_held
    assert violations() == []


def test_an_objection_of_the_last_second_counts_whatever_it_had_to_wait_for(walked):
    items = walked("notice", 4)
    ends = Publicity.objects.get().ends_at
    entries = [item.publicity_entries.get() for item in items]
    race(("clock", {"at": ends.isoformat()}))
    last = (ends - timedelta(milliseconds=1)).isoformat()
    answers = race(
        ("clock", {"at": (ends + timedelta(seconds=30)).isoformat()}),
        ("clock", {"at": (ends + IN_FLIGHT - timedelta(seconds=1)).isoformat()}),
        *(("objection", {"entry": entry.pk, "at": last}) for entry in entries[:3]),
        ("objection", {"entry": entries[3].pk, "at": ends.isoformat()}),
    )
    assert answers[2:5] == [{"ok": "objection"}] * 3
    assert answers[5] == {"ok": "complaint"}
    race(("clock", {"at": (ends + IN_FLIGHT).isoformat()}))
    assert [nodes_of(item) for item in items] == [["investigate_district"]] * 3 + [
        ["report_to_city"]
    ]
    assert violations() == []


def test_a_double_click_on_submit_submits_once(draft, at):
    application = draft(2)
    prepare(application, by=agent(application.applicant_id), at=at)
    act = ("submit", {"application": application.pk, "at": at.isoformat()})
    answers = race(act, act)
    assert sorted(next(iter(answer)) for answer in answers) == ["ok", "refused"]
    assert Application.objects.get().number == "ZGSQ-2020-000001"
    assert Item.objects.filter(process__isnull=False).count() == 2


def test_two_officers_who_find_the_same_at_once_open_one_case(office, user):
    entry, at = listed(), moment(date(2020, 6, 1)).isoformat()
    people = [user("complaint_officer@fpb"), user("manager@fpb")]
    acts = [("find", {"certificate": entry.pk, "by": each.pk, "at": at}) for each in people]
    answers = race(*acts)
    assert sorted(next(iter(answer)) for answer in answers) == ["ok", "refused"]
    assert ChangeReport.objects.count() == 1
    assert violations() == []


def test_a_finding_and_the_holders_exit_exclude_each_other(office, user):
    """Whoever is first: the entry leaves and is found to have been bad, or it does not leave."""
    entry, at = listed(), moment(date(2020, 6, 1)).isoformat()
    officer, holder = user("complaint_officer@fpb"), agent(entry.applicant_id)
    answers = race(
        ("find", {"certificate": entry.pk, "by": officer.pk, "at": at}),
        ("leave", {"certificate": entry.pk, "by": holder.pk, "at": at}),
    )
    entry.refresh_from_db()
    assert "ok" in answers[0]
    assert entry.status == ("expired" if "ok" in answers[1] else "suspended")


def test_a_day_off_and_the_end_of_the_window_never_lose_each_other(walked):
    """Declared in the last second: the window is closed already, or it grows and then closes."""
    [item] = walked("notice")
    notice = Publicity.objects.get()
    closing, last_second = notice.ends_at + IN_FLIGHT, notice.ends_at - timedelta(seconds=1)
    race(
        ("clock", {"at": closing.isoformat()}),
        ("declare_day_off", {"day": "2020-04-17", "at": last_second.isoformat()}),
    )
    entry = PublicityEntry.objects.get()
    if entry.closed_at is None:
        tick(closing + timedelta(minutes=1))
        entry.refresh_from_db()
        assert (entry.last_day, entry.closed_at) == (date(2020, 4, 21), None)
        tick(entry.ends_at + IN_FLIGHT)
        assert violations() == []
    else:
        assert (entry.last_day, entry.ending) == (date(2020, 4, 20), "passed")
    assert nodes_of(item) == ["report_to_city"]


def test_two_clocks_make_a_window_longer_once(walked):
    walked("notice", 3)
    at = moment(date(2020, 4, 16))
    declare(date(2020, 4, 17), at=at)
    race(("clock", {"at": at.isoformat()}), ("clock", {"at": at.isoformat()}))
    assert WindowExtension.objects.count() == 1
    assert Letter.objects.filter(kind="extended").count() == 3
    assert violations() == []
