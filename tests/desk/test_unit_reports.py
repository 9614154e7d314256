"""Reports per unit, venue and event: each total is the sum of its lines, of the term asked for."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.support.listed import listed
from tests.support.standing import stands

from demo.acts import agent, holder
from demo.timetables import moment
from desk.report_list import BY_NAME, REPORTS
from desk.unit_report_lines import line_of
from ledger.ledgers import LEDGERS
from ledger.models import SalesRecord
from ledger.services import entries, reconciling, record_sale, reverse_sale
from registry.models import Organisation, Township
from supervision.services import intents

pytestmark = pytest.mark.django_db
DAY = date(2020, 6, 10)
AT = moment(DAY)
ASKED_AT = AT - timedelta(days=2)
VILLAGE = "示例一村"


def enter(word, code, **values):
    unit, by = Organisation.objects.get(code=code), holder(f"unit_reporter@{code}")
    return entries.record_entry(LEDGERS[word], unit, by=by, at=AT, **values)


def buy(word, code, **values):
    facts = {"bought_on": DAY, "product_name": "示例脐橙", "seller_name": "示例合作社（虚构）"}
    return enter(word, code, **{**facts, "amount_fen": 121_000, **values})


def sell(entry, number, quantity=20, **values):
    facts = {"unit": "箱", "unit_price_fen": 6050, "channel": "direct", "buyer_type": "organ"}
    facts |= {"sold_on": DAY - timedelta(days=1), "quantity": Decimal(quantity)}
    more = {"by": None, "at": AT, "source": "platform_import", "external_id": number}
    return record_sale(entry, **more, **{**facts, **values})


@pytest.fixture
@stands
def books(office):
    """Something in each report; a sale, in several of them, that was taken back."""
    entry = listed(1)
    buyer = {"fund_source": "unit_budget", "buyer_name": "示例机关单位（虚构）"}
    sale = sell(entry, "S-1", **buyer, paired_village=VILLAGE, venue_code="GUI-01")
    sell(entry, "S-2", 5, **buyer, venue_code="GUI-01", event_code="HD-01")
    back = sell(entry, "S-3", 1, **buyer, paired_village=VILLAGE, venue_code="GUI-01")
    for each in (None, back, sale):
        intend(entry, each)
    reverse_sale(back, reason="退货", by=holder("fpb_clerk@fpb"), at=AT)
    place = {"address": "示例路1号", "operator": "示例商超（虚构）", "opened_on": DAY}
    enter("venues", "swj", number="GUI-01", kind="counter", name="示例专柜", **place)
    station = {"kind": "village_station", "township": Township.objects.first()}
    enter("venues", "gxs", number="ZD-01", name="示例村站", **station, **place)
    event = {"name": "示例展销会", "place": "示例广场", "begins_on": DAY, "ends_on": DAY}
    enter("events", "swj", number="HD-01", kind="exhibition", **event)
    enter("events", "swj", kind="training", participants=30, **event)
    base = {"name": "示例基地", "township": Township.objects.first(), "opened_on": DAY}
    base = enter("bases", "nyncj", number="JD-01", applicant=entry.applicant, **base)
    term = {"signed_on": DAY, "valid_from": date(2020, 6, 1), "valid_until": date(2020, 12, 31)}
    enter("contracts", "nyncj", base=base, buyer_name="示例机关单位（虚构）", **term)
    enter("pairings", "jd-test-01", village=VILLAGE, begins_on=date(2020, 6, 1))
    match = buy("unions", "gh-test-01", year=2020, welfare_total_fen=9_000_000)
    reconciling.match_purchase(match, sale, by=holder("fpb_clerk@fpb"), at=AT)
    buy("unions", "gh-test-01", number="2", year=2020)
    buy("budgets", "swj", platform="platform_832")
    buy("budgets", "swj", number="2")
    buy("canteens", "st-test-01")
    buy("hundred", "gsl", village=VILLAGE, mode="buy_for_help")
    support = {"kind": "subsidy", "applicant": entry.applicant, "content": "展位补贴"}
    planned = enter("support", "swj", **support, planned_on=DAY, amount_fen=100)
    who = {"by": holder("unit_reporter@swj"), "at": AT}
    entries.complete_entry(LEDGERS["support"], planned, granted_on=DAY, **who)
    enter("support", "swj", **support, planned_on=DAY, amount_fen=7)
    report = {"medium": "wechat", "outlet": "示例公众号", "title": "示例报道", "placed_on": DAY}
    enter("placements", "swj", **report)
    return entry


def intend(entry, sale):
    """A purchase intent, and ``sale`` as what came of it."""
    buyer = {"buyer_kind": "unit", "buyer_name": "示例食堂", "buyer_contact": "0797-8000000"}
    intent = intents.submit(entry, request_text="每月100公斤", at=ASKED_AT, **buyer)
    if sale is not None:
        intents.mark(intent, state="closed", sale=sale, by=agent(entry.applicant_id), at=AT)


@pytest.mark.parametrize("report", REPORTS, ids=lambda each: each.name)
@pytest.mark.parametrize("term", ["", "2020", "2020Q2"])
def test_each_row_is_the_sum_of_the_lines_to_which_it_leads(report, term, books):
    rows = report.rows(term)
    assert rows
    for row in rows:
        lines = [line_of(each) for each in report.lines(f"{row['key'] or ''}", term)]
        if report.drawn:
            assert sum(line.fen or 0 for line in lines) == row[report.drawn]
        count = row.get("entries", row.get("count", row.get("measures")))
        assert count in (None, len(lines))


@pytest.mark.parametrize("report", REPORTS, ids=lambda each: each.name)
def test_a_term_without_records_has_no_sums(report, books):
    rows = report.rows("2021Q1")
    assert not any(row[report.drawn or "entries"] for row in rows)


def test_no_sale_is_in_two_rows_of_a_report_of_sales(books):
    for name in ("budgets", "pairings", "venues", "events", "contracts"):
        report = BY_NAME[name]
        lines = [each.pk for row in report.rows("") for each in report.lines(f"{row['key']}", "")]
        assert len(lines) == len(set(lines)), name


def test_a_sale_taken_back_leaves_the_assessment_of_a_paired_unit_as_the_hand_sum(books):
    """R08, R28: what is exported is what the ledger says."""
    [row] = BY_NAME["pairings"].rows("2020")
    assert (row["village"], row["fen"]) == (VILLAGE, 121_000)
    lines = BY_NAME["pairings"].lines(f"{row['key']}", "2020")
    assert lines.filter(reverses__isnull=False).count() == 1


def test_a_reader_comes_from_the_overview_to_a_report_its_lines_and_a_record(
    books, on_day, signed_in, new_acts
):
    on_day(DAY)
    clerk = signed_in("fpb_clerk@fpb")
    whole = clerk.get(reverse("desk:unit_figures"), {"term": "2020Q2"})
    for report in REPORTS:
        assert reverse("desk:unit_report", args=[report.name]) in whole.content.decode()
        page = clerk.get(reverse("desk:unit_report", args=[report.name]), {"term": "2020Q2"})
        cells, lines_url = page.context["rows"][0]
        lines = clerk.get(lines_url)
        assert cells[0][1] in lines.content.decode()
        record = lines.context["lines"][0].url
        assert clerk.get(record).status_code == 200, report.name
    new_acts()
    for url in (page.context["xlsx_url"], lines.context["xlsx_url"]):
        assert clerk.get(url).content[:2] == b"PK"
    assert [row.action for row in new_acts()] == ["desk.export"] * 2


def test_intents_are_told_with_what_counted_of_them_and_without_their_buyers(
    books, on_day, signed_in
):
    [row] = BY_NAME["intents"].rows("2020Q2")
    facts = {"entries": 3, "new": 1, "contacted": 0, "closed": 2, "sold": 1, "fen": 121_000}
    assert {key: row[key] for key in facts} == facts
    on_day(DAY)
    address = reverse("desk:unit_report_lines", args=["intents"])
    clerk = signed_in("fpb_clerk@fpb")
    page = clerk.get(address, {"key": row["key"], "term": "2020"}).content.decode()
    assert "已结束，销售记录S-3（不计入统计）" in page
    assert "示例食堂" not in page
    assert "0797" not in page


def test_keys_and_terms_that_mean_nothing_harm_nothing(books, on_day, signed_in):
    on_day(DAY)
    clerk = signed_in("fpb_clerk@fpb")
    for report in REPORTS:
        address = reverse("desk:unit_report_lines", args=[report.name])
        for key in ("", "x", "9" * 30, "-1", "1-x", "0-99999999"):
            answer = clerk.get(address, {"key": key, "term": "2020Q9"})
            assert answer.status_code == 200, (report.name, key)
    assert clerk.get(reverse("desk:unit_report", args=["nothing"])).status_code == 404


def test_only_who_reads_the_registers_reads_the_reports(books, on_day, signed_in):
    on_day(DAY)
    reporter = signed_in("unit_reporter@swj")
    for name, args in (("unit_figures", []), ("unit_report", ["support"])):
        assert reporter.get(reverse(f"desk:{name}", args=args)).status_code == 302


def test_reports_and_lines_take_as_many_queries_for_many_rows_as_for_one(books, on_day, signed_in):
    on_day(DAY)
    clerk = signed_in("fpb_clerk@fpb")
    budgets = BY_NAME["budgets"]
    [row] = budgets.rows("")
    addresses = [
        reverse("desk:unit_report", args=["pairings"]),
        f"{reverse('desk:unit_report_lines', args=['budgets'])}?key={row['key']}",
    ]

    def count():
        numbers = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert clerk.get(address).status_code == 200
            numbers.append(len(queries))
        return numbers

    count()
    few = count()
    for serial in range(2, 6):
        values = {"fund_source": "unit_budget", "buyer_name": row["key"]}
        sell(listed(serial), f"M-{serial}", **values, paired_village=f"示例{serial}村")
        enter("pairings", "jd-test-01", village=f"示例{serial}村", begins_on=date(2020, 6, 1))
    assert SalesRecord.objects.count() > 4
    assert count() == few
