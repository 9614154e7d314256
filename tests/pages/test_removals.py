"""The local announcement of a removal: made with it, seen from that moment, found where sought."""

from datetime import date

import feedparser
import pytest

from catalog.services import remove
from pages.models import RemovalPage
from pages.notices.services import open_removal_notice
from rules.privacy import scan

from .conftest import moment

pytestmark = pytest.mark.django_db

AT, BEFORE = moment(2020, 12, 25, 10), moment(2020, 12, 25, 9)


@pytest.fixture
def removal(certificate):
    """``removal(number)``: a product removed on 2020-12-25, with its announcement."""

    def make(number=0, at=AT, **facts):
        entry = certificate(number, **facts)
        event = remove(
            entry,
            by=None,
            at=at,
            because="虚构",
            reason="quality_safety",
            basis_doc_no="省测扶办字〔2020〕88号",
        )
        return open_removal_notice(event, ruled_on=date(2020, 12, 24), by=None, at=at)

    return make


def test_it_says_what_was_removed_why_on_which_decision_and_from_when(removal, get_page):
    page = removal()
    html = get_page(page.url, AT).content.decode()
    certificate = page.event.certificate
    for word in (
        f"关于将“{page.event.product_version.name}”清理出《章贡区扶贫产品目录》的公告",
        certificate.number,
        certificate.applicant.name,
        "省测扶办字〔2020〕88号（2020年12月24日）",
        "质量安全问题",
        "自2020年12月25日起清理出",
    ):
        assert word in html
    assert scan(html) == []
    assert 'name="ArticleTitle"' in html


def test_it_stands_from_the_moment_of_the_removal_where_it_is_looked_for(removal, get_page):
    page = removal()
    addresses = (
        "/gsgg/",
        "/search/?q=清理&kind=removalpage",
        "/feeds/notices.json",
        "/sitemap.xml",
    )
    for address in addresses:
        assert page.url in get_page(address, AT).content.decode(), address
        assert page.url not in get_page(address, BEFORE).content.decode(), address
    assert get_page(page.url, BEFORE).status_code == 404
    assert get_page(f"{page.url}more/", AT).status_code == 404
    assert (
        page.event.certificate.number
        in get_page(f"/search/?q={page.event.certificate.number}", AT).content.decode()
    )


def test_the_column_shows_the_newest_and_no_heading_where_there_is_none(notice, removal, get_page):
    notice()
    assert "清理公告" not in get_page("/gsgg/", AT).content.decode()
    pages = [removal(number) for number in range(6)]
    shown = get_page("/gsgg/", AT).content.decode()
    assert sum(page.url in shown for page in pages) == 5
    assert "全部清理公告" in shown


def test_it_is_made_once_for_each_removal_and_by_nobodys_hand(removal):
    page = removal()
    assert not RemovalPage.is_creatable
    assert page.slug == f"{page.event.certificate.number.lower()}-removed"


def test_a_product_named_like_a_pattern_or_a_phone_does_not_break_or_tell_it(removal, get_page):
    page = removal(name="示例{脐橙}15400000001")
    html = get_page(page.url, AT).content.decode()
    assert "示例{脐橙}154****0001" in html
    feed = feedparser.parse(get_page("/feeds/notices.rss", AT).content)
    assert "15400000001" not in str(feed)
