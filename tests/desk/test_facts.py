"""The desk shows of a product what its applicant filled in, and what is only planned as planned."""

import pytest
from tests.support.desk import page

from applications.models import Item

pytestmark = pytest.mark.django_db


def test_a_planned_output_a_price_per_unit_and_the_tags_are_shown(submitted, station):
    item = submitted
    Item.objects.filter(pk=item.pk).update(
        annual_output="500", output_unit="公斤", output_is_planned=True, sales_unit="箱",
        reference_price_fen=123450, tags=["rice_bag"],
    )  # fmt: skip
    for name in ("application", "endorse"):
        html = station(item).get(page(name, item.application_id)).content.decode()
        assert "500公斤（计划）" in html
        assert "1,234.50元/箱" in html
        assert "米袋子" in html


def test_an_output_of_last_year_is_not_called_planned(submitted, station):
    item = submitted
    html = station(item).get(page("application", item.application_id)).content.decode()
    assert "（计划）" not in html
