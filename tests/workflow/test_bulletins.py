"""Quarterly bulletins: from a closed quarter over three hands to recipients and the public."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from tests.support import plan
from tests.support.bulletins import AT, LEADS, draft, issue, issue_of_district, of
from tests.support.listed import listed
from tests.support.standing import stands

from demo.timetables import moment
from ledger import bulletins as words
from ledger import freezing
from ledger.models import Bulletin, BulletinRecipient, PeriodClose
from ledger.praise import praise_and_urge
from ledger.services import answer_reopening, propose_reopening
from pages.models import BulletinPage
from rules.periods import local_day
from rules.refusal import Refused
from workflow.services import bulletins
from workflow.services.timers import fire_due_timers

pytestmark = pytest.mark.django_db


@pytest.fixture
@stands
def closed(office):
    """The plan, and its first quarter closed with four sellers."""
    plan.load_plan()
    close = plan.close(1, 2, 3, 4)
    bulletins.take_up(AT)
    return close


def test_a_closed_quarter_begins_a_bulletin_of_each_lead_unit_and_of_the_district(closed):
    leads = Bulletin.objects.filter(kind="lead_unit")
    assert {each.unit.code for each in leads} == LEADS
    assert {each.due_on for each in leads} == {date(2020, 7, 10)}
    assert of("fpb", "district").due_on == date(2020, 7, 20)
    bulletins.take_up(AT)
    assert Bulletin.objects.count() == len(LEADS) + 1


def test_the_missing_are_those_not_issued_by_their_day(closed):
    issue("czj")
    assert not Bulletin.objects.late(date(2020, 7, 10)).exists()
    late = {each.unit.code for each in Bulletin.objects.late(date(2020, 7, 11))}
    assert late == LEADS - {"czj"}


def test_three_people_and_no_other_bring_a_bulletin_out(closed, new_acts):
    bulletin = of("czj")
    with pytest.raises(Refused, match="没有办理该环节的权限"):
        draft(bulletin, "swj-bao")
    with pytest.raises(Refused, match="尚未到达"):
        bulletins.sign(bulletin, is_passed=True, by=plan.person("czj-fu"), at=AT)
    new_acts()
    issue("czj")
    bulletin.refresh_from_db()
    assert (bulletin.number, bulletin.state) == ("2020年第1期", "已签发")
    assert [row.action for row in new_acts()] == [
        "workflow.bulletin.draft",
        "workflow.bulletin.check",
        "workflow.bulletin.issue",
    ]
    with pytest.raises(Refused, match="已由他人办理"):
        bulletins.sign(bulletin, is_passed=True, by=plan.person("czj-fu"), at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Bulletin.objects.filter(pk=bulletin.pk).update(checked_by=bulletin.drafted_by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Bulletin.objects.filter(pk=bulletin.pk).update(number="")


def test_what_is_given_back_is_drafted_again_with_the_reason(closed):
    bulletin = draft(of("czj"), "czj-bao")
    with pytest.raises(Refused, match="写明原因"):
        bulletins.check(bulletin, is_passed=False, by=plan.person("reviewer"), at=AT)
    why = "缺少配合单位的进展"
    bulletins.check(bulletin, is_passed=False, because=why, by=plan.person("reviewer"), at=AT)
    bulletin = of("czj")
    assert (bulletin.state, bulletin.return_reason, bulletin.drafted_by) == ("已退回", why, None)
    draft(bulletin, "czj-bao")
    bulletins.check(bulletin, is_passed=True, by=plan.person("reviewer"), at=AT)
    bulletins.sign(bulletin, is_passed=False, because=why, by=plan.person("czj-fu"), at=AT)
    assert of("czj").state == "已退回"
    issue("czj")


def test_the_office_waits_for_the_lead_units_or_for_their_day(closed):
    district = of("fpb", "district")
    with pytest.raises(Refused, match="尚未到达"):
        draft(district, "clerk")
    for code in LEADS - {"swj"}:
        issue(code)
    bulletins.take_up(AT)
    assert bulletins.open_task(district, "draft") is None
    issue("swj")
    bulletins.take_up(AT)
    text = words.recommended_text(of("fpb", "district"))
    assert "区财政局（2020年第1期）" in text
    issue_of_district()


def test_after_the_day_the_office_waits_no_longer(closed):
    fire_due_timers(moment(date(2020, 7, 11)))
    issue_of_district(at=moment(date(2020, 7, 11)))


def test_figures_are_references_and_unknown_ones_are_refused(closed):
    bulletin = of("czj")
    text = "本季度销售额【销售额】，食堂采购【销售渠道：单位食堂采购】，共【笔数】，推进顺利。"
    text += "\n【表：销售渠道】"
    with pytest.raises(Refused, match="【净利润】不是关账数据中的项目"):
        draft(bulletin, "czj-bao", text + "【净利润】")
    draft(bulletin, "czj-bao", text)
    first, second = words.parts(of("czj"))
    assert first.text == ("本季度销售额400.00元，食堂采购400.00元，共4笔，推进顺利。")
    assert (second.title, second.rows) == ("按销售渠道", (("单位食堂采购", 40000, "400.00"),))


def test_nobody_is_named_in_a_bulletin(closed):
    with pytest.raises(Refused, match="手机号"):
        draft(
            of("czj"),
            "czj-bao",
            "联系人电话13800138000，有事请打电话联系，推进顺利。",
        )


def test_who_reported_whole_and_in_time_is_praised_and_the_amount_plays_no_part(closed):
    for unit in plan.all_units().filter(task__number__in=(5, 6)):
        late = unit.organisation.code == "zgh"
        plan.report(unit, at=moment(date(2020, 7, 8)) if late else plan.CLOSED_AT)
    bulletins.take_up(AT)
    draft(of("czj"), "czj-bao")
    assert of("czj").lists["praise"] == ["区财政局：进展报送及时完整", "区扶贫办：进展报送及时完整"]
    after = date(2020, 7, 6)
    assert "区总工会：进展1项逾期" in praise_and_urge(of("jdbf"), on=after)["urge"]
    district = of("fpb", "district")
    assert "区商务局：进展5项未报" in praise_and_urge(district, on=after)["urge"]
    assert "区商务局" not in f"{praise_and_urge(district, on=date(2020, 7, 5))}"


def test_it_is_delivered_to_units_and_stations_and_who_has_read_it_is_on_record(closed):
    issue("jdbf")
    codes = set(of("jdbf").recipients.values_list("organisation__code", flat=True))
    assert {"zgh", "fpb", "jd-test-01"} <= codes
    assert "jdbf" not in codes
    for code in LEADS - {"jdbf"}:
        issue(code)
    bulletins.take_up(AT)
    district = issue_of_district()
    codes = set(district.recipients.values_list("organisation__code", flat=True))
    assert {"station-360702101", "zgh", "wjw"} <= codes
    bulletins.read(district, by=plan.person("zgh-bao"), at=AT)
    bulletins.read(district, by=plan.person("zgh-fu"), at=AT + timedelta(hours=1))
    row = BulletinRecipient.objects.get(bulletin=district, organisation__code="zgh")
    assert (row.read_by, row.read_at) == (plan.person("zgh-bao"), AT)
    assert district.recipients.filter(read_at=None).count() == len(codes) - 1


def test_who_was_not_given_it_cannot_open_it(closed):
    issue("czj")
    bulletin = of("czj")
    for login, may in (("fpb-bao", True), ("zgh-bao", False), ("s101", False), ("manager", True)):
        browser = Client()
        browser.force_login(plan.person(login), backend="django.contrib.auth.backends.ModelBackend")
        for name in ("bulletin", "bulletin_docx"):
            answer = browser.get(reverse(f"desk:{name}", args=[bulletin.pk]))
            assert answer.status_code == (200 if may else 404), (login, name)


def test_it_stays_with_its_recipients_unless_the_head_has_it_published(closed, time_travel):
    issue("czj")
    bulletins.publish(of("czj"), is_public=False, by=plan.person("manager"), at=AT)
    assert not BulletinPage.objects.exists()
    issue("gsl")
    with pytest.raises(Refused, match="没有办理该环节的权限"):
        bulletins.publish(of("gsl"), is_public=True, by=plan.person("clerk"), at=AT)
    bulletins.publish(of("gsl"), is_public=True, by=plan.person("manager"), at=AT)
    page = BulletinPage.objects.get()
    time_travel(local_day(AT), hour=23)
    public = Client().get(page.url)
    assert "区工商联关于2020年第二季度消费扶贫工作进展情况的通报" in public.content.decode()
    column = page.get_parent().specific
    assert page.url in Client().get(column.url).content.decode()
    word = Client().get(f"{page.url}document.docx")
    assert word.content.startswith(b"PK")
    assert Client().get(f"{page.url}document.txt").status_code == 404


def test_the_public_is_not_told_a_sum_of_fewer_than_three_sellers(office):
    plan.load_plan()
    for serial in (1, 2, 3, 4):
        plan.sell(serial, f"C-{serial}", yuan=10 * serial)
    plan.sell(5, "L-1", channel="live_stream", yuan=777)
    plan.close()
    bulletins.take_up(AT)
    text = "直播带货【销售渠道：直播带货】，线上【线上销售额】，销售额【销售额】，推进顺利。"
    text += "\n【表：销售渠道】"
    draft(of("czj"), "czj-bao", text)
    inside = " ".join(part.text for part in words.parts(of("czj")))
    assert "直播带货777.00元" in inside
    public_parts = list(words.parts(of("czj"), is_public=True))
    public_text = "直播带货（不公布），线上（不公布），销售额877.00元，推进顺利。"
    assert public_parts[0].text == public_text
    assert public_parts[1].rows == (("其他", 87700, "877.00"),)


def test_a_quarter_opened_again_voids_what_is_not_issued_and_marks_what_is(closed):
    issue("czj")
    heads = plan.person("manager"), plan.person("agrihead")
    why = "三笔直播带货记录的金额多登记了一位，更正后重新关账。"
    proposal = propose_reopening(closed, reason=why, by=heads[0], at=AT)
    answer_reopening(proposal, is_agreed=True, by=heads[1], at=AT)
    with pytest.raises(Refused, match="已重新开账"):
        draft(of("gsl"), "gsl-bao")
    bulletins.take_up(AT)
    assert of("czj").is_superseded
    assert of("gsl").state == "已作废"
    with pytest.raises(Refused, match="已由他人办理"):
        draft(of("gsl"), "gsl-bao")
    plan.sell(1, "A-9")
    second = plan.close()
    bulletins.take_up(AT)
    assert second.version == 2
    assert second.bulletins.count() == len(LEADS) + 1


@pytest.mark.parametrize(
    ("sellers", "open_ones"),
    [((1, 2), set()), ((1, 2, 3, 4), {"销售额", "笔数", "售出产品", "线上销售额", "线下销售额"})],
)
def test_a_sum_of_which_no_public_table_tells_is_never_told(office, sellers, open_ones):
    """Late sales and those of 百企帮百村 may be one seller's; so may all of a small quarter."""
    plan.load_plan()
    close = plan.close(*sellers)
    names = [*words.SUMS, "笔数", "补报", "售出产品"]
    assert {name for name in names if words.public_figure(close, name) != "（不公布）"} == open_ones
    assert words.public_figure(close, "有效目录产品") == words.figure(close, "有效目录产品")


def test_what_is_counted_is_frozen_with_the_quarter_and_referred_to(closed):
    """R07, R35, R44: products by tag, brands, trainings are references too."""
    listed(serial=9)
    text = "有效目录产品【有效目录产品】，菜篮子产品【菜篮子产品】，电商人才培训【电商人才培训】。"
    text += "各项工作按照方案推进顺利。"
    draft(of("czj"), "czj-bao", text)
    assert closed.counts["有效目录产品"] == [4, "个"]
    first = next(words.parts(of("czj"))).text
    assert first.startswith("有效目录产品4个，菜篮子产品")
    assert "电商人才培训0次" in first
    assert freezing.faults() == []
    PeriodClose.objects.update(counts={**closed.counts, "电商人才培训": [9, "次"]})
    assert freezing.faults() == ["2020Q2关账后，数据摘要与记录不符"]
