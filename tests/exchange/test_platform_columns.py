"""Headings that nobody knows: an officer names them once for a platform, after a refusal only."""

import pytest

from exchange.comparing import compare
from exchange.models import ExchangeFault
from exchange.services.platform_files import (
    name_columns,
    read_platform_file,
    undo_platform_file,
)
from records.models import AuditEvent
from rules.refusal import Refused

from .test_platform_files import AT, entry, line, officer, read_list

__all__ = ["entry", "officer", "read_list"]
pytestmark = pytest.mark.django_db
THEIRS = ["货号", "货品", "商家", "标价"]


@pytest.fixture
def refused(read_list, entry):
    """A list whose headings are nobody's but the platform's own."""
    facts = entry.version
    price = f"{facts.reference_price_fen / 100:.2f}"
    return read_list(["A1", facts.name, entry.applicant.name, price], head=THEIRS)


def test_headings_nobody_knows_are_named_once_and_then_only_read(
    refused, read_list, entry, officer
):
    assert (refused.headings, refused.rows.count()) == (THEIRS, 0)
    columns = {"name": "货品", "holder": "商家", "price_fen": "标价", "number": ""}
    file = read_platform_file(name_columns(refused, columns, by=officer, at=AT), at=AT)
    assert (file.refusal, file.headings, compare(file)) == ("", [], [])
    assert not ExchangeFault.objects.exists()
    assert AuditEvent.objects.filter(action="exchange.name_columns").count() == 1
    next_one = read_list(["A2", entry.version.name, entry.applicant.name, "1"], head=THEIRS)
    assert [each.what for each in compare(next_one)] == ["价格不同"]
    others = read_list(["A3", "x", "y", "1"], head=THEIRS, platform="832平台")
    assert others.headings == THEIRS


def test_a_platform_that_goes_back_to_usual_headings_is_read_by_them(
    refused, read_list, entry, officer
):
    name_columns(refused, {"name": "货品", "holder": "商家"}, by=officer, at=AT)
    usual = read_list(line(entry, price="1"))
    assert [each.what for each in compare(usual)] == ["价格不同"]


@pytest.mark.parametrize(
    ("columns", "field", "reason"),
    [
        ({"name": "货品"}, "", "还没有指明列：产品名称"),
        ({"name": "货品", "holder": "货品"}, "holder", "与“产品名称”是同一列"),
        ({"name": "货品", "holder": "别的"}, "holder", "文件中没有这一列"),
        ({"name": "货品", "holder": "商家", "sold_on": "标价"}, "sold_on", "文件中没有这一列"),
    ],
)
def test_columns_named_wrongly_are_refused_at_their_field(refused, officer, columns, field, reason):
    with pytest.raises(Refused, match=reason) as answer:
        name_columns(refused, columns, by=officer, at=AT)
    assert field in answer.value.fields or not field
    refused.refresh_from_db()
    assert refused.headings == THEIRS


def test_nothing_is_named_for_a_file_that_was_read_confirmed_or_taken_back(
    refused, read_list, entry, officer
):
    columns = {"name": "货品", "holder": "商家"}
    taken_back = undo_platform_file(refused, because="选错了", by=officer, at=AT)
    for file in (taken_back, read_list(line(entry))):
        with pytest.raises(Refused, match="不需要指明"):
            name_columns(file, columns, by=officer, at=AT)
