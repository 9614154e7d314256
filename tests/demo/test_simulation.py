"""Simulated days go on whatever the rules refuse, and every actor of the house is in them."""

import json
import random
import sys
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection
from tests.support.listed import listed

from applications.models import Item
from catalog.models import Certificate, ExitRequest
from demo import (
    actors,
    complaints_work,
    fiction,
    holders_work,
    mistyping,
    scratch,
    second_thoughts,
    simulation,
)
from demo.timetables import moment
from demo.walking import end_windows
from registry.models import Applicant
from rules import typed_dates
from rules.refusal import Refused
from supervision.models import Complaint
from supervision.services.complaints import receive
from workflow.invariants import violations

pytestmark = pytest.mark.django_db


def test_a_step_that_is_refused_is_counted_and_ends_nothing(office, monkeypatch):
    def refuse(item, node, **details):
        raise Refused(["该意见须由本单位负责人审签，而本单位没有在任的负责人"])

    monkeypatch.setattr(mistyping, "perform", refuse)
    days = simulation.Simulation(applications=2, start=date(2020, 4, 1), days=4, seed=7)
    days.run()
    result = days.result()
    assert result["steps_refused"] > 0
    assert (result["applications"], result["violations"]) == (2, [])


def test_a_day_with_a_wrong_year_is_refused_counted_and_typed_anew(walked, monkeypatch):
    monkeypatch.setattr(mistyping, "MISTAKE", 1)
    monkeypatch.setattr(mistyping, "SLIPS", (366,))
    [item] = walked("submit")
    typist = mistyping.Typist(random.Random(1))
    typist.perform(item, "endorse", at=moment(date(2020, 4, 8)), choice="pass")
    assert typist.refused == 1
    assert item.opinions.get().visited_on == date(2020, 4, 8)


def test_a_report_dated_before_its_window_shows_where_the_rule_is_broken(walked, monkeypatch):
    lax = SimpleNamespace(reasons_against=lambda *day, **bounds: [])
    monkeypatch.setattr(typed_dates, "REPORT", lax)
    monkeypatch.setattr(mistyping, "MISTAKE", 1)
    monkeypatch.setattr(mistyping, "SLIPS", (-366,))
    [item] = walked("notice")
    end_windows([item])
    at = item.publicity_entries.get().ends_at + timedelta(days=1)
    mistyping.Typist(random.Random(1)).perform(item, "report_to_city", at=at, choice="pass")
    assert any("上报日期早于区级公示期满" in each for each in violations())


def test_complaints_of_a_simulation_are_handled_to_their_end(office, monkeypatch):
    monkeypatch.setattr(complaints_work, "ANGER", 1)
    monkeypatch.setattr(complaints_work, "COMPANY", 0)
    for row in range(3):
        listed(1, row=row)
    work = complaints_work.ComplaintsWork(random.Random(4), diligence=1)
    first = date(2020, 6, 1)
    work.receive(
        Item.objects.none(),
        Certificate.objects.in_force(first).select_related("ruleset"),
        moment(first),
    )
    for day in range(1, 8):
        work.work(moment(first + timedelta(days=day), 10))
    assert Complaint.objects.filter(state="closed").exists()
    assert (work.counts["received"], violations()) == (3, [])


def test_holders_of_a_simulation_renew_what_may_be_renewed_and_leave(office, monkeypatch):
    entries = [listed(serial) for serial in (1, 2)]
    monkeypatch.setattr(holders_work, "RENEWAL", 1)
    work = holders_work.HoldersWork(random.Random(1))
    opens = entries[0].renewal_opens_on
    work.work(entries, moment(opens - timedelta(days=1)))
    assert work.counts["renewals"] == 0
    work.work(entries, moment(opens))
    work.work(Certificate.objects.in_force(opens), moment(opens, 15))
    assert work.counts["renewals"] == 2
    monkeypatch.setattr(holders_work, "EXIT", 1)
    work.work(Certificate.objects.in_force(opens), moment(opens, 16))
    left = ExitRequest.objects.open().count()
    assert work.counts["exits"] == left
    assert left + work.refused == 2


def shorter_windows(monkeypatch):
    from publicity.services import windows

    monkeypatch.setattr(windows, "working_days", lambda level, ruleset: 2)


def claims_in_the_notice(monkeypatch):
    from workflow.services import notices

    row_of = notices.row_of
    monkeypatch.setattr(
        notices, "row_of", lambda item, figures: row_of(item, {"households": 999, "persons": 2999})
    )


def no_letter_of_refusal(monkeypatch):
    from workflow import letters

    send = letters.send
    monkeypatch.setattr(
        letters,
        "send",
        lambda item, kind, **details: kind != "refused" and send(item, kind, **details),
    )


