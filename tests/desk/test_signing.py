"""Signing several products in one form: each for itself, refusals at their own fields."""

import re

import pytest
from django.db import OperationalError
from django.urls import reverse
from tests.support.desk import opinion, page, press_twice

from applications.models import Item
from demo.acts import perform
from registry.models import Tie
from rules.lifecycle import ItemState
from workflow.models import Opinion, OpinionTemplate
from workflow.positions import open_task, state_of

pytestmark = pytest.mark.django_db


def fresh(item):
    return Item.objects.get(pk=item.pk)


def test_one_form_signs_each_product_its_own_way(paper, station):
    good, unclear, bad, later = paper(products=4)
    answer = press_twice(
        station(good),
        page("endorse", good.application_id),
        {
            **opinion(good),
            **opinion(unclear, "return", text="请补充带贫益贫成效证明的盖章页，一次性补正即可。"),
            **opinion(bad, "refuse", text="经现场核实，带贫减贫成效不能证实，不符合认定条件。"),
            **opinion(later, ""),
        },
    )
    assert (answer.status_code, answer.url) == (302, page("endorse", good.application_id))
    assert state_of(fresh(good)) == ItemState.DISTRICT_REVIEW
    assert state_of(fresh(unclear)) == ItemState.STATION_RETURNED
    assert state_of(fresh(bad)) == ItemState.STATION_REFUSED
    assert state_of(fresh(later)) == ItemState.STATION_REVIEW
    assert bad.letters.get().kind == "refused"


def test_a_refused_product_keeps_its_words_while_its_siblings_are_signed(paper, station):
    good, bad = paper(products=2)
    data = opinion(good) | opinion(bad, text="同意", evidence_genuine="", visited_by="")
    answer = station(good).post(page("endorse", good.application_id), data)
    assert answer.status_code == 422
    assert [opinion.item for opinion in Opinion.objects.all()] == [good]
    (sheet,) = answer.context["sheets"]
    assert sheet.item == bad
    assert set(sheet.form.errors) == {"text", "evidence_genuine", "visited_by"}
    assert sheet.form["text"].value() == "同意"
    assert "请填写现场核实人（两人）" in answer.content.decode()
    signed, left = answer.context["products"]
    assert (signed.state, left.state) == (ItemState.DISTRICT_REVIEW, ItemState.STATION_REVIEW)
    assert [each.step for each in signed.item.opinions.all()] == ["endorse"]
    assert sheet.product is left


def test_a_mistyped_number_is_told_at_its_field_and_nothing_is_signed(submitted, station):
    item = submitted
    data = opinion(item, verified_households="许多", visited_on="昨天")
    answer = station(item).post(page("endorse", item.application_id), data)
    assert {"verified_households", "visited_on"} <= set(answer.context["sheets"][0].form.errors)
    assert not Opinion.objects.exists()


def test_verified_persons_below_households_are_refused_whatever_the_result(submitted, station):
    item = submitted
    data = opinion(item, "return", verified_households=9, verified_persons=2)
    answer = station(item).post(page("endorse", item.application_id), data)
    assert "verified_persons" in answer.context["sheets"][0].form.errors


def test_an_empty_form_signs_nothing_and_says_so(submitted, station):
    item = submitted
    answer = station(item).post(page("endorse", item.application_id), {})
    assert answer.status_code == 422
    assert "请至少对一个产品作出结论" in answer.content.decode()


def test_signing_twice_finds_the_first_done(submitted, station):
    item = submitted
    client = station(item)
    client.post(page("endorse", item.application_id), opinion(item))
    again = client.post(page("endorse", item.application_id), opinion(item), follow=True)
    assert Opinion.objects.count() == 1
    assert again.request["PATH_INFO"] == page("application", item.application_id)


def test_signed_by_another_meanwhile_it_is_told(paper, station):
    first, second = paper(products=2)
    client = station(first)
    perform(first, "endorse", at=first.application.submitted_at)
    answer = client.get(page("endorse", first.application_id))
    assert [sheet.item for sheet in answer.context["sheets"]] == [second]


