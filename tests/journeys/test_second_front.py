"""A second front end, built from the API alone (examples/front), tells what the first tells."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.pages.test_api_facts import facts_of
from tests.support import second_front

from catalog.models import Certificate
from catalog.services import suspend
from pages.models import DocumentPage, ProductPage
from pages.signing import take_down

from .people import reads, source, words
from .public_world import document, found_site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.django_db(transaction=True),
]
PAGES = (
    *("home", "notices", "notice-running", "notice-ended", "catalogue", "product", "product-bare"),
    *("documents", "document", "document-repealed", "result"),
)
#: Words of the first front end that are no facts: how its lists are narrowed and parted.
WORDS = {
    "默认排序",
    "有效",
}


@pytest.fixture(scope="module")
def builder():
    return second_front.compiled()


@pytest.fixture
def world(office, walked, paper, clock, settings):
    settings.API_CORS_ORIGINS = ["*"]
    addresses, at = found_site(walked, paper)
    clock(at)
    return addresses, at


def lacking(first, second):
    """Facts of the first front end's page that the second one does not show."""
    pieces, _, alts = facts_of(source(first))
    text = words(second)
    return {piece for piece in pieces | alts if piece not in text} - WORDS


def test_both_front_ends_tell_the_same_and_what_changes_is_built_alone(
    builder, world, someone, site, clock, tmp_path
):
    (addresses, at), here, there = world, tmp_path / "here", tmp_path / "there"
    here.mkdir(), there.mkdir()
    first_build = second_front.build(here, site)
    browser = someone()
    with second_front.Served(here) as url:
        second = someone()
        missing = {}
        for name in PAGES:
            browser.goto(addresses[name])
            assert second.goto(f"{url}{addresses[name]}").ok, name
            missing[name] = lacking(browser, second)
        assert {name: pieces for name, pieces in missing.items() if pieces} == {}
        assert second.goto(f"{url}{addresses['product-gone']}").status == 404
        _ask_live(second, url, addresses)

        product = ProductPage.objects.visible(at).get(url_path__endswith=addresses["product-bare"])
        suspend(product.certificate, by=None, at=at, because="核查", reason="quality_safety")
        gone = DocumentPage.objects.get(title="关于公布示例目录的公告")
        take_down(gone, by=None, at=at, because="内容有误")
        new = document(4, title="新发布的示例办法", published_at=at, at=at)
        clock(at + timedelta(minutes=1))
        part = second_front.build(here, site)
        whole = second_front.build(there, site, full=True)
        assert 0 < part["asked"] < first_build["asked"] / 2
        assert part["removed"] == 1
        assert second_front.files(here) == second_front.files(there)
        assert whole["written"] > part["written"]
        assert second.goto(f"{url}{gone.url}").status == 404
        second.goto(f"{url}{new.url}")
        reads(second, "新发布的示例办法")
        second.goto(f"{url}{addresses['product-bare']}")
        reads(second, "暂停")


def _ask_live(page, url, addresses):
    """Certificates and searches are asked of the API as the reader waits."""
    number = Certificate.objects.get(status="removed").number
    page.goto(f"{url}{reverse('public:verify')}?q={number}")
    reads(page, "状态：", number)
    page.goto(f"{url}{reverse('public:search')}")
    page.get_by_label("搜索").fill("认定管理")
    page.get_by_role("button", name="搜索").click()
    page.locator("#answer a").first.wait_for()
    page.locator("#answer a").first.click()
    reads(page, "认定管理")
