"""Before one begins: what is needed, how long it really takes, what is done with personal data."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import Application, Outcome
from registry.calendars import calendar
from rules.periods import day_starts
from workflow.durations import durations

SUBMITTED = date(2020, 4, 1)


@pytest.fixture
def listed(paper):
    """``listed(*days)``: a product each that was listed so many working days after SUBMITTED."""

    def make(*days):
        items = paper(len(days))
        Application.objects.update(submitted_at=day_starts(SUBMITTED) + timedelta(hours=9))
        for item, count in zip(items, days, strict=True):
            day = calendar().after(SUBMITTED, count)
            Outcome.objects.create(item=item, kind="listed", level="district", at=day_starts(day))
        return items

    return make


def test_half_and_nine_in_ten_of_the_past_years_cases(listed):
    listed(30, 32, 34, 40, 41, 42, 43, 44, 60, 90)
    took = durations(date(2020, 12, 1))
    assert (took.cases, took.median, took.ninetieth) == (10, 42, 60)
    assert durations(date(2021, 12, 1)) is None, "what is older than a year says nothing"
    assert durations(date(2020, 5, 1)) is None, "nor does what lies ahead"


def test_the_start_page_tells_them_and_of_too_few_cases_the_limits(listed, browse, look, clock):
    items = listed(30, 32, 34, 36, 60)
    client = browse(items[0].application)
    assert "办理时限合计" in look(client, "start")
    clock.move_to(day_starts(date(2020, 12, 1)))
    text = look(browse(items[0].application), "start")
    assert "一半在 34 个工作日以内" in text
    assert "有九个在 60 个工作日以内" in text
    assert "不收取任何费用" in text


def test_the_privacy_notice_is_read_before_registering(office, clock):
    stranger = Client()
    assert reverse("portal:privacy") in stranger.get(reverse("account_signup")).content.decode()
    text = stranger.get(reverse("portal:privacy")).content.decode()
    for words in ("个人信息保护法", "36 个月", "180 天", "谁处理", "您的权利"):
        assert words in text
