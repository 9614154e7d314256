"""What cannot be undone is shown before it is done, and what is shown is what happens."""

from datetime import date

import pytest
from tests.support.desk import opinion, page, press_twice

from applications.models import Item
from pages.models import NoticePage
from publicity.models import Objection, Publicity
from registry.models import RuleSet
from rules.lifecycle import ItemState
from workflow.models import Letter, Opinion, OpinionProposal
from workflow.positions import state_of

pytestmark = pytest.mark.django_db

REFUSAL = "经现场核实，带贫减贫成效不能证实，不符合认定条件。"


def state(item):
    return state_of(Item.objects.get(pk=item.pk))


def test_a_stations_refusal_is_shown_with_its_letter_first(paper, station):
    good, bad = paper(products=2)
    data = {**opinion(good), **opinion(bad, "refuse", text=REFUSAL)}
    address = page("endorse", good.application_id)
    shown = station(good).post(address, data)
    assert shown.status_code == 200
    assert not Opinion.objects.exists(), "the sibling is not signed either"
    assert REFUSAL in shown.content.decode()
    assert "确认签署" in shown.content.decode()
    press_twice(station(good), address, data)
    assert state(bad) == ItemState.STATION_REFUSED
    letter = Letter.objects.get(item=bad, kind="refused")
    assert [letter.text] == [text for each in shown.context["previews"] for _, text in each.letters]


def test_a_word_changed_after_the_first_press_is_shown_anew(submitted, station):
    item = submitted
    client, address = station(item), page("endorse", item.application_id)
    data = opinion(item, "refuse", text=REFUSAL)
    digest = client.post(address, data).context["press_digest"]
    other = opinion(item, "refuse", text=REFUSAL + "另：产品不在本镇生产。")
    assert client.post(address, {**other, "confirmed": digest}).status_code == 200
    assert not Opinion.objects.exists()


def test_what_the_head_signs_off_is_proposed_with_one_press(paper, station):
    RuleSet.objects.update(countersign_endorsement=True)
    (item,) = paper()
    from tests.desk.conftest import head_of

    head_of(item.application.station, "station_head")
    answer = station(item).post(
        page("endorse", item.application_id), opinion(item, "refuse", text=REFUSAL)
    )
    assert answer.status_code == 302
    assert OpinionProposal.objects.get().item == item


def test_a_notice_is_read_before_it_stands(walked, signed_in, on_day):
    first, second = walked("review", products=2)
    on_day(date(2020, 4, 13))
    clerk = signed_in("fpb_clerk@fpb")
    data = {"items": [first.pk]}
    shown = clerk.post(page("notice"), data)
    html = shown.content.decode()
    assert not Publicity.objects.exists()
    assert not NoticePage.objects.exists()
    notice = shown.context["press"]["notice"]
    assert [entry.product_name for entry, _ in notice["entries"]] == [first.name]
    assert "2020年4月14日至" in html
    assert notice["title"] in html
    clerk.post(page("notice"), {**data, "confirmed": shown.context["press"]["digest"]})
    opened = Publicity.objects.get()
    assert (opened.number, opened.last_day) == (notice["number"], notice["last_day"])
    assert NoticePage.objects.get().title == notice["title"]
    assert state(second) == ItemState.PUBLICITY_PENDING


def test_a_notice_shown_for_one_product_does_not_publish_another(walked, signed_in, on_day):
    first, second = walked("review", products=2)
    on_day(date(2020, 4, 13))
    clerk = signed_in("fpb_clerk@fpb")
    digest = clerk.post(page("notice"), {"items": [first.pk]}).context["press"]["digest"]
    answer = clerk.post(page("notice"), {"items": [first.pk, second.pk], "confirmed": digest})
    assert answer.status_code == 200
    assert not Publicity.objects.exists()


def test_ending_a_product_is_shown_and_refused_ends_are_told_at_once(submitted, signed_in, on_day):
    item = submitted
    on_day(date(2020, 4, 2))
    manager, address = signed_in("manager@fpb"), page("terminate", item.pk)
    assert manager.post(address, {"because": "无"}).status_code == 422
    shown = manager.post(address, {"because": "申请单位已注销登记"})
    assert shown.status_code == 200
    assert state(item) == ItemState.STATION_REVIEW
    assert "申请单位已注销登记" in shown.context["press"]["letters"][0][1]


def test_an_upheld_objection_ends_a_product_with_the_second_press_only(walked, signed_in, on_day):
    (item,) = walked("notice")
    on_day(Publicity.objects.get().first_day)
    signed_in("fpb_clerk@fpb").post(
        page("objection", item.pk), {"channel": "12317", "content": "带动户数与实际不符"}
    )
    objection = Objection.objects.get()
    data = {
        "decision": "refuse",
        "text": "经调阅材料、走访核实，反映的情况属实，不符合认定条件。",
        "reason_code": "quality_fail",
        f"objection-{objection.pk}-finding": "upheld",
        f"objection-{objection.pk}-answer": "经核查，反映的情况属实，特此答复。",
    }
    investigator, address = signed_in("complaint_officer@fpb"), page("investigate", item.pk)
    assert investigator.post(address, data).status_code == 200
    assert state(item) == ItemState.OBJECTION_HOLD
    press_twice(investigator, address, data)
    assert Item.objects.get(pk=item.pk).outcome.kind == "refused"


def test_where_nothing_stands_the_form_of_objections_leads_to_complaints(submitted, signed_in):
    item = submitted
    html = signed_in("fpb_clerk@fpb").get(page("objection", item.pk)).content.decode()
    assert page("intake") in html
    assert 'name="content"' not in html, "no dead form"