@pytest.mark.parametrize(
    ("broken", "breach"),
    [
        (shorter_windows, "不足5个工作日"),
        (claims_in_the_notice, "与工作站核实的不一致"),
        (no_letter_of_refusal, "没有书面反馈"),
    ],
)
@pytest.mark.walk
def test_a_rule_that_is_broken_shows_in_the_violations(office, monkeypatch, broken, breach):
    monkeypatch.setattr(simulation, "DILIGENCE", 1)
    monkeypatch.setattr(simulation, "CHOICES", (("pass", 0.7), ("refuse", 0.3)))
    broken(monkeypatch)
    days = simulation.Simulation(applications=4, start=date(2020, 4, 1), days=16, seed=3)
    violations = days.run()["violations"]
    assert any(breach in each for each in violations)


@pytest.mark.parametrize("likely", [0, 1])
def test_an_actor_reads_only_those_to_whom_something_happens(
    office, likely, django_assert_num_queries
):
    for serial in range(1, 6):
        fiction.applicant(serial)
    rows = Applicant.objects.order_by("pk")
    somebody = actors.Actor(random.Random(1))
    everybody = list(rows)
    with django_assert_num_queries(1 + len(everybody) * likely):
        concerned = list(somebody.some_of(rows, likely))
    assert concerned == everybody * likely


def test_a_breach_is_told_with_its_first_day_and_the_seed_though_it_is_gone_again(
    office, monkeypatch
):
    monkeypatch.setattr(simulation, "DILIGENCE", 0)
    friday = date(2020, 4, 17)
    case = receive(
        source="web",
        subject_kind="product",
        about_text="示例产品",
        category="quality",
        content="所售产品与公示的情况不一致，请核实处理。",
        at=moment(friday, 8),
    )
    rows, states = Complaint.objects.filter(pk=case.pk), iter([None, "fed_back", "received"])

    def at_night():
        """From Friday's night to Saturday's it says what is not so."""
        if state := next(states, None):
            rows.update(state=state, next_due_on=friday)

    days = simulation.Simulation(applications=1, start=friday - timedelta(days=1), days=6, seed=9)
    assert days.run(progress=at_night)["violations"] == [
        f"2020-04-18（种子9）{case} 记为已反馈却没有反馈"
    ]


def test_a_simulation_leaves_no_file_no_mail_and_no_database_behind(monkeypatch):
    taken = []

    def set_up(**options):
        taken.append(connection.settings_dict["TEST"].get("NAME"))

    monkeypatch.setattr(scratch, "setup_databases", set_up)
    monkeypatch.setattr(scratch, "teardown_databases", lambda *_, **__: None)
    before = connection.settings_dict["TEST"], [storages[name].location for name in scratch.STORES]
    with scratch.scratch_database():
        name = storages["private"].save("kept/one", ContentFile(b"one"))
        path = Path(storages["private"].path(name))
        assert path.exists()
        assert settings.MAIL_DELIVERY_BACKEND == scratch.NOBODY
    assert not path.exists()
    assert taken == [before[0].get("NAME")] or Path(taken[0]).name == "scratch.sqlite3"
    after = connection.settings_dict["TEST"], [storages[name].location for name in scratch.STORES]
    assert after == before


def test_second_thoughts_are_had_through_the_services_and_break_nothing(walked, monkeypatch):
    for name in ("TAKEN_BACK", "SENT_BACK", "HOLDING", "LIFTING", "URGING"):
        monkeypatch.setattr(second_thoughts, name, 1)
    monkeypatch.setattr(second_thoughts, "AHEAD", (3,))
    reviewed, passed = walked("review"), walked("notice", serial=2)
    end_windows(passed)
    actor = second_thoughts.SecondThoughts(random.Random(1))
    signed = reviewed[0].opinions.latest("signed_at").signed_at
    actor.work(signed + timedelta(hours=1))
    actor.work(passed[0].publicity_entries.get().ends_at + timedelta(days=1))
    assert actor.counts["taken_back"] > 0
    assert actor.counts["held"] > 0
    assert actor.counts["urged"] > 0
    assert violations() == []


def test_the_answer_is_one_object_and_tells_what_it_cost(office, monkeypatch, capsys):
    def set_up(**options):
        sys.stdout.write("Cache table already exists.")  # as Django's own does

    monkeypatch.setattr(scratch, "setup_databases", set_up)
    monkeypatch.setattr(scratch, "teardown_databases", lambda *_, **__: None)
    monkeypatch.setattr(simulation.Simulation, "run", lambda self, progress: {"violations": []})
    call_command("simulate", "--applications", "1")
    answer = json.loads(capsys.readouterr().out)
    assert answer["violations"] == []
    assert answer["processor_seconds"] >= 0
    assert answer["peak_memory_mib"] > 10
