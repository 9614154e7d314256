"""Quarterly filing at the desk: the unit's landing page, both hands, who follows, who closes."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.support import plan

from ledger.ledgers import kept_by
from ledger.models import Filing, PeriodClose, Task, TaskUnit
from registry.models import Organisation

pytestmark = pytest.mark.django_db
QUARTER, LANDING = "2020Q2", "/admin/desk/unit/"
TITLE = "2020年第二季度台账"


@pytest.fixture(autouse=True)
def _plan(office, on_day):
    plan.load_plan()
    on_day(date(2020, 7, 2))


def unit(code):
    return Organisation.objects.get(code=code)


def address(code="swj", quarter=QUARTER):
    return reverse("desk:filing", args=[unit(code).pk, quarter])


def text(answer):
    return answer.content.decode()


def prepare(browser, code="swj", **more):
    empty = [ledger.word for ledger in kept_by(unit(code))]
    return browser.post(address(code), {"act": "prepare", "empty": empty, **more}, follow=True)


def test_a_filing_is_due_then_waits_for_the_head_and_is_gone_once_signed(signed_in):
    reporter, head = signed_in("unit_reporter@swj"), signed_in("unit_head@swj")
    assert TITLE in text(reporter.get(LANDING))
    assert f"{TITLE}待审签" not in text(head.get(LANDING))
    assert "已提交本单位负责人审签" in text(prepare(reporter, note="本季度筹备，尚无业务"))
    assert f"{TITLE}待审签" in text(head.get(LANDING))
    assert TITLE not in text(reporter.get(LANDING))
    done = text(head.post(address(), {"act": "sign"}, follow=True))
    assert "已报送" in done
    assert TITLE not in text(head.get(LANDING))
    again = text(head.post(address(), {"act": "sign"}, follow=True))
    assert "已由他人办理" in again


def test_what_was_handed_in_anew_is_not_signed_from_a_page_before(signed_in, on_day):
    reporter, head = signed_in("unit_reporter@swj"), signed_in("unit_head@swj")
    prepare(reporter, note="本季度筹备，尚无业务")
    before = head.get(address()).context["view"].page_digest
    on_day(date(2020, 7, 2), 11)
    prepare(reporter, note="另有一项业务正在洽谈")
    refused = head.post(address(), {"act": "sign", "shown": before})
    assert refused.status_code == 422
    assert "页面打开以后内容有变化" in text(refused)
    assert Filing.objects.get().signed_at is None
    now = refused.context["view"].page_digest
    assert head.post(address(), {"act": "sign", "shown": now}).status_code == 302


def test_what_is_missing_is_named_at_its_ledger_and_nothing_is_filed(signed_in):
    answer = signed_in("unit_reporter@swj").post(address(), {"act": "prepare"})
    assert answer.status_code == 422
    assert "没有记录，请补记，或者勾选“没有发生”：销售场所、" in text(answer)
    assert not Filing.objects.exists()


def test_a_late_filing_is_missing_and_a_returned_one_comes_back_with_its_reason(signed_in, on_day):
    on_day(date(2020, 7, 10))
    reporter, head = signed_in("unit_reporter@gh-test-01"), signed_in("unit_head@zgh")
    assert "应报未报" in text(reporter.get(LANDING))
    prepare(reporter, "gh-test-01")
    assert f"{TITLE}待审签" in text(head.get(LANDING))
    head.post(address("gh-test-01"), {"act": "sign"})
    short = head.post(address("gh-test-01"), {"act": "return", "reason": "少"})
    assert short.status_code == 422
    head.post(address("gh-test-01"), {"act": "return", "reason": "端午福利没有登记"})
    landing = text(reporter.get(LANDING))
    assert "端午福利没有登记" in landing
    assert "已退回" in landing


def test_units_see_their_own_and_those_they_follow_and_the_district_sees_all(signed_in):
    page = reverse("desk:filings")
    own = text(signed_in("unit_reporter@gh-test-01").get(page))
    assert "示例机关工会（虚构）" in own
    assert "区商务局" not in own
    assert signed_in("unit_reporter@gh-test-01").get(address()).status_code == 404
    assert "示例机关工会（虚构）" in text(signed_in("unit_head@zgh").get(page))
    everybody = text(signed_in("auditor@fpb").get(page))
    for name in ("区商务局", "示例机关工会（虚构）", "未报"):
        assert name in everybody
    auditor = signed_in("auditor@fpb").get(address())
    assert auditor.status_code == 200
    assert "desk-form" not in text(auditor)
    for quarter in ("2020Q3", "1999Q9", "x"):
        assert signed_in("unit_head@swj").get(address(quarter=quarter)).status_code == 404


def test_without_a_plan_nobody_files(signed_in):
    TaskUnit.objects.all().delete()
    Task.objects.all().delete()
    assert "季度结束以后" in text(signed_in("manager@fpb").get(reverse("desk:filings")))
    assert TITLE not in text(signed_in("unit_reporter@swj").get(LANDING))


def test_the_list_and_the_landing_page_cost_the_same_for_many_filings_as_for_one(signed_in):
    manager, head = signed_in("manager@fpb"), signed_in("unit_head@jtj")
    prepare(signed_in("unit_reporter@st-test-01"), "st-test-01")

    def cost(browser, page):
        browser.get(page)
        with CaptureQueriesContext(connection) as captured:
            browser.get(page)
        return len(captured)

    pages = ((manager, reverse("desk:filings")), (head, LANDING))
    few = [cost(*page) for page in pages]
    for code in ("zgh", "swj", "gxs"):
        prepare(signed_in(f"unit_reporter@{code}"), code)
    assert [cost(*page) for page in pages] == few


def test_who_closes_reads_who_has_filed_and_the_closed_quarter_keeps_it(signed_in):
    prepare(signed_in("unit_reporter@swj"))
    signed_in("unit_head@swj").post(address(), {"act": "sign"})
    plan.sell(1, "A-1")
    manager = signed_in("manager@fpb")
    page = text(manager.get(reverse("close_quarter")))
    assert "已报送1个" in page
    assert "区供销社" in page
    closed = manager.post(reverse("close_quarter"), {"quarter": QUARTER}, follow=True)
    assert closed.status_code == 200
    prepare(signed_in("unit_reporter@gxs"), "gxs")
    late = signed_in("unit_head@gxs").post(address("gxs"), {"act": "sign"}, follow=True)
    assert "关账后报送，计入2020年第三季度" in text(late)
    quarter = manager.get(reverse("desk:quarter", args=[PeriodClose.objects.get().pk]))
    assert "已报送1个（区商务局）" in text(quarter)
