"""Files of a platform as evidence: matched, compared, never booked; differences become work."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from tests.support.listed import listed

from catalog.services import suspend
from demo.acts import agent, holder
from demo.timetables import moment
from exchange.comparing import compare
from exchange.models import ExchangeFault, PlatformFile, PlatformRow
from exchange.services.platform_files import (
    confirm_platform_file,
    keep_platform_file,
    read_platform_file,
    read_waiting,
    undo_platform_file,
)
from exchange.services.set_aside import close
from ledger.models import SalesRecord
from ledger.services.sales import record_sale
from printing.tables import as_xlsx
from rules.refusal import Refused

pytestmark = pytest.mark.django_db
DAY = date(2020, 6, 1)
AT = moment(DAY)
HEAD = ["序号", "省", "市", "县", "供应商名称", "产品名称", "证书编号", "规格", "参考价格（元）"]
SOLD = ["订单号", "产品名称", "供应商名称", "订单日期", "订单金额（元）"]


@pytest.fixture
def entry(office):
    return listed()


@pytest.fixture
def officer(office):
    return holder("export_officer@fpb")


def table(head, *rows, encoding="utf-8-sig"):
    written = io.StringIO()
    csv.writer(written).writerows([head, *rows])
    return written.getvalue().encode(encoding)


def line(entry, **changes):
    facts = entry.version
    cells = {
        "no": 1,
        "province": "江西省",
        "city": "赣州市",
        "county": "章贡区",
        "holder": entry.applicant.name,
        "name": facts.name,
        "number": entry.number,
        "spec": facts.sales_spec,
        "price": f"{facts.reference_price_fen / 100:.2f}",
    }
    return list({**cells, **changes}.values())


@pytest.fixture
def read_list(officer):
    def act(*rows, at=AT, head=HEAD, name="list.csv", platform="中国社会帮扶网", data=None):
        file = keep_platform_file(
            "catalog",
            name=name,
            data=data or table(head, *rows),
            platform=platform,
            last_day=DAY,
            by=officer,
            at=at,
        )
        return read_platform_file(file, at=at)

    return act


@pytest.fixture
def read_sales(officer):
    def act(*rows, head=SOLD, first_day=date(2020, 5, 20), last_day=DAY, at=AT):
        file = keep_platform_file(
            "sales",
            name="sales.csv",
            data=table(head, *rows),
            platform="832平台",
            channel="platform_832",
            first_day=first_day,
            last_day=last_day,
            by=officer,
            at=at,
        )
        return read_platform_file(file, at=at)

    return act


def reasons(file):
    return [each.reason for each in compare(file)]


def test_a_list_that_says_what_we_say_differs_in_nothing(read_list, entry, officer):
    file = read_list(line(entry))
    assert (compare(file), file.others, file.refusal) == ([], 0, "")
    assert confirm_platform_file(file, by=officer, at=AT) == 0


def test_what_only_they_have_and_what_only_we_have_is_told(read_list, entry):
    stranger = line(entry, number="", name="虚构蜂蜜", holder="虚构蜂业合作社")
    assert reasons(read_list(stranger)) == [
        "我方目录没有：对方第2行“虚构蜂蜜”，我方没有",
        f"对方名单没有：对方没有，我方“{entry.version.name}”",
    ]


def test_another_name_holder_spec_or_price_is_told_one_by_one(read_list, entry):
    wrong = line(entry, name="别的名称", holder="别的单位", spec="别的规格", price="1.00")
    assert [each.partition("：")[0] for each in reasons(read_list(wrong))] == [
        "产品名称不同",
        "单位名称不同",
        "规格不同",
        "价格不同",
    ]


def test_a_row_without_our_number_is_found_by_name_and_unit_in_any_width(read_list, entry):
    wide = entry.applicant.name.replace("（", "(").replace("）", ")") + "　"
    file = read_list(line(entry, number="FP-2020-77", holder=wide))
    assert file.rows.get().certificate == entry
    assert compare(file) == []


def test_what_we_suspended_and_they_still_list_is_told(read_list, entry):
    suspend(
        entry, by=None, at=AT - timedelta(days=1), because="抽检不合格", reason="quality_safety"
    )
    assert reasons(read_list(line(entry))) == ["状态不同：对方在列，我方暂停"]


def test_rows_of_other_counties_are_counted_and_left_out(read_list, entry):
    others = [line(entry, county="南康区", number="", name=f"产品{n}") for n in range(3)]
    file = read_list(line(entry), *others)
    assert (file.others, file.rows.count(), compare(file)) == (3, 1, [])


def test_a_workbook_and_the_old_encoding_say_the_same(read_list, entry):
    record = dict(zip(HEAD, line(entry), strict=True))
    book = as_xlsx([record], HEAD, title="名单")
    assert compare(read_list(data=book, name="list.xlsx")) == []
    old = table(HEAD, line(entry), encoding="gb18030")
    assert compare(read_list(data=old)) == []


def test_a_file_without_the_columns_says_which_it_needs(read_list, officer):
    file = read_list(["甲", "1"], head=["名", "价"])
    assert "产品名称" in file.refusal
    with pytest.raises(Refused, match="不能核对"):
        confirm_platform_file(file, by=officer, at=AT)


def test_wrong_rows_say_why_and_are_in_no_comparison(read_list, entry):
    file = read_list(
        line(entry),
        line(entry),
        line(entry, number="", name=""),
        line(entry, price="很贵"),
    )
    wrong = [row.reasons for row in file.rows.exclude(reasons="")]
    assert wrong[0] == "与第2行重复"
    assert wrong[1] == "没有证书编号，也没有产品名称和单位名称"
    assert "不是数字" in wrong[2]
    assert compare(file) == []


def test_the_same_file_again_is_the_same_file(read_list, entry, officer):
    file = read_list(line(entry, price="1.00"))
    assert read_list(line(entry, price="1.00")).pk == file.pk
    confirm_platform_file(file, by=officer, at=AT)
    with pytest.raises(Refused, match="已确认"):
        confirm_platform_file(read_list(line(entry, price="1.00")), by=officer, at=AT)
    assert (PlatformFile.objects.count(), ExchangeFault.objects.count()) == (1, 1)


def test_nothing_is_work_before_somebody_confirms(read_list, entry, officer):
    file = read_list(line(entry, price="1.00"))
    assert not ExchangeFault.objects.exists()
    confirm_platform_file(file, by=officer, at=AT)
    [fault] = ExchangeFault.objects.open()
    assert (fault.kind, fault.certificate, fault.platform_file) == ("listed", entry, file)


def test_the_next_list_takes_the_place_of_the_work_of_the_one_before(read_list, entry, officer):
    confirm_platform_file(read_list(line(entry, price="1.00")), by=officer, at=AT)
    confirm_platform_file(read_list(line(entry)), by=officer, at=AT)
    assert [fault.state for fault in ExchangeFault.objects.all()] == ["superseded"]


def test_what_an_officer_settled_is_not_asked_again(read_list, entry, officer):
    confirm_platform_file(read_list(line(entry, price="1.00")), by=officer, at=AT)
    close(ExchangeFault.objects.get(), because="平台为促销价", by=officer, at=AT)
    again = read_list(line(entry, price="1.00", no=2))
    assert confirm_platform_file(again, by=officer, at=AT) == 0
    assert not ExchangeFault.objects.open().exists()


def test_a_list_of_another_platform_leaves_the_work_alone(read_list, entry, officer):
    confirm_platform_file(read_list(line(entry, price="1.00")), by=officer, at=AT)
    confirm_platform_file(read_list(line(entry), platform="省级平台"), by=officer, at=AT)
    assert ExchangeFault.objects.open().count() == 1


def test_a_file_is_taken_back_whole_and_stays_as_evidence(read_list, entry, officer):
    file = read_list(line(entry, price="1.00"))
    confirm_platform_file(file, by=officer, at=AT)
    with pytest.raises(Refused, match="撤销原因"):
        undo_platform_file(file, because="", by=officer, at=AT)
    undo_platform_file(file, because="选错了平台", by=officer, at=AT)
    with pytest.raises(Refused, match="已经撤销"):
        undo_platform_file(file, because="选错了平台", by=officer, at=AT)
    assert [fault.state for fault in ExchangeFault.objects.all()] == ["withdrawn"]
    assert PlatformFile.objects.get().file.sha256 == file.sha256
    assert read_list(line(entry, price="1.00")).pk != file.pk


def test_an_entry_that_the_platform_was_never_sent_is_not_missed_there(read_list, entry):
    """832平台 takes those of its counties alone."""
    other = line(entry, number="", name="虚构蜂蜜", holder="虚构蜂业合作社")
    file = read_list(other, platform="832平台")
    assert [each.what for each in compare(file)] == ["我方目录没有"]


def test_days_of_the_future_are_refused_here_and_in_the_database(officer):
    late = DAY + timedelta(days=1)
    about = {"platform": "832平台", "channel": "platform_832", "by": officer, "at": AT}
    with pytest.raises(Refused) as refused:
        keep_platform_file("sales", name="a.csv", data=b"x", first_day=None, last_day=late, **about)
    assert set(refused.value.fields) == {"first_day", "last_day"}
    file = keep_platform_file(
        "sales", name="a.csv", data=b"x", first_day=DAY, last_day=DAY, **about
    )
    for wrong in ({"last_day": late}, {"first_day": late}, {"channel": ""}, {"undone_at": AT}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PlatformFile.objects.filter(pk=file.pk).update(**wrong)


def sale(entry, yuan, **changes):
    cells = {
        "order": "D1",
        "name": entry.version.name,
        "holder": entry.applicant.name,
        "day": "2020-05-25",
        "amount": yuan,
    }
    return list({**cells, **changes}.values())


def test_platform_sales_are_compared_with_the_ledger_and_never_counted(read_sales, entry, officer):
    booked(entry, 2)
    file = read_sales(sale(entry, "100"), sale(entry, "20", order="D2"))
    [difference] = compare(file)
    assert (difference.entry, difference.quarter) == (entry.pk, "2020Q2")
    assert difference.theirs == "120.00元"
    confirm_platform_file(file, by=officer, at=AT)
    assert SalesRecord.objects.count() == 1
    assert ExchangeFault.objects.get().quarter == "2020Q2"


def booked(entry, quantity):
    return record_sale(
        certificate=entry,
        source="self_report",
        external_id="1",
        sold_on=date(2020, 5, 25),
        quantity=Decimal(quantity),
        unit="箱",
        unit_price_fen=5000,
        channel="platform_832",
        buyer_type="individual",
        fund_source="market",
        by=agent(entry.applicant_id),
        at=AT,
    )


def test_equal_sums_differ_in_nothing_and_what_only_we_booked_is_told(read_sales, entry):
    booked(entry, 2)
    assert reasons(read_sales(sale(entry, "60"), sale(entry, "40", order="D2"))) == []
    stranger = sale(entry, "5", name="虚构蜂蜜", holder="虚构蜂业合作社")
    assert reasons(read_sales(stranger)) == [
        "销售额不同：对方没有，我方100.00元",
        "我方目录没有：对方第2行“虚构蜂蜜”5.00元，我方没有",
    ]


def test_an_order_twice_or_outside_the_days_is_in_no_sum(read_sales, entry):
    file = read_sales(
        sale(entry, "100"), sale(entry, "100"), sale(entry, "9", order="D3", day="2020-01-02")
    )
    assert [row.reasons for row in file.rows.exclude(reasons="")] == [
        "与第2行重复",
        "销售日期不在数据起止日期之内",
    ]
    assert [each.theirs for each in compare(file)] == ["100.00元"]


def test_the_clock_reads_what_was_too_large_to_wait_for(officer, entry):
    file = keep_platform_file(
        "catalog",
        name="list.csv",
        data=table(HEAD, line(entry)),
        platform="省级平台",
        last_day=DAY,
        by=officer,
        at=AT,
    )
    assert read_waiting(AT) == 1
    assert read_waiting(AT) == 0
    file.refresh_from_db()
    assert file.state == "judged"
    read_platform_file(file, at=AT)
    assert PlatformRow.objects.count() == 1


def test_many_rows_cost_no_more_queries(read_list, entry, django_assert_num_queries, officer):
    rows = [
        line(entry, number="", name=f"虚构产品{n}", holder="虚构蜂业合作社") for n in range(400)
    ]
    few, many = read_list(*rows[:2]), read_list(*rows)
    for file, number in ((few, 3), (many, 401)):
        with django_assert_num_queries(2):
            assert len(compare(file)) == number
