"""The public pages in a real browser: for everybody's eyes, hands and machines, at every size."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.support import nu_checker
from wagtail.models import Site

from pages.models import SiteSettings

from .public_world import found_site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.django_db(transaction=True),
]
RULES = {"resultTypes": ["violations"], "iframes": False}
#: In the dark only the colours differ.
COLOURS = {**RULES, "runOnly": ["color-contrast"]}
#: What a strict content policy refuses.
INLINE = (" style=", "<script", "<style", " onclick=", "javascript:")
#: What a strict policy allows: data that machines read, and our own files.
ALLOWED = ('<script type="application/ld+json"', '<script src="/static/')
WIDE, PHONE, NARROW = (1280, 900), (375, 800), (320, 640)
#: How people look: the window, the scheme of colours, and whether they read large type.
EYES = {
    "wide": (WIDE, "light", False),
    "phone": (PHONE, "light", False),
    "dark": (WIDE, "dark", False),
    "large": (PHONE, "light", True),
}


@pytest.fixture
def world(office, walked, paper, clock):
    addresses, at = found_site(walked, paper)
    clock(at)
    return addresses


#: What is no page answers with its own status, and is looked at as well.
STATUSES = {
    "missing": (404,),
    "verify-unknown": (404,),
    "verify-slip": (422,),
    "verify-name": (422,),
}


def look(page, size, scheme="light", large=False):
    page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    page.emulate_media(color_scheme=scheme)
    page.evaluate(
        "large => large ? document.documentElement.dataset.reading = 'large'"
        " : delete document.documentElement.dataset.reading",
        large,
    )


def violations(page, rules):
    found = page.evaluate("rules => axe.run(document, rules)", rules)["violations"]
    return [(each["id"], each["nodes"][0]["html"][:120]) for each in found]


def spills(page):
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def test_every_page_is_for_everybody_in_every_way_of_looking(world, someone, tmp_path):
    """axe-core, reflow at 320 pixels and the Nu checker, over every type of page."""
    page, script, wrong = someone(), Axe().axe_script, []
    for name, address in world.items():
        answer = page.goto(address)
        assert answer.status in STATUSES.get(name, (200, 410))
        html = answer.text()
        (tmp_path / f"{name}.html").write_text(html)
        said = html
        for allowed in ALLOWED:
            said = said.replace(allowed, "<allowed")
        wrong += [(name, "inline", word) for word in INLINE if word in said]
        page.evaluate(script)
        for eyes, (size, scheme, large) in EYES.items():
            look(page, size, scheme, large)
            rules = COLOURS if scheme == "dark" else RULES
            wrong += [(name, eyes, *each) for each in violations(page, rules)]
        for large in (False, True):
            look(page, NARROW, large=large)
            wrong += [(name, "spills", large)] if spills(page) else []
    assert wrong == []
    assert nu_checker.problems(tmp_path) == []


def test_one_gets_from_the_skip_link_to_an_objection_with_the_keyboard_alone(world, someone):
    page = someone()
    page.goto("/")
    focused = "document.activeElement"
    page.keyboard.press("Tab")
    assert page.evaluate(f"{focused}.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate(f"{focused}.id") == "main"

    page.goto("/")
    tab_to(page, "#site-search")
    page.keyboard.type("脐橙")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")

    tab_to(page, '.masthead__nav a[href="/gsgg/"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/gsgg/")
    tab_to(page, f'main a[href="{world["notice-running"]}"]')
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{world['notice-running']}")
    tab_to(page, 'main a[href$="/objection/"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/objection/")
    tab_to(page, "form.form select")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(f"{focused}.value") != ""


def tab_to(page, selector, most=60):
    """Press Tab until ``selector`` has the focus, which must then be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    raise AssertionError(f"{selector} is out of reach of the keyboard")


def test_the_foot_of_a_printed_page_has_no_links_but_telephone_numbers(someone):
    settings = SiteSettings.for_site(Site.objects.get())
    settings.icp_number, settings.contact = "赣ICP备00000000号", "0797-8200001"
    settings.save()
    page = someone()
    page.goto("/verify/")
    page.emulate_media(media="print")
    visible = page.locator(".colophon a:visible")
    assert visible.count() > 0
    assert {each.get_attribute("href")[:4] for each in visible.all()} == {"tel:"}
    assert page.locator(".button:visible").count() == 0


def test_large_type_is_switched_on_stays_on_and_doubles_the_words(someone):
    page = someone()
    page.goto("/cpml/")
    size = "parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"
    before = page.evaluate(size)
    page.click("text=长辈版")
    page.wait_for_url("**/cpml/")
    assert page.evaluate(size) >= 2 * before
    page.goto("/verify/")
    assert page.evaluate("document.documentElement.dataset.reading") == "large"
    page.click("text=返回标准版")
    assert page.evaluate("document.documentElement.dataset.reading ?? ''") == ""
