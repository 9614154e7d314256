"""A full day at the desk, counted in a browser: lines on the screen, actions, pages per paper."""

from datetime import date

import pytest

from demo.timetables import moment
from workflow.positions import nodes_of

from .people import WORDS, officer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.django_db(transaction=True),
]
OFFICE_SCREEN = {"width": 1366, "height": 768}
WHOLE_LINES = """() => [...document.querySelectorAll('#desk-choices tbody tr')].filter(
    row => row.getBoundingClientRect().bottom <= window.innerHeight).length"""


class Counted:
    """A page whose clicks, fields and loads are counted."""

    def __init__(self, page):
        self.page, self.actions, self.loads = page, 0, 0
        page.on("load", lambda _page: self._loaded())

    def _loaded(self):
        self.loads += 1

    def do(self, act, selector, *args):
        self.actions += 1
        getattr(self.page, act)(selector, *args)

    def follow(self, selector):
        self.actions += 1
        with self.page.expect_navigation():
            self.page.click(selector)


def test_fourteen_papers_stand_on_an_office_screen_each_in_one_line(someone, clock, walked):
    for serial in range(1, 17):
        walked("endorse", products=2, serial=serial)
    clock(moment(date(2020, 4, 3), 15))
    page = officer(someone(), "fpb_reviewer@fpb")
    page.set_viewport_size(OFFICE_SCREEN)
    page.goto("/admin/desk/?tab=queue")
    assert page.locator("#desk-choices tbody tr").count() == 16
    assert page.locator(".desk-siblings").count() == 16
    assert page.evaluate(WHOLE_LINES) >= 14
    page.set_viewport_size({"width": 375, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_a_station_signs_three_products_in_twelve_actions_and_one_page(someone, clock, paper):
    items = paper(products=3, serial=1)
    clock(moment(date(2020, 4, 2), 15))
    page = officer(someone(), f"station_officer@{items[0].application.station.code}")
    page.goto("/admin/desk/?tab=queue")
    work = Counted(page)
    first, others = f"item-{items[0].pk}", [f"item-{item.pk}" for item in items[1:]]
    work.follow(".desk-do")
    work.do("check", f"[name={first}-result][value=pass]")
    work.do("fill", f"[name={first}-text]", WORDS)
    work.do("check", f"[name={first}-met_genuine]")
    work.do("fill", f"[name={first}-evidence_genuine]", "见材料和现场核实记录")
    work.do("fill", f"[name={first}-visited_on]", "2020-04-02")
    work.do("fill", f"[name={first}-visited_by]", "示例甲、示例乙")
    work.follow(f"button[value='copy:{first}']")
    for prefix in (first, *others):
        work.do(
            "click", f".desk-verified:has([name={prefix}-verified_households]) .desk-as-claimed"
        )
    work.follow("button[value=sign]")
    assert all(nodes_of(item) == ["review_benefit", "review_quality"] for item in items)
    assert work.actions <= 4 * len(items)
    assert work.loads <= 4, "before: three loads for each product"


def test_a_paper_of_twenty_products_is_signed_on_four_screens(someone, clock, paper):
    items = paper(products=20, serial=1)
    clock(moment(date(2020, 4, 2), 15))
    page = officer(someone(), f"station_officer@{items[0].application.station.code}")
    page.set_viewport_size(OFFICE_SCREEN)
    page.goto(f"/admin/desk/applications/{items[0].application_id}/endorse/")
    height = page.evaluate("document.querySelector('.desk-panes__form').scrollHeight")
    assert height <= 4 * OFFICE_SCREEN["height"]
