"""Basic data by two people in a browser: a holiday paper that lengthens a notice, a rule set."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect
from tests.support.holiday_paper import shipped

from demo.timetables import moment
from publicity.models import Publicity
from registry.models import HolidayPaper, RuleSet, User
from rules.holiday_arrangements import holidays_of
from workflow.services import clock as house_clock

from .people import follow, reads, sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.django_db(transaction=True),
]

SNIPPETS = "/admin/snippets/registry"
THURSDAY = moment(date(2020, 4, 16), 10)


@pytest.fixture
def two(office, someone):
    """Two administrators at their browsers."""

    def arrive():
        admin = User.objects.get(username="admin")
        deputy = User.objects.create(
            username="deputy", last_name="示", is_superuser=True, is_staff=True
        )
        return [sign_in(someone(), user, "admin") for user in (admin, deputy)]

    return arrive


def save(page):
    follow(page, "button.action-save >> nth=0")


def fill_in_year(page):
    """The paper of 2020 as it was, and two days that the State Council added in the middle."""
    page.fill("[name=year]", "2020")
    page.fill("[name=title]", "国务院办公厅关于2020年4月放假安排的通知（虚构）")
    page.fill("[name=document_no]", "国办发明电〔2020〕99号")
    page.fill("[name=issued_on]", "2020-04-15")
    for each in holidays_of(shipped(2020)):
        page.fill(f"[name={each.key}_first]", f"{each.first}")
        page.fill(f"[name={each.key}_last]", f"{each.last}")
        page.fill(f"[name={each.key}_make_up]", "、".join(f"{day}" for day in each.make_up))
    page.check("[name=is_together]")
    page.fill("[name=other_name]", "示例放假")
    page.fill("[name=other_first]", "2020-04-16")
    page.fill("[name=other_last]", "2020-04-17")
    page.check("[name=is_unusual]")


def test_a_paper_of_two_people_lengthens_an_open_notice(walked, two, someone, clock):
    clock(moment(date(2020, 4, 14), 10))
    walked("notice")
    notice = Publicity.objects.get()
    clock(THURSDAY)
    first, second = two()
    first.goto(f"{SNIPPETS}/holidaypaper/add/")
    fill_in_year(first)
    save(first)
    expect(first.locator(".desk-year__month")).to_have_count(12)
    first.check("[name=is_seen]")
    save(first)
    paper = HolidayPaper.objects.get()
    house_clock.tick(THURSDAY + timedelta(minutes=1))
    notice.refresh_from_db()
    assert notice.last_day == date(2020, 4, 20), "a draft lengthens nothing"

    second.goto(f"{SNIPPETS}/holidaypaper/edit/{paper.pk}/")
    second.check("[name=is_unusual]")
    second.check("[name=is_checked]")
    save(second)
    paper.refresh_from_db()
    assert (paper.entered_by.username, paper.checked_by.username) == ("admin", "deputy")
    house_clock.tick(THURSDAY + timedelta(minutes=2))
    visitor = someone()
    visitor.goto(notice.notice_page.url)
    reads(visitor, "公示期延长至2020年4月22日", "国办发明电〔2020〕99号")
    visitor.goto("/gsgg/")
    reads(visitor, "2020年4月22日")


def test_rules_are_entered_by_one_and_approved_by_another(two, clock):
    clock(THURSDAY)
    first, second = two()
    first.goto(f"{SNIPPETS}/ruleset/copy/{RuleSet.objects.get().pk}/")
    first.fill("[name=name]", "示例办法（2021年修订）")
    first.fill("[name=document_no]", "章测扶办字〔2020〕30号")
    first.fill("[name=effective_from]", "2021-01-01")
    first.fill("[name=publicity_days]", "7")
    first.click("[name=name]")  # Wagtail's own calendar closes
    save(first)
    draft = RuleSet.objects.get(approved_at=None)
    first.goto(f"{SNIPPETS}/ruleset/edit/{draft.pk}/")
    first.check("[name=is_approved]")
    save(first)
    reads(first, "录入人与批准人不得为同一人")

    second.goto(f"{SNIPPETS}/ruleset/")
    reads(second, "草案")
    follow(second, "main a:has-text('示例办法（2021年修订）')")
    second.check("[name=is_approved]")
    save(second)
    draft.refresh_from_db()
    assert draft.is_approved
    assert RuleSet.objects.exclude(pk=draft.pk).get().effective_until == date(2020, 12, 31)
