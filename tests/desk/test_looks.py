"""What a page of the desk says first: what is wrong and where, and what belongs together."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from tests.support.desk import opinion, page

from demo.acts import holder
from supervision.drawing import fix, take

pytestmark = pytest.mark.django_db


def parsed(answer):
    return BeautifulSoup(answer.content, "html.parser")


def error_summary(answer):
    """``{address within the page: words}`` of the summary of errors; every address exists."""
    content = parsed(answer)
    links = content.select(".desk-wrong[autofocus] a")
    assert all(content.find(id=link["href"][1:]) for link in links)
    return {link["href"]: link.get_text() for link in links}


def test_what_every_product_lacks_is_said_once_and_at_its_field(walked, signed_in, on_day):
    items = walked("report", products=2)
    on_day(date(2020, 5, 20))
    values = {"items": [item.pk for item in items], "result": "refuse"}
    answer = signed_in("upper_recorder@fpb").post(page("city"), values)
    assert answer.status_code == 422
    wrong = error_summary(answer)
    assert "#id_document_no" in wrong
    assert not any(address.startswith("#item-") for address in wrong)
    assert not any(line.reasons for line in answer.context["lines"])
    (group,) = parsed(answer).select("fieldset:has(input[name=result])")
    assert group.legend.get_text(strip=True) == "结果"


def test_a_refused_opinion_is_named_on_top_with_its_product(paper, station):
    good, bad = paper(products=2)
    data = opinion(good) | opinion(bad, visited_by="")
    answer = station(good).post(page("endorse", good.application_id), data)
    wrong = error_summary(answer)
    assert set(wrong) == {f"#id_item-{bad.pk}-visited_by"}
    assert str(bad) in wrong[f"#id_item-{bad.pk}-visited_by"]


def test_products_of_one_application_stand_together(signed_in, walked, on_day):
    first, second = walked("review", products=2), walked("review", products=2, serial=2)
    on_day(date(2020, 4, 2))
    content = parsed(signed_in("fpb_clerk@fpb").get(page("notice")))
    groups = [
        [int(box["value"]) for box in body.select("input[name=items]")]
        for body in content.select("#desk-choices tbody")
    ]
    assert sorted(map(sorted, groups)) == [[item.pk for item in items] for items in (first, second)]


def test_what_was_drawn_is_named_and_leads_to_its_inspection(walked, signed_in, on_day, noon):
    walked("list", products=2)
    officer = holder("complaint_officer@fpb")
    fixed = fix(
        title="夏季抽查", seed_source="开奖号码", count=2, by=officer, at=noon(date(2020, 7, 1))
    )
    taken = take(fixed, seed="1", by=officer, at=noon(date(2020, 7, 2)))
    on_day(date(2020, 7, 3))
    content = parsed(signed_in(officer).get(page("draw", fixed.pk)))
    rows = content.select("#chosen-section tbody tr")
    assert [row.select_one("[data-label=证书编号]").get_text() for row in rows] == taken.chosen
    assert all("certificate=" in row.a["href"] and "示例" in row.get_text() for row in rows)
