"""Many products of one paper: one opinion copied to its siblings, and on to the next paper."""

import pytest
from tests.support.desk import opinion, page

from workflow.models import Opinion

pytestmark = pytest.mark.django_db


def copied(client, item, data):
    return client.post(page("endorse", item.application_id), {**data, "do": f"copy:item-{item.pk}"})


def test_an_opinion_is_copied_to_the_siblings_but_not_what_was_found(paper, station):
    first, second, third = paper(products=3)
    answer = copied(station(first), first, opinion(first))
    assert not Opinion.objects.exists()
    forms = {sheet.item: sheet.form for sheet in answer.context["sheets"]}
    for sibling in (second, third):
        form = forms[sibling]
        assert form["result"].value() == "pass"
        assert form["text"].value() == forms[first]["text"].value()
        assert form["visited_by"].value() == "示例甲、示例乙"
        assert form["evidence_genuine"].value() == "见材料和现场核实记录"
        assert not form["verified_households"].value(), "found for each product apart"


def test_each_copy_is_signed_as_a_row_of_its_own(paper, station):
    first, second = paper(products=2)
    client, data = station(first), opinion(first)
    forms = {each.item: each.form for each in copied(client, first, data).context["sheets"]}
    typed = forms[second].initial
    own = {"verified_households": second.households, "verified_persons": second.persons}
    sent = {f"item-{second.pk}-{name}": value for name, value in {**typed, **own}.items()}
    client.post(page("endorse", first.application_id), data | sent)
    assert {each.item for each in Opinion.objects.all()} == {first, second}


def test_without_a_verdict_nothing_is_copied(paper, station):
    first, second = paper(products=2)
    typed = opinion(second, "refuse", text="第二个产品自己的意见，不应被改动。")
    answer = copied(station(first), first, opinion(first, "") | typed)
    forms = {sheet.item: sheet.form for sheet in answer.context["sheets"]}
    assert forms[second]["text"].value() == "第二个产品自己的意见，不应被改动。"
    assert "请先选择该产品的结论" in answer.content.decode()


def test_after_signing_comes_the_next_paper_of_the_step(walked, signed_in):
    (first,), (second,) = walked("endorse"), walked("endorse", serial=2)
    client = signed_in("fpb_reviewer@fpb")
    answer = client.post(page("benefit", first.application_id), opinion(first), follow=True)
    assert answer.request["PATH_INFO"] == page("benefit", second.application_id)
    assert "下一件" in answer.content.decode()
    last = client.post(page("benefit", second.application_id), opinion(second))
    assert last.url == page("application", second.application_id)


def test_several_signatures_are_told_in_one_line(paper, station):
    first, second = paper(products=2)
    data = opinion(first) | opinion(second)
    answer = station(first).post(page("endorse", first.application_id), data, follow=True)
    told = [f"{each}" for each in answer.context["messages"]]
    assert len(told) == 1
    assert all(item.name in told[0] for item in (first, second))
