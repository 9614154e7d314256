"""A shop's export is taken as it is, once the unit has said what its columns are called."""

import pytest
from tests.support.listed import listed

from demo.acts import agent
from demo.timetables import moment
from ledger import columns, sheets
from ledger.services import name_columns, own_headings
from records.models import AuditEvent
from rules.refusal import Refused

pytestmark = pytest.mark.django_db
SHOP = "订单编号,商品编码,下单时间,件数,规格单位,成交价,渠道名称,客户类型\r\n"
SHOP += "4012345678901234563,ZG-360702-2020-0001-E,2020/6/1 9:05,2,箱,60.5,交易市场,学校\r\n"
NAMES = {
    "external_id": "订单编号",
    "certificate": "商品编码",
    "sold_on": "下单时间",
    "quantity": "件数",
    "unit": "规格单位",
    "unit_price_fen": "成交价",
    "channel": "渠道名称",
    "buyer_type": "客户类型",
    "buyer_name": "",
}


@pytest.fixture
def holder(office):
    return listed().applicant


@pytest.fixture
def who(holder):
    return {"by": agent(holder.pk), "at": moment(listed(1, 1).listed_on)}


def test_a_foreign_file_names_its_columns_and_says_what_to_do():
    with pytest.raises(Refused) as refused:
        sheets.read("shop.csv", SHOP.encode())
    (reason,) = refused.value.reasons
    for words in ("缺少列“流水号”", "本单位的列名", "“订单编号”"):
        assert words in reason


def test_what_was_said_once_holds_for_every_file(holder, who):
    name_columns(holder, NAMES, **who)
    (row,) = sheets.read("shop.csv", SHOP.encode(), own_headings(holder))
    sale = columns.parsed(row)
    assert (sale["external_id"], f"{sale['sold_on']}") == ("4012345678901234563", "2020-06-01")
    assert sale["reasons"] == []
    assert AuditEvent.objects.get(action="ledger.name_columns").actor_id == who["by"].pk


def test_the_template_is_still_taken_and_an_empty_box_forgets(holder, who):
    name_columns(holder, {"external_id": "订单编号"}, **who)
    ours = ",".join(each.heading for each in columns.COLUMNS) + "\r\nA-1" + "," * 14
    assert sheets.read("a.csv", ours.encode(), own_headings(holder))[0]["cells"]["external_id"]
    name_columns(holder, {"external_id": ""}, **who)
    assert own_headings(holder) == {}


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        ({"external_id": "编号", "certificate": "编 号*"}, "一列只能对应一项"),
        ({"external_id": "长" * 41}, "最多40个字"),
        ({"other": "编号"}, "没有这一列"),
    ],
)
def test_what_cannot_be_is_refused_at_its_column(holder, who, names, reason):
    with pytest.raises(Refused, match=reason):
        name_columns(holder, names, **who)
    assert own_headings(holder) == {}


def test_nobody_else_names_them(holder, who):
    stranger = listed(2).applicant
    with pytest.raises(Refused, match="本单位"):
        name_columns(stranger, NAMES, **who)
