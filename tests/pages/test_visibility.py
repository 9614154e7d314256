"""What the public sees follows from dates alone; no scheduler runs in this file unless named."""

from datetime import date, timedelta

import pytest

from catalog.services import expire, remove, resume, suspend
from pages.models import NoticePage, ProductPage
from pages.notices.services import open_district_notice, open_product_page
from pages.signing import take_down

from .conftest import PUBLISHED, moment

SECOND = timedelta(seconds=1)
EARLY = PUBLISHED - timedelta(days=3)


@pytest.fixture(params=["created in time", "created days before its hour"])
def timed_notice(request, notice):
    early = request.param != "created in time"
    return notice(at=EARLY if early else PUBLISHED)


def test_a_notice_is_visible_from_its_hour_and_never_before(timed_notice, get_page):
    assert get_page(timed_notice.url, PUBLISHED - SECOND).status_code == 404
    assert get_page(timed_notice.url, PUBLISHED).status_code == 200
    assert not NoticePage.objects.visible(PUBLISHED - SECOND).exists()
    assert NoticePage.objects.visible(PUBLISHED).get() == timed_notice


def test_a_notice_stays_after_its_window_and_is_marked_ended(timed_notice, get_page):
    last = moment(2020, 10, 12, 23, 59, 59)
    assert 'badge--running">进行中' in get_page(timed_notice.url, last).content.decode()
    ended = get_page(timed_notice.url, last + SECOND)
    assert ended.status_code == 200
    assert 'badge--ended">已结束' in ended.content.decode()
    assert "objection/" not in ended.content.decode()


def test_lists_and_home_show_a_notice_exactly_when_its_page_does(timed_notice, get_page):
    for url in ("/", "/gsgg/"):
        assert timed_notice.title not in get_page(url, PUBLISHED - SECOND).content.decode()
        assert timed_notice.title in get_page(url, PUBLISHED).content.decode()
    after = moment(2020, 10, 13)
    assert timed_notice.title not in get_page("/", after).content.decode()
    assert timed_notice.title in get_page("/gsgg/", after, state="ended").content.decode()
    assert timed_notice.title not in get_page("/gsgg/", after, state="running").content.decode()


def test_home_counts_the_working_days_that_are_left(notice, get_page):
    notice()
    assert "还有<b>5</b>个工作日" in get_page("/", PUBLISHED).content.decode()
    assert "还有<b>2</b>个工作日" in get_page("/", moment(2020, 10, 10, 9)).content.decode()
    assert "还有<b>1</b>个工作日" in get_page("/", moment(2020, 10, 12, 23)).content.decode()


def test_a_simulated_hour_ahead_of_the_wall_clock_counts(publicity, office):
    opened = publicity(published_at=moment(2026, 12, 1, 9))
    page = open_district_notice(opened, by=None, at=moment(2026, 12, 1, 9))
    assert page.live
    assert page.first_published_at == moment(2026, 12, 1, 9)
    assert NoticePage.objects.visible(moment(2026, 12, 1, 9)).exists()
    assert not NoticePage.objects.visible(moment(2026, 11, 30)).exists()


def test_a_notice_that_an_editor_took_down_after_its_end_is_gone(notice, get_page):
    page = notice()
    take_down(page, by=None, at=moment(2020, 10, 15), because="已经期满")
    assert get_page(page.url, moment(2020, 10, 20)).status_code == 404


def test_a_product_is_visible_exactly_inside_its_validity(product, get_page):
    page = product()
    assert page.certificate.valid_until == date(2021, 11, 16)
    assert get_page(page.url, moment(2020, 11, 15, 23, 59, 59)).status_code == 404
    assert get_page(page.url, moment(2020, 11, 16)).status_code == 200
    assert get_page(page.url, moment(2021, 11, 16, 23, 59, 59)).status_code == 200
    gone = get_page(page.url, moment(2021, 11, 17))
    assert gone.status_code == 410
    assert "认定有效期至2021年11月16日止，现已到期" in gone.content.decode()


def test_a_product_page_made_before_its_first_day_opens_by_itself(certificate, get_page):
    page = open_product_page(certificate(), by=None, at=moment(2020, 11, 10))
    assert not page.live
    assert get_page(page.url, moment(2020, 11, 15)).status_code == 404
    assert get_page(page.url, moment(2020, 11, 16)).status_code == 200


def test_an_expired_entry_looks_the_same_whether_or_not_the_clock_ran(product):
    page = product()
    expire(page.certificate, by=None, at=moment(2021, 11, 20))
    last = moment(2021, 11, 16, 23, 59, 59) + timedelta(milliseconds=500)
    assert ProductPage.objects.visible(last).exists()
    assert not ProductPage.objects.visible(moment(2021, 11, 17)).exists()


def test_a_suspended_product_stays_visible_and_says_so(product, get_page):
    page = product()
    at = moment(2020, 12, 8, 10)
    suspend(page.certificate, by=None, at=at, because="质量线索核查", reason="quality_safety")
    for url in (page.url, "/cpml/"):
        response = get_page(url, at)
        assert response.status_code == 200
        assert "已暂停" in response.content.decode()
        assert "已暂停" not in get_page(url, at - SECOND).content.decode()
    resume(page.certificate, by=None, at=at + SECOND, because="核查无误", reason="quality_safety")
    assert "已暂停" not in get_page(page.url, at + SECOND).content.decode()


def test_a_removed_product_answers_410_from_that_moment(product, get_page):
    page = product()
    at = moment(2020, 12, 25, 10)
    remove(
        page.certificate,
        by=None,
        at=at,
        because="查实",
        reason="complaint_upheld",
        basis_doc_no="赣测扶字〔2020〕1号",
    )
    assert get_page(page.url, at - SECOND).status_code == 200
    gone = get_page(page.url, at)
    assert gone.status_code == 410
    assert "已于2020年12月25日清理出目录" in gone.content.decode()
    assert page.title not in get_page("/cpml/", at).content.decode()


def test_the_page_of_a_renewed_entry_leads_to_its_successor(product, certificate, get_page):
    first = product()
    renewed = certificate(listed_on=date(2021, 9, 1), renewal_of=first.certificate)
    at = moment(2021, 9, 1, 10)
    second = open_product_page(renewed, by=None, at=at)
    gone = get_page(first.url, at)
    assert gone.status_code == 410
    assert second.url in gone.content.decode()
    assert get_page(second.url, at).status_code == 200


def test_a_document_is_visible_from_its_hour_to_its_end(document, get_page):
    times = {"published_at": moment(2020, 4, 2, 9, 30), "expire_at": moment(2020, 5, 1)}
    page = document(at=moment(2020, 4, 1), **times)
    assert get_page(page.url, moment(2020, 4, 2, 9, 29, 59)).status_code == 404
    assert get_page(page.url, moment(2020, 4, 2, 9, 30)).status_code == 200
    assert get_page(page.url, moment(2020, 5, 1) - SECOND).status_code == 200
    assert get_page(page.url, moment(2020, 5, 1)).status_code == 404


def test_a_draft_is_visible_to_nobody(document, get_page):
    page = document()
    take_down(page, by=None, at=moment(2020, 5, 1), because="内容重复").save_revision()
    assert get_page(page.url, moment(2021, 1, 1)).status_code == 404