def test_who_signed_one_step_sees_why_the_other_is_closed(walked, signed_in, user):
    """R67: the same person holds both roles, and may still take only one of them."""
    from registry.models import Membership, Organisation

    (item,) = walked("endorse")
    reviewer = user("fpb_reviewer@fpb")
    bureau = Organisation.objects.get(code="nyncj")
    Membership.objects.create(user=reviewer, organisation=bureau, role="agri_reviewer")
    client = signed_in(type(reviewer).objects.get(pk=reviewer.pk))
    client.post(page("benefit", item.application_id), opinion(item))
    reason = "您在该申请中已办理“带贫减贫成效审核”，同一人不得办理两个环节"
    answer = client.get(page("quality", item.application_id))
    assert reason in answer.content.decode()
    assert not answer.context["can_sign"]
    refused = client.post(page("quality", item.application_id), opinion(item))
    assert refused.status_code == 422
    assert Opinion.objects.filter(step="quality").count() == 0
    paper = client.get(page("application", item.application_id)).content.decode()
    assert reason in paper


def test_a_step_of_another_office_names_it_and_what_is_of_the_product_stands_once(item, signed_in):
    html = signed_in("fpb_reviewer@fpb").get(page("application", item.application_id))
    html = html.content.decode()
    assert "由区农业农村局办理" in html
    assert "您没有办理该环节的权限" not in html
    assert html.count(f'action="{page("accept_item", item.pk)}"') == 1


def test_the_verdict_is_asked_before_anything_else_and_without_it_no_words(submitted, station):
    item = submitted
    OpinionTemplate.objects.create(step="endorse", result="pass", title="属实", text="属实。")
    form = station(item).get(page("endorse", item.application_id)).content.decode()
    form = form[form.index('class="desk-opinion"') :]
    asked = re.findall(rf'name="item-{item.pk}-(\w+)"', form)
    assert list(dict.fromkeys(asked))[:2] == ["result", "template"]
    assert re.search(r"<textarea[^>]*-text[^>]*>", form)[0].count("placeholder=") == 1, "folds"


def test_one_person_alone_is_no_visit(submitted, station):
    item = submitted
    alone = opinion(item, visited_by="示例甲、示例甲")
    answer = station(item).post(page("endorse", item.application_id), alone)
    (sheet,) = answer.context["sheets"]
    assert "两人以上" in str(sheet.form.errors["visited_by"])


def test_a_declared_tie_greys_the_button_and_hands_the_task_back(item, signed_in, user):
    reviewer = user("fpb_reviewer@fpb")
    client = signed_in(reviewer)
    task = open_task(item, "review_benefit")
    client.post(page("claim", task.pk))
    html = client.post(page("tie", item.application_id), follow=True).content.decode()
    assert Tie.objects.filter(user=reviewer, applicant=item.application.applicant).exists()
    assert "您与该申请单位有利害关系，应当回避" in html
    assert open_task(item, "review_benefit").owner_id is None


def test_returning_again_asks_for_the_superiors_reason(walked, signed_in, at):
    from demo.acts import OPINIONS

    (item,) = walked("endorse")
    perform(item, "review_benefit", at=at)
    perform(item, "review_quality", at=at, choice="return")
    item = fresh(item)
    perform(item, "mend_for_district", at=at)
    perform(fresh(item), "review_benefit", at=at)
    client = signed_in("agri_reviewer@nyncj")
    data = opinion(item, "return", text=OPINIONS["return"], supervisor_reason="")
    answer = client.post(page("quality", item.application_id), data)
    assert "supervisor_reason" in answer.context["sheets"][0].form.errors


def test_a_busy_database_is_told_in_words_and_keeps_the_form(paper, station, monkeypatch):
    from desk import signing

    def busy(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(signing, "submit", busy)
    (item,) = paper()
    answer = station(item).post(page("endorse", item.application_id), opinion(item))
    assert "系统繁忙，请稍后再试" in answer.content.decode()
    assert answer.context["sheets"][0].form["visited_by"].value() == "示例甲、示例乙"


def test_the_form_shows_the_whole_paper(item, signed_in):
    html = signed_in("fpb_reviewer@fpb").get(page("benefit", item.application_id)).content.decode()
    application = item.application
    for text in (
        application.applicant.name,
        application.applicant.credit_code,
        item.benefit_text,
        "工作站认可：同意",
        "承诺文本摘要",
        reverse("desk:chart", args=[item.pk]),
    ):
        assert text in html
