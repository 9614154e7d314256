"""Proofs of rows of the plan that belong to no other subject; docs/rows.md names them."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from tests.support import plan

from demo.acts import holder
from demo.district import DIRECTORY
from demo.timetables import moment
from desk.ledger_forms import CellField
from desk.loading.district import load_sales
from desk.loading.report import LoadReport
from ledger import bulletins
from ledger.ledgers import LEDGERS
from ledger.models import Task, Venue
from ledger.services import close_quarter, entries, events, tasks
from registry.models import Organisation, User
from rules.amounts import yuan
from rules.refusal import Refused
from rules.vocabulary import OUTSIDE_CITIES

pytestmark = pytest.mark.django_db
DAY = date(2020, 6, 3)
AT = moment(DAY)
EXPECTED = json.loads((Path(__file__).parent / "vectors/expected_sales_summary.json").read_text())


def enter(word, **values):
    unit, by = Organisation.objects.get(code="swj"), holder("unit_reporter@swj")
    return entries.record_entry(LEDGERS[word], unit, by=by, at=AT, **values)


def event(kind, **values):
    days = {"begins_on": DAY, "ends_on": DAY + timedelta(days=2)}
    return enter("events", kind=kind, name="示例活动", place="示例广场", **{**days, **values})


def test_an_expired_product_is_refused_at_the_registration_for_an_exhibition(listed):
    """R32."""
    entry, by = listed(1), holder("unit_reporter@swj")
    after = entry.valid_until + timedelta(days=1)
    unit = Organisation.objects.get(code="swj")
    late = entries.record_entry(
        LEDGERS["events"],
        unit,
        by=by,
        at=moment(after),
        kind="exhibition",
        name="示例展销会",
        place="示例广场",
        begins_on=after,
        ends_on=after,
    )
    with pytest.raises(Refused):
        events.register_product(late, entry, by=by, at=moment(after))
    now = event("exhibition")
    events.register_product(now, entry, by=by, at=AT)
    assert (now.products.count(), late.products.count()) == (1, 0)


@pytest.mark.parametrize("city", [*OUTSIDE_CITIES, "南昌"])
def test_an_outside_zone_names_its_city_one_of_the_five_or_another(office, city):
    """R34."""
    place = {"address": "示例路1号", "operator": "示例商超（虚构）", "opened_on": DAY}
    facts = {"kind": "outside_zone", "name": "示例专区", **place}
    with pytest.raises(Refused, match="请填写所在城市"):
        enter("venues", **facts)
    enter("venues", city=city, **facts)
    assert Venue.objects.get().city == city
    field = CellField(LEDGERS["venues"].by_name["city"])
    offered = field.widget.render("city", "", {"id": "city"})
    assert (f'<option value="{city}">' in offered) == (city in OUTSIDE_CITIES)


def test_trainings_and_recommendations_are_counted_in_the_bulletin(office):
    """R35."""
    event("training", participants=30)
    event("training", participants=12)
    event("recommendation", participants=5)
    event("training", begins_on=date(2020, 7, 1), ends_on=date(2020, 7, 1))  # another quarter's
    plan.load_plan(12)
    close = plan.close(1)
    words = {name: bulletins.figure(close, name) for name in ("电商人才培训", "培训人数")}
    assert words == {"电商人才培训": "2次", "培训人数": "42人"}
    assert bulletins.figure(close, "推荐参加活动") == "1次"


def test_every_task_has_an_approved_plan_or_stands_on_the_list_of_the_missing(
    office, client, time_travel
):
    """R40."""
    plan.load_plan()
    row, at = Task.objects.get(number=5), plan.CLOSED_AT
    measures = [("组织预算单位对接平台", date(2020, 9, 30))]
    words = {"text": "摸清预算单位食堂需求，按季度组织对接。", "measures": measures}
    made = tasks.hand_in_plan(row, **words, by=plan.person("czj-bao"), at=at)
    time_travel(date(2020, 7, 8))
    client.force_login(plan.person("manager"), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("desk:plan_tasks"))
    assert len(page.context["without_plan"]) == Task.objects.count()
    tasks.approve_plan(made, by=plan.person("czj-fu"), at=at)
    missing = client.get(reverse("desk:plan_tasks")).context["without_plan"]
    assert {each.number for each in missing} == set(range(1, 16)) - {5}


def test_the_figures_of_a_bulletin_are_those_of_the_oracle(catalogue, at):
    """R50: to the fen, for every quarter."""
    load_sales(DIRECTORY, LoadReport())
    manager = User.objects.get(username="manager")
    for word, expected in EXPECTED["by_quarter"].items():
        close = close_quarter(word, by=manager, at=at.replace(year=2022))
        for name, column in bulletins.SUMS.items():
            assert bulletins.figure(close, name) == f"{yuan(expected[column])}元", (word, name)
        assert bulletins.figure(close, "笔数") == f"{expected['count']}笔"
