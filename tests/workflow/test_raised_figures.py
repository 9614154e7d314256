"""Figures that a change report claims as higher go to the station first."""

import pytest
import time_machine
from django.urls import reverse
from tests.support.change_reports import CLERK, MONDAY, REVIEWER, WORDS, fresh

from demo.acts import holder
from demo.timetables import moment
from rules.refusal import Refused
from workflow.invariants import violations
from workflow.positions import open_change_task
from workflow.services import changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def raised(report, held, user):
    """More households reported than the station verified, taken down by the office."""
    claim = {"households": held.version.households + 40, "persons": held.version.persons + 120}
    change = report(kinds=["benefit"], after=claim, text="今年新带动一批农户，户数人数均有增加。")
    changes.register_change(change, is_accepted=True, by=user(CLERK), at=moment(MONDAY, 10))
    return fresh(change)


def station_of(change):
    return holder(open_change_task(change).owner_permission)


def test_figures_reported_as_higher_go_to_the_station_before_the_office_decides(raised, held, user):
    claim = dict(raised.after)
    at = moment(MONDAY, 11)
    assert open_change_task(raised).flow_task.name == "check_figures"
    assert raised.state_text == "待工作站核实"
    with pytest.raises(Refused, match="尚未到达"):
        changes.assess_change(raised, decision="adjust", assessment=WORDS, by=user(REVIEWER), at=at)
    station = station_of(raised)
    with pytest.raises(Refused) as refused:
        changes.check_figures(raised, figures={}, text="短", by=station, at=at)
    assert set(refused.value.fields) == {"households", "persons", "text"}
    verified = {"households": held.version.households + 1, "persons": held.version.persons + 2}
    crooked = {"households": verified["persons"] + 9, "persons": verified["persons"]}
    with pytest.raises(Refused, match="人数"):
        changes.check_figures(raised, figures=crooked, text=WORDS, by=station, at=at)
    changes.check_figures(raised, figures=verified, text=WORDS, by=station, at=at)
    changes.assess_change(
        fresh(raised), decision="adjust", assessment=WORDS, by=user(REVIEWER), at=at
    )
    held.refresh_from_db()
    assert (held.version.households, held.version.persons) == (
        verified["households"],
        verified["persons"],
    )
    assert fresh(raised).after == claim, "the claim stays on the report"
    assert violations() == []


def test_figures_reported_as_lower_need_no_station(report, held, user):
    after = {"households": held.version.households - 1}
    change = report(kinds=["benefit"], after=after, text="有农户外出务工，带动户数减少。")
    changes.register_change(change, is_accepted=True, by=user(CLERK), at=moment(MONDAY, 10))
    assert open_change_task(change).flow_task.name == "assess_change"


def test_the_station_finds_the_raised_figures_at_its_own_door(raised, client, held):
    with time_machine.travel(moment(MONDAY, 12), tick=False):
        client.force_login(station_of(raised), backend="django.contrib.auth.backends.ModelBackend")
        url = reverse("desk:change", args=[raised.pk])
        html = client.get(url).content.decode()
        assert "核实户数" in html
        assert "核实户均年增收" not in html, "only what the report changes is asked for"
        answer = {
            "step": "check_figures",
            "households": held.version.households,
            "persons": held.version.persons,
            "text": WORDS,
        }
        assert client.post(url, answer).status_code == 302
        page_html = client.get(url).content.decode()
    assert f"申报{held.version.households + 40}" in page_html
    assert f"核实{held.version.households}" in page_html
