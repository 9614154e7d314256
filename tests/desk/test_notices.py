"""公示凭证 at the desk: what was seen, missing boards, the package; within one's sight."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.support.photos import picture
from tests.support.standing import stands

from demo.acts import holder
from demo.timetables import moment
from pages.models import NoticePage
from publicity.boards import stations_without
from publicity.models import BoardPosting, Publicity
from publicity.services.observations import keep_observation
from publicity.services.postings import post_on_board
from records.models import AuditEvent
from registry.models import Organisation, RuleSet, User
from rules.refusal import Refused
from workflow.services.closing_offices import close_office
from workflow.services.overdue import overdue

pytestmark = pytest.mark.django_db


@pytest.fixture
@stands
def opened(walked):
    RuleSet.objects.update(board_posting=True)
    walked("notice", 2)
    return Publicity.objects.get()


@pytest.fixture
def station(opened):
    return stations_without(opened).get()


@pytest.fixture
def now(opened):
    return moment(opened.first_day, 10)


@pytest.fixture
def browser(user, now, time_travel):
    """``browser("fpb_clerk@fpb")``: an officer at the desk on the first day of the notice."""

    def sign_in(duty):
        time_travel(now.date())
        client = Client()
        client.force_login(user(duty), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def post(opened, station, by, now, **more):
    values = {"place": "示例村村部公示栏", "posted_on": opened.first_day, "posted_by_name": "示例"}
    return post_on_board(opened, station, **{**values, **more}, by=by, at=now)


def look(opened, now):
    return keep_observation(
        opened,
        occasion="interval",
        due_at=now,
        at=now,
        address="http://testserver/",
        outcome="good",
        latency_ms=1,
        facts_sha256="0" * 64,
    )


def test_a_board_is_recorded_shown_without_a_name_and_missed_no_more(
    opened, station, user, now, client
):
    by = user(f"station_officer@{station.code}")
    post(opened, station, by, now, photo=picture(), is_photo_public=True)
    page = NoticePage.objects.get()
    text = client.get(page.url).content.decode()
    assert "示例村村部公示栏" in text
    posting = BoardPosting.objects.get()
    photo = client.get(f"{page.url}board/{posting.pk}/")
    assert (photo.status_code, photo["Content-Type"]) == (200, "image/jpeg")
    assert not stations_without(opened).exists()


def test_a_photo_that_nobody_confirmed_is_never_public(opened, station, user, now, client):
    post(opened, station, user("fpb_clerk@fpb"), now, photo=picture())
    page, posting = NoticePage.objects.get(), BoardPosting.objects.get()
    assert "board/" not in client.get(page.url).content.decode()
    for key in (posting.pk, posting.pk + 1, "x", "１", "9" * 30):
        assert client.get(f"{page.url}board/{key}/").status_code == 404
    assert client.get(f"{page.url}board/").status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"days": -9}, "posted_on"),
        ({"days": 1}, "posted_on"),
        ({"place": "村"}, "place"),
        ({"place": "电话15400000001张三家门口"}, "place"),
        ({"posted_by_name": " "}, "posted_by_name"),
        ({"is_photo_public": True}, "photo"),
        ({"photo": b"no picture"}, "photo"),
    ],
)
def test_a_wrong_day_place_name_or_photo_is_refused_at_its_field(
    opened, station, user, now, change, field
):
    if "days" in change:
        change = {"posted_on": opened.first_day + timedelta(days=change["days"])}
    with pytest.raises(Refused) as refused:
        post(opened, station, user("fpb_clerk@fpb"), now, **change)
    assert field in refused.value.fields


def test_another_station_a_reviewer_and_a_second_click_are_refused(opened, station, user, now):
    for duty in ("station_officer@station-360702105", "fpb_reviewer@fpb"):
        with pytest.raises(Refused, match="不能为该工作站登记"):
            post(opened, station, user(duty), now)
    post(opened, station, user("fpb_clerk@fpb"), now)
    with pytest.raises(Refused, match="已经登记"):
        post(opened, station, user("fpb_clerk@fpb"), now)


def test_missing_boards_are_overdue_from_the_second_day_on(opened, station, user, now):
    assert overdue(now)["boards"] == []
    later = now + timedelta(days=1)
    assert overdue(later)["boards"] == [f"{opened.number} {station.name}"]
    post(opened, station, user("fpb_clerk@fpb"), now)
    assert overdue(later)["boards"] == []


def test_a_notice_nobody_looked_at_for_three_intervals_is_overdue(opened, now, settings):
    assert overdue(now)["evidence"] == []
    settings.WATCH_MINUTES = 5
    assert overdue(now)["evidence"] == [f"{opened.number}没有观测"]
    look(opened, now)
    assert overdue(now + timedelta(minutes=15))["evidence"] == []
    assert overdue(now + timedelta(minutes=16))["evidence"] == [f"{opened.number}没有观测"]


def test_the_station_records_at_its_page_and_reads_what_is_wrong(opened, station, browser):
    client = browser(f"station_officer@{station.code}")
    url = reverse("desk:notice_posting", args=[opened.pk])
    form = {"station": station.pk, "place": "示例村村部公示栏", "posted_on": f"{opened.first_day}"}
    wrong = client.post(url, form)
    assert wrong.status_code == 422
    assert "请填写张贴人" in wrong.content.decode()
    right = client.post(url, {**form, "posted_by_name": "示例"}, follow=True)
    assert "张贴已登记" in right.content.decode()
    assert BoardPosting.objects.count() == 1


def test_the_lists_and_pages_show_full_and_empty_states(opened, station, browser, now):
    client = browser("fpb_clerk@fpb")
    listed = client.get(reverse("desk:notices")).content.decode()
    assert opened.number in listed
    assert "1个工作站" in listed
    page = client.get(reverse("desk:notice_evidence", args=[opened.pk])).content.decode()
    assert "还没有观测" in page
    look(opened, now)
    page = client.get(reverse("desk:notice_evidence", args=[opened.pk])).content.decode()
    assert "下载凭证包" in page
    other = browser("station_officer@station-360702105")
    assert "还没有公示" in other.get(reverse("desk:notices")).content.decode()
    assert other.get(reverse("desk:notice_package", args=[opened.pk])).status_code == 404


def test_the_package_leaves_the_house_on_record_or_says_why_not(opened, browser, now):
    client = browser("fpb_clerk@fpb")
    url = reverse("desk:notice_package", args=[opened.pk])
    assert "没有观测记录" in client.get(url, follow=True).content.decode()
    look(opened, now)
    answer = client.get(url)
    assert "check.py" in zipfile.ZipFile(BytesIO(answer.content)).namelist()
    assert AuditEvent.objects.filter(action="publicity.export_evidence").count() == 1


def test_a_page_of_a_hundred_looks_costs_as_many_queries_as_of_two(opened, browser, now):
    client, counts = browser("fpb_clerk@fpb"), []
    url = reverse("desk:notice_evidence", args=[opened.pk])
    client.get(url)
    for number in (2, 100):
        for minute in range(number):
            look(opened, now + timedelta(minutes=number + minute))
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_list_of_three_notices_costs_as_many_queries_as_of_one(walked, opened, browser, now):
    client, counts, url = browser("fpb_clerk@fpb"), [], reverse("desk:notices")
    client.get(url)
    for serials in ((), (2, 3)):
        for serial in serials:
            walked("notice", 1, serial=serial)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert Publicity.objects.count() == 3
    assert counts[0] == counts[1]


def test_the_station_that_came_after_records_the_boards_of_the_one_before(
    opened, station, browser, now
):
    heir = Organisation.objects.filter(kind="work_station").exclude(pk=station.pk).first()
    day = now.date()
    with pytest.raises(Refused, match="不能为该工作站登记"):
        post(opened, station, holder(f"station_officer@{heir.code}"), now)
    admin = User.objects.get(username="admin")
    close_office(station, last_day=day, successor=heir, by=admin, at=now)
    client = browser(f"station_officer@{heir.code}")
    form = {"station": station.pk, "place": "示例村村部公示栏", "posted_on": f"{day}"}
    url = reverse("desk:notice_posting", args=[opened.pk])
    client.post(url, {**form, "posted_by_name": "示例"})
    assert BoardPosting.objects.get().station == station
