"""Found whatever tab one is on; what one did, with what became of it; what lies before the head."""

import pytest
from django.urls import reverse
from tests.desk.conftest import head_of
from tests.support.desk import opinion, page

from registry.models import RuleSet

pytestmark = pytest.mark.django_db


def inbox(client, **params):
    return client.get(page("inbox"), params)


def test_words_are_looked_for_in_every_tab_and_among_all_papers(item, station):
    client, number = station(item), item.application.number
    answer = inbox(client, tab="queue", q=number[-6:])
    assert answer.context["page"].object_list == []
    assert {name for name, _, _ in answer.context["elsewhere"]} == {"done", "waiting"}
    assert [paper.number for paper in answer.context["found_papers"]] == [number]
    assert reverse("desk:application", args=[item.application_id]) in answer.content.decode()


def test_no_station_finds_the_paper_of_another(paper, station):
    (mine,), (other,) = paper(serial=1), paper(serial=2)
    answer = inbox(station(mine), tab="queue", q=other.application.number)
    assert list(answer.context["found_papers"]) == []


def test_what_is_done_says_how_and_what_became_of_it(paper, station):
    first, second = paper(products=2)
    client, address = station(first), page("endorse", first.application_id)
    client.post(address, opinion(first) | opinion(second, "return"))
    lines = {line.paper: line for line in inbox(client, tab="done").context["page"].object_list}
    assert (lines[first.name].concluded, lines[first.name].became) == ("同意", "区级审核")
    assert (lines[second.name].concluded, lines[second.name].became) == (
        "退回补正",
        "工作站退回补正",
    )


def test_products_of_one_paper_that_ended_differently_share_no_row(paper, station):
    first, second, third = paper(products=3)
    client, address = station(first), page("endorse", first.application_id)
    client.post(address, opinion(first) | opinion(second, "return") | opinion(third))
    shown = inbox(client, tab="done").context["rows"]
    names = [{line.paper for line in row.lines} for row in shown]
    assert {second.name} in names
    assert all(len({line.concluded for line in row.lines}) == 1 for row in shown)


def test_what_lies_before_the_head_is_no_task_of_mine(paper, station, signed_in):
    RuleSet.objects.update(countersign_endorsement=True)
    (item,) = paper()
    head = signed_in(head_of(item.application.station, "station_head"))
    client = station(item)
    client.post(page("endorse", item.application_id), opinion(item))
    assert inbox(client, tab="mine").context["page"].object_list == []
    [line] = inbox(client, tab="waiting").context["page"].object_list
    assert line.is_proposed
    assert "待负责人审签" in inbox(client, tab="waiting").content.decode()
    [shown] = inbox(head, tab="office").context["page"].object_list
    assert shown.is_proposed


def test_acts_that_would_be_refused_are_not_offered(paper, station, signed_in, walked):
    (item,) = paper()
    assert "一并办理" not in inbox(station(item), tab="queue").content.decode()
    walked("report", serial=2)
    recorder = signed_in("upper_recorder@fpb")
    assert "一并办理" in inbox(recorder, tab="queue").content.decode()


@pytest.mark.parametrize("who", ["fpb_clerk@fpb", "manager@fpb", "auditor@fpb"])
def test_no_report_is_offered_to_whom_it_refuses(who, office, signed_in):
    html = signed_in(who).get("/admin/").content.decode()
    for address in (reverse("pages_staleness"), reverse("pages_dead_links")):
        assert (address in html) == (signed_in(who).get(address).status_code == 200)
