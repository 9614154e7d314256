"""Whom bulletins praise and urge: by the progress and the ledgers that each unit owes (A28)."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support import plan
from tests.support.bulletins import AT, of
from tests.support.standing import stands

from demo.acts import holder
from demo.timetables import moment
from ledger import filings
from ledger.praise import praise_and_urge
from ledger.services import filings as services
from workflow.services import bulletins

pytestmark = pytest.mark.django_db
DUE, AFTER = date(2020, 7, 8), date(2020, 7, 9)
ENTERPRISES = ("示例民营企业", "示例会员企业二", "示例一村", "示例二村")


@pytest.fixture
@stands
def closed(office):
    """Ledgers filed in time but of the canteen, which were returned; then the quarter is closed."""
    plan.load_plan()
    filing = plan.file("czj", "jdbf", "jd-test-01", "st-test-01")
    by = holder("unit_head@jtj")
    services.return_filing(filing, reason="请补记鸡蛋的采购", by=by, at=plan.CLOSED_AT)
    plan.close(1, 2, 3, 4)
    bulletins.take_up(AT)


def every(lists):
    return [*lists["praise"], *lists["urge"]]


def lists(code="fpb", kind="district", on=AFTER):
    return praise_and_urge(of(code, kind), on=on)


def test_ledgers_in_time_late_returned_and_missing_are_told_apart(closed):
    plan.file("swj", at=moment(AFTER))
    urge = lists()["urge"]
    assert "示例学校食堂（虚构）：台账退回后未重新报送" in urge
    assert "区商务局：台账逾期报送" in urge
    assert "区供销社：台账未报送" in urge
    assert not [line for line in urge if line.startswith("区财政局：台账")]


def test_what_is_not_yet_due_urges_nobody(closed):
    plan.report(plan.all_units().get(organisation__code="gxs"))
    assert not [line for line in lists(on=DUE)["urge"] if "台账" in line]
    assert "区供销社：进展报送及时完整" in lists(on=DUE)["praise"]
    assert "区供销社：台账未报送" in lists()["urge"]
    assert not [line for line in lists()["praise"] if line.startswith("区供销社")]


def test_units_that_owe_ledgers_alone_are_praised_for_them_alone(closed):
    plan.report(plan.all_units().get(organisation__code="jdbf"))
    praise = lists()["praise"]
    assert "示例结对帮扶单位一（虚构）：台账报送及时完整" in praise
    assert "各结对帮扶单位：进展、台账报送及时完整" in praise
    assert not [line for line in praise if line.startswith("区财政局")]  # its progress is missing


def test_no_enterprise_and_no_village_is_ever_named(closed):
    """R42: they take part of their own accord, whether they file their ledgers or not."""
    assert filings.owing_units("2020Q2").filter(code="hy-test-01").exists()
    for is_filed in (False, True):
        if is_filed:
            plan.file("hy-test-01")
        for code, kind in (("fpb", "district"), ("gsl", "lead_unit")):
            named = "".join(every(lists(code, kind)))
            assert not [name for name in ENTERPRISES if name in named]
            assert "区工商联：台账未报送" in named


def test_a_lead_unit_tells_of_its_own_tasks_and_of_those_it_supervises(closed):
    named = {line.partition("：")[0] for line in every(lists("jdbf", "lead_unit"))}
    assert named == {"各结对帮扶单位", "区总工会", "区扶贫办", "示例结对帮扶单位一（虚构）"}


def test_the_district_s_lists_take_few_questions(closed):
    bulletin = of("fpb", "district")
    with CaptureQueriesContext(connection) as queries:
        praise_and_urge(bulletin, on=AFTER)
    assert len(queries) <= 14
