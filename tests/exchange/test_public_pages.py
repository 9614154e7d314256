"""Pages of the platform fetched as evidence: by name only, kept whatever came, never in the way."""

import gzip
from datetime import timedelta
from hashlib import sha256

import pytest
from tests.support.listed import listed
from tests.support.stand_in import closed_port, stand_in
from tests.support.stored import stored

from catalog.publications import record_publication
from demo.acts import holder
from demo.timetables import moment
from exchange.models import PublicPageLook
from exchange.public_pages import look_at_pages
from files.delivery import read

pytestmark = pytest.mark.django_db
PAGE = "<html><body>扶贫产品目录公布</body></html>".encode()
DAY = timedelta(days=1)


@pytest.fixture
def place():
    with stand_in() as server:
        server.answers["/list?no=1"] = (200, {"Content-Type": "text/html"}, PAGE)
        yield server


@pytest.fixture
def allowed(settings):
    settings.EXCHANGE_ALLOW_LOOPBACK = True
    settings.EXCHANGE_PUBLIC_PAGES = {"hosts": ["127.0.0.1"]}
    return settings


@pytest.fixture
def publish(office):
    entry = listed()
    at = moment(entry.listed_on)

    def act(address):
        return record_publication(
            entry,
            "listing",
            not_before=entry.listed_on,
            address=address,
            first_day=entry.listed_on,
            last_day=None,
            evidence=stored(at),
            by=holder("upper_recorder@fpb"),
            at=at,
        ), at

    return act


def looks():
    return list(PublicPageLook.objects.order_by("pk"))


def test_the_page_is_kept_whole_with_its_digest_and_fetched_once(place, allowed, publish):
    row, at = publish(f"{place.url}/list?no=1")
    assert look_at_pages(at) == 1
    [look] = looks()
    assert (look.publication, look.outcome, look.status) == (row, "good", 200)
    assert look.sha256 == sha256(PAGE).hexdigest()
    assert PAGE in gzip.decompress(read(look.page))
    assert look_at_pages(at + 2 * DAY) == 0
    assert len(looks()) == 1


def test_a_page_that_fails_is_tried_on_three_days_and_the_record_stands(allowed, publish):
    row, at = publish(f"http://127.0.0.1:{closed_port()}/list")
    for days in range(5):
        assert look_at_pages(at + days * DAY) == 0
        look_at_pages(at + days * DAY + timedelta(minutes=5))
    assert [look.outcome for look in looks()] == ["no_answer"] * 3
    row.refresh_from_db()
    assert row.withdrawn_at is None


def test_a_redirect_is_not_followed(place, allowed, publish):
    place.answers["/old"] = (302, {"Location": f"{place.url}/list?no=1"}, b"")
    _, at = publish(f"{place.url}/old")
    look_at_pages(at)
    assert [(look.outcome, look.status, look.page) for look in looks()] == [("moved", 302, None)]
    assert [path for _, path in place.asked] == ["/old"]


def test_what_the_setting_does_not_name_is_never_asked_for(place, settings, publish):
    settings.EXCHANGE_ALLOW_LOOPBACK = True
    _, at = publish(f"{place.url}/list?no=1")
    assert look_at_pages(at) == 0
    settings.EXCHANGE_PUBLIC_PAGES = {"hosts": ["platform.example.gov.cn"]}
    assert look_at_pages(at) == 0
    assert (looks(), place.asked) == ([], [])


def test_a_name_that_leads_into_the_office_is_not_connected_to(place, allowed, publish):
    allowed.EXCHANGE_ALLOW_LOOPBACK = False
    _, at = publish(f"{place.url}/list?no=1")
    assert look_at_pages(at) == 0
    [look] = looks()
    assert "内部网络" in look.reason
    assert place.asked == []
