"""A responsible unit in a browser: its landing page, a venue, a file, the queue of the office."""

from datetime import date
from decimal import Decimal

import pytest
from tests.support.listed import listed

from demo.timetables import moment
from ledger.models import Purchase, Venue
from ledger.services import record_sale

from .looks import is_sound
from .people import follow, officer, reads

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(240),
    pytest.mark.django_db(transaction=True),
]
FILE = "编号,采购日期,产品名称,销售单位,金额（元）\n1,2020-06-01,示例脐橙,示例,1210\n2,x,x,x,x"


def test_a_unit_keeps_its_ledgers_and_the_office_reconciles_them(someone, clock):
    clock(moment(date(2020, 6, 3)))
    entry = listed(1)
    record_sale(
        entry,
        by=None,
        at=moment(date(2020, 6, 3)),
        source="platform_import",
        sold_on=date(2020, 6, 1),
        quantity=Decimal(20),
        unit="箱",
        unit_price_fen=6050,
        channel="direct",
        buyer_type="union",
    )
    page = someone()
    officer(page, "unit_reporter@swj")
    page.goto("/admin/desk/unit/")
    is_sound(page, "landing")
    page.goto("/admin/desk/ledgers/")
    is_sound(page, "ledgers")
    page.goto("/admin/desk/ledgers/venues/new/")
    follow(page, "footer.desk-footer button:has-text('登记')")
    is_sound(page, "refused")
    page.select_option("[name=kind]", "counter")
    for name, text in (
        ("number", "GUI-01"),
        ("name", "示例专柜（虚构）"),
        ("address", "示例路1号"),
        ("operator", "示例商超（虚构）"),
        ("opened_on", "2020-06-01"),
    ):
        page.fill(f"[name={name}]", text)
    follow(page, "footer.desk-footer button:has-text('登记')")
    reads(page, "已登记，编号GUI-01")
    page.fill("[name=shelve-certificate]", entry.number)
    follow(page, "footer.desk-footer button:has-text('登记上架产品')")
    reads(page, "已上架")
    is_sound(page, "venue")
    assert Venue.objects.get().shelf.count() == 1
    page.goto("/admin/desk/ledgers/venues/")
    is_sound(page, "list")
    page.goto("/admin/desk/ledgers/stations/")
    is_sound(page, "stations")

    page = someone()
    officer(page, "unit_reporter@gh-test-01")
    page.goto("/admin/desk/ledgers/unions/import/")
    is_sound(page, "import")
    page.locator("input[type=file]").set_input_files(
        {"name": "a.csv", "mimeType": "text/csv", "buffer": FILE.encode("utf-8-sig")}
    )
    follow(page, "footer.desk-footer button:has-text('上传并核对')")
    is_sound(page, "batch")
    page.check("[name=how][value=good]")
    follow(page, "footer.desk-footer button:has-text('导入')")
    reads(page, "已导入1条")

    page = someone()
    officer(page, "fpb_clerk@fpb")
    page.goto("/admin/desk/reconciling/")
    is_sound(page, "queue")
    follow(page, ".desk-table td.title a")
    is_sound(page, "purchase")
    page.locator("input[name=match-sale]").first.check()
    follow(page, "footer.desk-footer button:has-text('对账：选择对应的销售记录')")
    reads(page, "已对上")
    assert Purchase.objects.get().match == "matched"
    page.goto("/admin/desk/unit-figures/")
    is_sound(page, "figures")
