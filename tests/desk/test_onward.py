"""A day without detours: one's last words again, on to the next batch, many signed off at once."""

import json
from datetime import date

import pytest
from tests.desk.conftest import head_of
from tests.support.desk import opinion, page

from applications.models import Item
from demo.walking import end_windows
from registry.models import RuleSet
from workflow.models import Letter, Opinion, OpinionProposal, Report
from workflow.positions import nodes_of

pytestmark = pytest.mark.django_db

REFUSAL = "经现场核实，带贫减贫成效不能证实，不符合认定条件。"


def forms(answer):
    return {sheet.item: sheet.form for sheet in answer.context["sheets"]}


def test_the_last_opinion_is_said_again_but_nothing_that_was_found(paper, station):
    (first,), (second, third) = paper(), paper(serial=4, products=2)
    assert first.application.station == second.application.station
    client = station(first)
    client.post(page("endorse", first.application_id), opinion(first))
    address = page("endorse", second.application_id)
    own = opinion(third, "refuse", text=REFUSAL)
    answer = client.post(address, {**own, "do": "last"})
    filled, kept = forms(answer)[second], forms(answer)[third]
    assert filled["result"].value() == "pass"
    assert filled["evidence_genuine"].value() == "见材料和现场核实记录"
    assert filled["visited_by"].value() == "示例甲、示例乙"
    for own_field in ("visited_on", "verified_households", "verified_persons"):
        assert not filled[own_field].value(), own_field
    assert (kept["result"].value(), kept["text"].value()) == ("refuse", REFUSAL)
    assert Opinion.objects.count() == 1, "nothing is signed by it"


def test_the_page_fills_in_by_itself_just_what_the_server_would(paper, station):
    (first,), (second,) = paper(), paper(serial=4)
    client, address = station(first), page("endorse", second.application_id)
    assert 'value="last"' not in client.get(address).content.decode(), "nothing was signed yet"
    client.post(page("endorse", first.application_id), opinion(first))
    shown = client.get(address)
    words = shown.context["last_words"]
    assert json.dumps(words["visited_by"]) in shown.content.decode()
    typed = forms(client.post(address, {"do": "last"}))[second].initial
    assert typed == words


def test_another_officers_words_are_not_offered(item, signed_in):
    client = signed_in("agri_reviewer@nyncj")
    answer = client.post(page("quality", item.application_id), {"do": "last"})
    assert "还没有签署过" in answer.content.decode()
    assert not forms(answer)[item].initial


def test_from_one_batch_to_the_next_with_the_report_at_hand(walked, signed_in, on_day):
    (going_up,), (to_list,) = walked("notice", serial=1), walked("national", serial=4)
    end_windows([going_up, to_list])
    on_day(date(2020, 5, 20))
    clerk = signed_in("fpb_clerk@fpb")
    report = {"document_no": "章测扶办报〔2020〕1号", "reported_on": "2020-05-20"}
    answer = clerk.post(page("report"), {"items": [going_up.pk], **report}, follow=True)
    assert answer.request["PATH_INFO"] == page("list"), "what waits next for the clerk"
    html = answer.content.decode()
    assert page("report_paper", Report.objects.latest("pk").pk) in html
    assert "等待您办理的下一批" in html
    listing = {"listed_on": "2020-05-20", "evidence": "全国公示期满，未收到异议（截图存档）"}
    answer = clerk.post(page("list"), {"items": [to_list.pk], **listing}, follow=True)
    assert answer.request["PATH_INFO"] == page("inbox"), "nothing else waits"


def test_a_head_signs_off_what_is_ticked_each_as_a_row_of_its_own(paper, station, signed_in):
    RuleSet.objects.update(countersign_endorsement=True)
    first, second, bad = paper(products=3)
    head = head_of(first.application.station, "station_head")
    data = opinion(first) | opinion(second) | opinion(bad, "refuse", text=REFUSAL)
    station(first).post(page("endorse", first.application_id), data)
    keys = {each.item: each.pk for each in OpinionProposal.objects.all()}
    client = signed_in(head)
    shown = client.get(page("countersign"))
    assert REFUSAL in next(s for s in shown.context["sheets"] if s["letters"])["letters"][0][1]
    assert not Letter.objects.filter(kind="refused").exists(), "the letter was only shown"
    client.post(page("countersign"), {"proposals": keys.values()})
    signed = {each.item for each in Opinion.objects.filter(approved_by=head)}
    assert signed == {first, second}, "what ends a product is signed off by itself"
    assert nodes_of(Item.objects.get(pk=bad.pk)) == ["endorse"]
    again = client.post(page("countersign"), {"proposals": keys.values()}, follow=True)
    assert "须逐项签发" in again.content.decode()
    client.post(page("decide", keys[bad]), {"decision": "approved"})
    assert Item.objects.get(pk=bad.pk).outcome.kind == "refused"


def test_nobody_signs_off_for_another_office(paper, station, signed_in):
    RuleSet.objects.update(countersign_endorsement=True)
    (item,) = paper()
    head_of(item.application.station, "station_head")
    station(item).post(page("endorse", item.application_id), opinion(item))
    other = signed_in("manager@fpb")
    answer = other.post(
        page("countersign"), {"proposals": [OpinionProposal.objects.get().pk]}, follow=True
    )
    assert "没有签发" in answer.content.decode()
    assert not Opinion.objects.exists()
    none = other.post(page("countersign"), {}, follow=True)
    assert "请先勾选" in none.content.decode()


def test_points_alone_say_what_is_to_be_mended(paper, station):
    (item,) = paper()
    station(item).post(page("endorse", item.application_id), opinion(item, "return", text=""))
    letter = Letter.objects.get(item=item, kind="returned")
    assert "清晰的营业执照复印件" in letter.text
    assert "\n\n\n" not in letter.text


def test_without_points_words_are_asked_for(paper, station):
    (item,) = paper()
    data = opinion(item, "return", text="", demands="")
    answer = station(item).post(page("endorse", item.application_id), data)
    assert answer.status_code == 422
    assert not Opinion.objects.exists()


def test_what_agreeing_sends_is_shown_just_as_it_is_sent(paper, station):
    (item,) = paper()
    address = page("endorse", item.application_id)
    answer = station(item).post(address, {**opinion(item), "do": "preview"})
    [shown] = answer.context["previews"]
    assert "须重新选择" not in answer.content.decode()
    before = set(Letter.objects.filter(item=item))
    station(item).post(address, opinion(item))
    sent = [each for each in Letter.objects.filter(item=item).order_by("pk") if each not in before]
    assert sent, "the unit hears of it"
    assert shown.letters == [(each.get_kind_display(), each.text) for each in sent]


def test_a_station_is_not_offered_one_opinion_for_many_products(paper, station):
    (item,) = paper()
    inbox = page("inbox") + "?tab=queue"
    assert "一并办理" not in station(item).get(inbox).content.decode()
