"""The ledgers at the desk: who sees and keeps which, lists, files, acts, and what they cost."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.support.listed import listed

from catalog import services as catalog
from demo.acts import holder
from demo.papers import pdf
from demo.timetables import moment
from ledger.ledgers import LEDGERS
from ledger.models import Purchase, SalesRecord, Venue, VenueNotice
from ledger.services import entries, record_sale, venues
from registry.models import Organisation

pytestmark = pytest.mark.django_db
DAY = date(2020, 6, 3)
VENUE = {
    "number": "GUI-01",
    "kind": "counter",
    "name": "示例专柜",
    "address": "示例路1号",
    "operator": "示例商超（虚构）",
    "opened_on": "2020-06-01",
}


@pytest.fixture
def today(on_day):
    on_day(DAY)


def unit(code):
    return Organisation.objects.get(code=code)


def venue(code="swj", **changes):
    values = {**VENUE, "opened_on": date(2020, 6, 1), **changes}
    return entries.record_entry(
        LEDGERS["venues"],
        unit(code),
        by=holder(f"unit_reporter@{code}"),
        at=moment(DAY),
        **values,
    )


def page_of(ledger, entry, act=None):
    name, last = ("desk:entry_act", [act]) if act else ("desk:ledger_entry", [])
    return reverse(name, args=[ledger, entry.pk, *last])


def test_a_reporter_enters_a_venue_with_its_voucher_and_opens_it_again(office, today, signed_in):
    browser = signed_in("unit_reporter@swj")
    address = reverse("desk:new_entry", args=["venues"])
    form = browser.get(address)
    assert "商务局" in form.content.decode()
    file = SimpleUploadedFile("photo.pdf", pdf("voucher"), "application/pdf")
    filled = {**VENUE, "unit": unit("swj").pk, "voucher": file, "state": "open"}
    answer = browser.post(address, filled, follow=True)
    made = Venue.objects.get()
    assert "已登记，编号GUI-01" in answer.content.decode()
    opened = browser.get(reverse("desk:voucher", args=["venues", made.pk]))
    assert opened["Content-Type"] == "application/pdf"
    again = browser.post(address, {**filled, "voucher": ""})
    assert again.status_code == 422
    assert "编号GUI-01已登记" in again.content.decode()


def test_an_empty_form_is_refused_at_every_required_field(office, today, signed_in):
    browser = signed_in("unit_reporter@swj")
    answer = browser.post(reverse("desk:new_entry", args=["venues"]), {"unit": unit("swj").pk})
    text = answer.content.decode()
    assert answer.status_code == 422
    for title in ("类型", "名称", "地址", "经营单位", "开业日期"):
        assert f"请填写{title}" in text


def test_nobody_enters_for_another_unit_nor_sees_its_entries(office, today, signed_in):
    made = venue("swj")
    stranger = signed_in("unit_reporter@gxs")
    assert stranger.get(page_of("venues", made)).status_code == 404
    void = page_of("venues", made, "void"), {"void-reason": "作废"}
    assert stranger.post(*void).status_code == 404
    assert "GUI-01" not in stranger.get(reverse("desk:ledger", args=["venues"])).content.decode()
    filled = {**VENUE, "number": "X", "unit": unit("swj").pk}
    assert stranger.post(reverse("desk:new_entry", args=["venues"]), filled).status_code == 422
    canteen = signed_in("unit_reporter@st-test-01")
    assert canteen.get(reverse("desk:new_entry", args=["venues"])).status_code == 404
    head = signed_in("unit_head@swj")
    assert head.get(page_of("venues", made)).status_code == 200
    assert head.post(*void).status_code == 404
    clerk = signed_in("fpb_clerk@fpb")
    assert clerk.get(page_of("venues", made)).status_code == 200
    assert clerk.post(*void).status_code == 404


def test_what_the_office_returns_waits_on_the_unit_s_own_page(office, today, signed_in):
    made = venue("swj")
    answer = signed_in("manager@fpb").post(
        page_of("venues", made, "return"), {"return-reason": "地址不完整"}, follow=True
    )
    assert "已退回" in answer.content.decode()
    landing = signed_in("unit_reporter@swj").get(reverse("desk:unit_work")).content.decode()
    assert "销售场所 GUI-01" in landing
    assert "地址不完整" in landing
    other = signed_in("unit_reporter@gxs").get(reverse("desk:unit_work")).content.decode()
    assert "GUI-01" not in other


def test_the_supervising_unit_returns_what_its_canteen_entered(office, today, signed_in):
    ledger = LEDGERS["canteens"]
    bought = entries.record_entry(
        ledger,
        unit("st-test-01"),
        by=holder("unit_reporter@st-test-01"),
        at=moment(DAY),
        number="1",
        bought_on=DAY,
        product_name="示例脐橙",
        seller_name="示例合作社（虚构）",
        amount_fen=120_000,
    )
    other = signed_in("unit_head@wjw")
    assert other.post(page_of("canteens", bought, "return"), {}).status_code == 404
    head = signed_in("unit_head@jtj")
    answer = head.post(page_of("canteens", bought, "return"), {"return-reason": "缺少凭证"})
    assert answer.status_code == 302
    assert Purchase.objects.get().return_reason == "缺少凭证"


def test_a_suspended_product_is_told_to_each_venue_confirmed_there_and_late_where_not(
    office, today, signed_in, on_day
):
    entry = listed(1)
    one, two = venue(), venue("gxs", number="GUI-02", name="示例专区", kind="zone")
    browser = signed_in("unit_reporter@swj")
    for each, who in ((one, "swj"), (two, "gxs")):
        answer = signed_in(f"unit_reporter@{who}").post(
            page_of("venues", each, "shelve"), {"shelve-certificate": entry.number}, follow=True
        )
        assert "已上架" in answer.content.decode()
    words = {"by": None, "because": "虚构", "basis_doc_no": ""}
    catalog.suspend(entry, at=moment(date(2020, 6, 8)), reason="quality_safety", **words)
    at = moment(date(2020, 6, 8), 12)
    assert (venues.tell_venues(at), venues.tell_venues(at)) == (2, 0)
    on_day(date(2020, 6, 9))
    assert "暂停" in browser.get(reverse("desk:unit_work")).content.decode()
    notice = VenueNotice.objects.get(venue=one)
    empty = browser.post(page_of("venues", one, "confirm"), {"confirm-notice": notice.pk})
    assert empty.status_code == 422
    filled = {"confirm-notice": notice.pk, "confirm-measures": "已下架，封存12袋"}
    browser.post(page_of("venues", one, "confirm"), filled)
    assert browser.post(page_of("venues", one, "confirm"), filled).status_code == 404
    on_day(date(2020, 6, 12))
    assert "暂停" not in browser.get(reverse("desk:unit_work")).content.decode()
    late = signed_in("unit_reporter@gxs").get(reverse("desk:unit_work")).content.decode()
    assert "应报未报" in late
    assert "已逾期" in late


def test_a_suspended_product_is_not_put_on_a_shelf_nor_registered_for_an_event(
    office, today, signed_in
):
    entry = listed(1)
    catalog.suspend(
        entry,
        at=moment(date(2020, 6, 2)),
        reason="quality_safety",
        by=None,
        because="虚构",
        basis_doc_no="",
    )
    made = venue()
    answer = signed_in("unit_reporter@swj").post(
        page_of("venues", made, "shelve"), {"shelve-certificate": entry.number}
    )
    assert answer.status_code == 422
    assert "不能上架" in answer.content.decode()


def test_lists_are_searched_paged_and_taken_away_with_harmless_cells(office, today, signed_in):
    for serial in range(35):
        venue(number=f"G-{serial:02d}", name="=1+1" if serial == 7 else f"示例{serial}号专柜")
    browser, address = signed_in("unit_reporter@swj"), reverse("desk:ledger", args=["venues"])
    first = browser.get(address).content.decode()
    assert "G-00" in first
    assert "G-34" not in first
    assert "G-34" in browser.get(f"{address}?p=2").content.decode()
    hits = browser.get(f"{address}?q=34号").content.decode()
    assert "G-34" in hits
    assert "G-00" not in hits
    assert "没有符合条件的记录" in browser.get(f"{address}?q=没有的").content.decode()
    taken = browser.get(reverse("desk:export_ledger", args=["venues", "csv"]))
    text = taken.content.decode()
    assert '"\'=1+1"' in text
    assert text.count("\r\n") == 36
    whole = browser.get(reverse("desk:export_ledger", args=["venues", "xlsx"]))
    assert whole.content[:2] == b"PK"


def test_a_list_takes_as_many_queries_for_one_entry_as_for_thirty(office, today, signed_in):
    browser, address = signed_in("unit_reporter@swj"), reverse("desk:ledger", args=["venues"])
    venue()
    browser.get(address)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            browser.get(address)
        return len(captured)

    one = queries()
    for serial in range(29):
        venue(number=f"G-{serial:02d}")
    assert queries() == one


def test_stations_are_drawn_by_township_with_their_table(office, today, signed_in):
    place = listed(1).applicant.production_township
    venue("gxs", kind="village_station", number="ZD-1", name="示例村站", township=place)
    page = signed_in("unit_reporter@gxs").get(reverse("desk:station_map")).content.decode()
    assert '<svg class="desk-map"' in page
    assert "示例村站" in page
    empty = signed_in("unit_reporter@swj").get(reverse("desk:station_map")).content.decode()
    assert "还没有登记村级电商服务站" in empty


HEADINGS = "流水号,证书编号,销售日期,数量,单位,单价（元）,销售渠道,购买方类型"


def sent(browser, word, text, code, name="a.csv"):
    file = SimpleUploadedFile(name, text.encode(), "text/csv")
    address = reverse("desk:import_entries", args=[word])
    return browser.post(address, {"unit": unit(code).pk, "file": file}, follow=True)


def test_the_office_imports_a_platform_s_file_mends_the_wrong_rows_and_undoes_it(
    office, today, signed_in
):
    entry, clerk = listed(1), signed_in("fpb_clerk@fpb")
    good = f"P-1,{entry.number},2020-06-01,2,箱,60.50,扶贫832平台,机关"
    page = sent(clerk, "sales", f"{HEADINGS}\n{good}\n{good.replace('P-1', 'P-2')[:-2]}市场", "fpb")
    text = page.content.decode()
    assert "<strong>1</strong>可导入" in text
    assert "购买方类型" in text
    address = page.redirect_chain[-1][0]
    mistakes = clerk.get(f"{address}mistakes.xlsx")
    assert mistakes.content[:2] == b"PK"
    assert clerk.post(address, {"how": "all"}).status_code == 422
    done = clerk.post(address, {"how": "good"}, follow=True).content.decode()
    assert "已导入1条" in done
    assert SalesRecord.objects.counted().count() == 1
    assert clerk.post(address, {"reason": ""}).status_code == 422
    assert "已整批撤销" in clerk.post(address, {"reason": "传错文件"}, follow=True).content.decode()
    assert sum(SalesRecord.objects.values_list("amount_fen", flat=True)) == 0
    assert signed_in("unit_reporter@swj").get(address).status_code == 404


def test_a_file_with_headings_of_its_own_asks_which_is_which_and_may_be_dropped(
    office, today, signed_in
):
    listed(1)
    clerk = signed_in("fpb_clerk@fpb")
    page = sent(clerk, "sales", f"{HEADINGS.replace('流水号', '订单')}\n1,x,x,x,x,x,x,x", "fpb")
    assert "请指明文件中的哪一列" in page.content.decode()
    address = page.redirect_chain[-1][0]
    dropped = clerk.post(address, {"drop": "1"}, follow=True).content.decode()
    assert "已放弃该文件" in dropped
    assert clerk.get(address).status_code == 404


def test_a_reporter_imports_purchases_and_the_office_finds_their_sales(office, today, signed_in):
    entry = listed(1)
    sale = record_sale(
        entry,
        by=None,
        at=moment(DAY),
        source="platform_import",
        sold_on=date(2020, 6, 1),
        quantity=Decimal(20),
        unit="箱",
        unit_price_fen=6050,
        channel="direct",
        buyer_type="union",
        fund_source="union_welfare",
    )
    reporter = signed_in("unit_reporter@gh-test-01")
    text = "编号,采购日期,产品名称,销售单位,金额（元）\n1,2020-06-01,示例脐橙,示例,1210\n2,x,x,x,x"
    page = sent(reporter, "unions", text, "gh-test-01")
    reporter.post(page.redirect_chain[-1][0], {"how": "good"})
    purchase = Purchase.objects.get()
    clerk = signed_in("fpb_clerk@fpb")
    queue = clerk.get(reverse("desk:reconciling")).content.decode()
    assert "1,210.00" in queue
    offered = clerk.get(page_of("unions", purchase)).content.decode()
    assert sale.external_id in offered
    assert sale.external_id not in reporter.get(page_of("unions", purchase)).content.decode()
    answer = clerk.post(page_of("unions", purchase, "match"), {"match-sale": sale.pk}, follow=True)
    assert "已对上" in answer.content.decode()
    assert "没有待对账的采购记录" in clerk.get(reverse("desk:reconciling")).content.decode()
    figures = clerk.get(reverse("desk:unit_figures")).content.decode()
    assert "示例机关工会（虚构）" in figures
    assert clerk.get(reverse("desk:unit_figures") + "?export=union").content[:2] == b"PK"


def test_the_queue_and_the_reports_take_as_many_queries_for_many_entries_as_for_one(
    office, today, signed_in
):
    clerk = signed_in("fpb_clerk@fpb")

    def bought(number):
        entries.record_entry(
            LEDGERS["unions"],
            unit("gh-test-01"),
            by=holder("unit_reporter@gh-test-01"),
            at=moment(DAY),
            number=number,
            bought_on=DAY,
            product_name="示例脐橙",
            seller_name="示例",
            amount_fen=100,
            year=2020,
        )

    def queries(name):
        with CaptureQueriesContext(connection) as captured:
            clerk.get(reverse(f"desk:{name}"))
        return len(captured)

    bought("0")
    pages = ("reconciling", "unit_figures", "ledgers")
    for name in pages:
        clerk.get(reverse(f"desk:{name}"))
    few = [queries(name) for name in pages]
    for serial in range(1, 9):
        bought(f"{serial}")
    assert [queries(name) for name in pages] == few
