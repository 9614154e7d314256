"""The fictional public rates, finds mistakes and asks for news, so that each page has its rows."""

from datetime import timedelta

import pytest
import time_machine

from demo.public_voice import let_the_public_speak
from demo.timetables import moment
from pages.models import MailSubscription
from supervision.models import Rating, SiteReport
from workflow.services.overdue import overdue


@pytest.fixture
def spoken(walked):
    items = walked("list", 4)
    at = moment(items[0].certificate.listed_on + timedelta(days=120))
    let_the_public_speak(at)
    return at


def test_the_public_speaks_once_and_leaves_one_of_each_to_do(spoken):
    numbers = Rating.objects.count(), SiteReport.objects.count(), MailSubscription.objects.count()
    assert min(numbers) >= 3
    let_the_public_speak(spoken)
    again = Rating.objects.count(), SiteReport.objects.count(), MailSubscription.objects.count()
    assert again == numbers
    assert Rating.objects.waiting().count() == 1
    assert SiteReport.objects.waiting().count() == 1
    assert MailSubscription.objects.filter(confirmed_at=None).count() == 1
    late = overdue(spoken)
    assert (late["ratings"], late["site_reports"]) == ([], [])


def test_what_was_said_stands_on_the_statistics_page(spoken, client):
    with time_machine.travel(spoken, tick=False):
        page = client.get("/statistics/").content.decode()
    assert "好差评" in page
    assert "我为政府网站找错" in page
    assert "打了三次电话" not in page
