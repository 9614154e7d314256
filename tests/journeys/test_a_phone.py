"""What people came for is in the first screen of a phone, in standard and in large type."""

import pytest

from .public_world import found_site
from .test_public_pages import look

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.django_db(transaction=True),
]
PHONE = (375, 740)
#: So much of the page is seen before anybody scrolls.
FIRST = 600
#: What people came for on each kind of page; the title of every page is asked for besides.
WANTED = {
    "home": "#certificate-number",
    "notices": ".card a, .rows a, main table a, main li a",
    "notice-running": ".countdown .button",
    "notice-ended": ".notice-line",
    "objection": "main .notes",
    "catalogue": ".good",
    "catalogue-table": "tbody tr",
    "catalogue-nothing": ".panel p",
    "product": ".badge",
    "product-bare": ".badge",
    "product-gone": ".notice-line",
    "documents": ".rows a",
    "document": ".paper p",
    "document-repealed": ".notice-line",
    "verify": "#certificate-number",
    "verify-active": ".verdict",
    "verify-suspended": ".verdict",
    "verify-removed": ".verdict",
    "verify-unknown": ".verdict",
    "verify-slip": ".verdict",
    "verify-name": ".verdict",
    "search": ".found li",
    "result": ".paper p",
    "feeds": ".button",
    "subscribe": "select",
    "look-up": "input[type=file]",
    "statistics": "main a",
    "report-site": "select, input[name=page_url]",
    "data": ".file-links a",
    "complain": "p .phone",
    "follow": ".button",
    "figures": ".figure",
    "intend": ".facts",
}
TOP = "wanted => document.querySelector('main').querySelector(wanted)?.getBoundingClientRect().top"


@pytest.fixture
def world(office, walked, paper, clock):
    addresses, at = found_site(walked, paper)
    clock(at)
    return addresses


def _wanted(name, large):
    """In large type the title will do; but first of all that a document holds no longer."""
    if large:
        return [WANTED[name] if name == "document-repealed" else "h1"]
    return ["h1", *([WANTED[name]] if name in WANTED else [])]


@pytest.mark.parametrize("large", [False, True])
def test_title_and_what_one_came_for_are_in_the_first_screen(world, someone, large):
    page, wrong = someone(), []
    for name, address in {**world, "data": "/data/"}.items():
        page.goto(address)
        look(page, PHONE, large=large)
        for wanted in _wanted(name, large):
            top = page.evaluate(TOP, wanted)
            wrong += [(name, wanted, top)] if top is None or top > FIRST else []
    assert wrong == []


def test_the_menu_of_a_phone_opens_without_a_script_and_calls_the_hotline(world, someone):
    page = someone()
    page.goto("/")
    look(page, PHONE)
    column = page.locator('.masthead__columns a[href="/gsgg/"]')
    assert not column.is_visible()
    page.click(".masthead__menu summary")
    assert column.is_visible()
    assert page.locator('.masthead__nav >> text="证书核验"').is_visible()
    assert page.locator('.masthead__nav >> text="投诉举报"').is_visible()
    assert page.get_attribute(".masthead__tools .phone", "href") == "tel:12317"
    look(page, (1280, 800))
    assert column.is_visible()


def test_what_is_wrong_in_a_form_is_said_first_and_leads_to_its_field(world, someone):
    page = someone()
    page.goto("/complaints/new/")
    page.fill("#id_about_text", "某某脐橙")
    page.click("main form button")
    page.wait_for_selector(".wrong")
    assert page.title().startswith("错误：")
    assert page.evaluate("document.activeElement.classList.contains('wrong')")
    assert page.input_value("#id_about_text") == "某某脐橙"
    links = page.locator(".wrong__list a")
    assert links.count() >= 2
    for place in range(links.count()):
        target = links.nth(place).get_attribute("href")
        assert page.locator(target).count() == 1, target
    links.nth(0).click()
    target = links.nth(0).get_attribute("href")
    assert page.evaluate("document.activeElement.matches(':target') || location.hash") in (
        True,
        target,
    )
