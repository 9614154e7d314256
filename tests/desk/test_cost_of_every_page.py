"""What stands on every page of the desk is counted by statements that stand, and counted right."""

from collections import Counter

import pytest
from django.db.models.sql.compiler import SQLCompiler
from django.forms.renderers import DjangoTemplates
from django.test import RequestFactory
from django.utils import timezone
from tests.support.desk import page
from tests.support.standing import stands

from demo.acts import holder, perform
from desk.lines import Search
from desk.menu import Door
from desk.sources import SOURCES, tallies, tally
from doors.drawn_inputs import DrawnInputs
from registry.calendars import calendar
from registry.models import Tie
from rules.periods import local_day

pytestmark = pytest.mark.django_db
OFFICERS = ("fpb_reviewer@fpb", "manager@fpb", "fpb_clerk@fpb", "station_officer@station-360702101")
#: What Wagtail, the session and the page's own rows write anew. Heads have complaints and proposals
#: besides, whose scope is written for each of them.
WRITTEN_ANEW = {"manager@fpb": 34}


@pytest.fixture
@stands
def item(walked):
    return walked("endorse", products=2)[0]


@pytest.fixture
def written(monkeypatch):
    """``written(client, address)``: how many statements Django writes for a page seen before."""

    def count(client, address):
        client.get(address)
        times, write = [], SQLCompiler.as_sql

        def noted(*args, **kwargs):
            times.append(1)
            return write(*args, **kwargs)

        with monkeypatch.context() as patch:
            patch.setattr(SQLCompiler, "as_sql", noted)
            assert client.get(address).status_code == 200
        return len(times)

    return count


def of(who):
    request = RequestFactory().get("/admin/")
    request.user = holder(who)
    return request


@pytest.mark.parametrize("who", OFFICERS)
def test_a_page_of_the_desk_writes_few_statements_anew(item, signed_in, written, who):
    times = written(signed_in(who), page("inbox"))
    assert times <= WRITTEN_ANEW.get(who, 20), times


def test_the_form_of_many_products_writes_few_statements_and_draws_no_input_by_a_template(
    item, signed_in, written, monkeypatch
):
    reviewer, templates = signed_in("fpb_reviewer@fpb"), Counter()
    address = page("benefit", item.application_id)
    times = written(reviewer, address)
    assert times <= 40, times

    def noted(renderer, name):
        templates[name] += 1
        return DjangoTemplates.get_template(renderer, name)

    monkeypatch.setattr(DrawnInputs, "get_template", noted)
    reviewer.get(address)
    assert templates == {"django/forms/widgets/clearable_file_input.html": 2}


def test_a_search_asks_of_no_tab_in_which_nothing_stands(item, signed_in, written):
    reviewer = signed_in("fpb_reviewer@fpb")
    found = reviewer.get(page("inbox"), {"tab": "mine", "q": item.name})
    assert [(name, number) for name, _, number in found.context["elsewhere"]] == [("queue", 1)]
    times = written(reviewer, f"{page('inbox')}?tab=queue&q={item.name}")
    assert times <= 52, times


@pytest.mark.parametrize("who", OFFICERS)
def test_the_numbers_are_those_of_the_lines(item, who):
    numbers = zip(SOURCES, tallies(of(who)), strict=True)
    for source, tallied in numbers:
        for tab in ("mine", "queue", "waiting"):
            search = Search(holder(who), local_day(timezone.now()), calendar(), tab=tab)
            assert tallied.get(tab, 0) == source(search).count(), (source, tab)


def test_the_numbers_follow_an_act_and_a_tie_in_the_same_process(item):
    who = "fpb_reviewer@fpb"
    assert tally(of(who)) == {"mine": 0, "queue": 2, "waiting": 0, "late": 2, "office": 0}
    perform(item, "review_benefit", at=timezone.now())
    after = tally(of(who))
    assert (after["queue"], after["late"], after["waiting"]) == (1, 1, 2)
    applicant = item.application.applicant
    Tie.objects.create(user=holder(who), applicant=applicant, declared_at=timezone.now())
    assert (tally(of(who))["queue"], tally(of("fpb_clerk@fpb"))["queue"]) == (0, 0)


def test_an_item_of_the_menu_is_asked_once_whether_it_is_shown(item, signed_in, monkeypatch):
    looks, is_shown = Counter(), Door.is_shown

    def noted(door, request):
        looks[door.name] += 1
        return is_shown(door, request)

    monkeypatch.setattr(Door, "is_shown", noted)
    signed_in("manager@fpb").get(page("inbox"))
    assert len(looks) > 30
    assert set(looks.values()) == {1}
