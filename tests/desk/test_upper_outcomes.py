"""What the recorder enters of city and province: one paper for many, two papers in one press."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.support.desk import page
from tests.support.standing import stands

from applications.models import Item
from demo.papers import pdf
from files.models import StoredFile
from registry.models import Membership
from workflow.models import Letter, UpperReview
from workflow.positions import nodes_of

pytestmark = pytest.mark.django_db


def scan(name):
    return SimpleUploadedFile(name, pdf(name), "application/pdf")


def both(*items, **changes):
    """What is typed and brought when both papers came together."""
    words = {
        "items": [item.pk for item in items],
        "result": "pass",
        "document_no": "市测扶办字〔2020〕3号",
        "decided_on": "2020-05-06",
        "scan": scan("city.pdf"),
        "with_province": "on",
        "province_document_no": "省测扶办字〔2020〕5号",
        "province_decided_on": "2020-05-07",
        "province_scan": scan("province.pdf"),
    }
    return {name: word for name, word in (words | changes).items() if word}


@pytest.fixture
@stands
def item(walked):
    """A product that waits for the city's paper."""
    (item,) = walked("report")
    return item


@pytest.fixture
def recorder(signed_in, on_day):
    on_day(date(2020, 5, 8))
    return lambda: signed_in("upper_recorder@fpb")


def test_papers_that_came_together_are_recorded_in_one_press_each_in_its_own_row(walked, recorder):
    items = walked("report", products=2)
    answer = recorder().post(page("city"), both(*items), follow=True)
    assert answer.request["PATH_INFO"] == page("national"), "what waits next"
    for item in items:
        assert nodes_of(Item.objects.get(pk=item.pk)) == ["record_national"]
        reviews = {each.level: each for each in UpperReview.objects.filter(item=item)}
        assert reviews["city"].document_no == "市测扶办字〔2020〕3号"
        assert reviews["province"].document_no == "省测扶办字〔2020〕5号"
        assert reviews["province"].reported_on == reviews["city"].decided_on
        assert reviews["city"].scan != reviews["province"].scan
        assert Letter.objects.filter(item=item, kind__in=["city", "province"]).count() == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("province_document_no", "随便"),
        ("province_decided_on", "2020-05-01"),
        ("province_scan", None),
    ],
)
def test_neither_is_recorded_where_the_second_is_wrong(item, recorder, field, value):
    answer = recorder().post(page("city"), both(item, **{field: value}))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert nodes_of(Item.objects.get(pk=item.pk)) == ["city_review"]
    assert UpperReview.objects.get(item=item).result == ""


def test_a_bad_scan_of_the_province_leaves_none_of_the_city_behind(item, recorder):
    before = StoredFile.objects.count()
    bad = SimpleUploadedFile("province.pdf", b"MZ no paper", "application/pdf")
    answer = recorder().post(page("city"), both(item, province_scan=bad))
    assert answer.status_code == 422
    assert "province_scan" in answer.context["form"].errors
    assert StoredFile.objects.count() == before


def test_what_the_city_returns_never_reaches_the_province(item, recorder):
    returned = {"result": "return", "reasons": "营业执照已过期", "demands": "有效的营业执照"}
    recorder().post(page("city"), both(item, **returned))
    assert [each.result for each in UpperReview.objects.filter(item=item)] == ["return"]


def test_a_city_in_the_system_is_not_asked_for_the_province(item, recorder, signed_in, user):
    city = item.application.ruleset.city
    city.works_in_system = True
    city.save()
    official = user("fpb_clerk@fpb")
    Membership.objects.filter(user=official).delete()
    Membership.objects.create(user=official, organisation=city, role="city_reviewer")
    answer = signed_in(official).get(page("city"))
    assert "with_province" not in answer.context["form"].fields


def test_what_else_waits_is_named_on_the_page_with_its_number(walked, recorder):
    walked("report", products=2, serial=1)
    walked("city", serial=4)
    html = recorder().get(page("city")).content.decode()
    assert "市级复核（2）" in html
    assert "省级审核备案（1）" in html


def test_when_the_last_row_went_meanwhile_nothing_is_left_to_fill_in(item, recorder):
    browser = recorder()
    browser.post(page("city"), both(item))
    answer = browser.post(page("city"), both(item))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert str(item) in text, "what became of it is told"
    assert "现在没有等待您办理的产品" in text
    assert f'href="{page("inbox")}"' in text
    assert "共0个产品" not in text
    assert "decided_on" not in text
