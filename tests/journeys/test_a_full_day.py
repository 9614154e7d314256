"""A full day at the desk, counted in a browser: lines on the screen, actions, pages per paper."""

from datetime import date

import pytest
from django.utils import timezone

from applications.models import Item
from demo.acts import holder
from demo.papers import pdf
from demo.timetables import moment
from publicity.models import Publicity
from registry.models import RuleSet
from workflow.positions import nodes_of
from workflow.services import countersigning
from workflow.services.clock import tick
from workflow.services.timers import fire_due_timers

from .looks import is_sound
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


#: How many of the elements leave no room for an ellipsis in their cell, or break over two lines.
CUT = """all => all.filter(each =>
    each.getBoundingClientRect().right + 16 > each.closest('td').getBoundingClientRect().right
    || each.getClientRects().length > 1).length"""


def test_beside_the_limit_for_accepting_the_line_of_a_paper_is_whole(someone, clock, walked):
    walked("endorse", products=3)
    clock(moment(date(2020, 4, 17), 15))
    page = officer(someone(), "fpb_reviewer@fpb")
    for width in (1366, 1280, 375):
        page.set_viewport_size({"width": width, "height": 768})
        page.goto("/admin/desk/?tab=queue")
        assert page.locator(".desk-acceptance").count() == 1
        for part in (".desk-siblings summary", ".desk-acceptance .desk-due-on"):
            assert page.locator(part).evaluate_all(CUT) == 0, (width, part)


#: Page loads before: list, form and paper for each paper; page and answer for each document, and
#: two more to find the report that was just made.
A_PAPER, A_DOCUMENT, FINDING_THE_REPORT = 3, 2, 2
PAPERS, PRODUCTS = 10, 12
SCAN = {"name": "扫描件.pdf", "mimeType": "application/pdf", "buffer": pdf("扫描件")}
EVIDENCE = "见材料和现场核实记录"


def ten_papers(paper):
    """Of one station: one of three products, nine of one."""
    items = paper(products=3, serial=1)
    for serial in range(4, 4 + 3 * (PAPERS - 1), 3):
        items += paper(serial=serial)
    assert len({item.application.station for item in items}) == 1
    return items


def counted(someone, permission):
    page = officer(someone(), permission)
    page.set_viewport_size(OFFICE_SCREEN)
    return Counted(page)


def opens(work, address):
    """The page where the day begins, which is a load like any other."""
    work.page.goto(address)


def signs_the_first(work, criteria, *, visits=False):
    """Of three products: the words once, copied; what was found, for each."""
    work.follow(".desk-do >> nth=0")
    first = work.page.locator("[name$=-result]").first.get_attribute("name")[: -len("-result")]
    work.do("check", f"[name={first}-result][value=pass]")
    work.do("fill", f"[name={first}-text]", WORDS)
    for name in criteria:
        work.do("check", f"[name={first}-met_{name}]")
        work.do("fill", f"[name={first}-evidence_{name}]", EVIDENCE)
    if visits:
        work.do("fill", f"[name={first}-visited_on]", "2020-04-02")
        work.do("fill", f"[name={first}-visited_by]", "示例甲、示例乙")
    work.follow(f"button[value='copy:{first}']")
    for number in range(3 if visits else 0):
        work.do("click", f".desk-as-claimed >> nth={number}")
    work.follow("button[value=sign]")


def signs_the_others(work, *, visits=False):
    """One's words again, what was found here, the signature; the next paper stands there then."""
    for _ in range(PAPERS - 1):
        work.do("click", "#desk-say-again")
        if visits:
            work.do("click", ".desk-as-claimed")
            work.do("fill", "[name$=-visited_on]", "2020-04-02")
        work.follow("button[value=sign]")


def registers(work, **typed):
    """One document for all that waits."""
    work.do("check", "#desk-choose-all")
    for name, value in typed.items():
        act = "set_input_files" if isinstance(value, dict) else "fill"
        work.do(act, f"[name={name}]", value)
    work.follow("footer.desk-footer button >> nth=0")


def at(items, *nodes):
    return all(nodes_of(item) == [*nodes] for item in items)


@pytest.mark.timeout(900)
def test_ten_papers_go_from_the_stations_to_the_catalogue_in_half_the_loads(
    someone, clock, paper, after_day
):
    clock(moment(date(2020, 4, 1), 15))
    items = ten_papers(paper)
    clock(moment(date(2020, 4, 2), 15))
    station = counted(someone, f"station_officer@{items[0].application.station.code}")
    opens(station, "/admin/desk/?tab=queue")
    signs_the_first(station, ["genuine"], visits=True)
    signs_the_others(station, visits=True)
    assert at(items, "review_benefit", "review_quality")
    assert station.actions <= 4 * PRODUCTS, "before: 26 for three products"
    assert station.loads <= PAPERS * A_PAPER / 2

    clock(moment(date(2020, 4, 8), 10))
    for permission, criteria in (
        ("fpb_reviewer@fpb", ["lawful", "benefit"]),
        ("agri_reviewer@nyncj", ["quality", "safety"]),
    ):
        reviewer = counted(someone, permission)
        opens(reviewer, "/admin/desk/?tab=queue")
        signs_the_first(reviewer, criteria)
        signs_the_others(reviewer)
        assert reviewer.actions <= 4 * PRODUCTS
        assert reviewer.loads <= PAPERS * A_PAPER / 2, permission
    assert at(items, "await_notice")

    tick(moment(date(2020, 4, 9), 9, 1))  # the day's notice opens by itself
    fire_due_timers(after_day(Publicity.objects.get().last_day))
    clock(moment(date(2020, 4, 28), 10))
    clerk = counted(someone, "fpb_clerk@fpb")
    opens(clerk, "/admin/desk/report/")
    registers(clerk, document_no="章测扶办报〔2020〕1号")
    assert clerk.page.get_by_role("link", name="查看上报文件").is_visible()
    assert at(items, "city_review")

    clock(moment(date(2020, 5, 6), 10))
    recorder = counted(someone, "upper_recorder@fpb")
    opens(recorder, "/admin/desk/city/")
    decided = {"decided_on": "2020-05-06", "scan": SCAN}
    recorder.do("check", "[name=result][value=pass]")
    recorder.do("check", "[name=with_province]")
    both = {"document_no": "市测扶办字〔2020〕3号", "province_document_no": "省测扶办字〔2020〕5号"}
    provinces = {"province_decided_on": "2020-05-06", "province_scan": SCAN}
    registers(recorder, **both, **decided, **provinces)
    address = "https://platform.example.gov.cn/notices/1"
    registers(recorder, published_on="2020-05-06", external_url=address, evidence=SCAN)
    assert at(items, "national_notice")
    assert recorder.loads <= 3 * A_DOCUMENT / 2, "before: a page and its answer for each document"

    fire_due_timers(after_day(Publicity.objects.latest("pk").last_day))
    clock(moment(date(2020, 5, 20), 10))
    clerk.page.close()
    later = counted(someone, "fpb_clerk@fpb")
    opens(later, "/admin/desk/listing/")
    registers(later, evidence="全国公示期满，未收到异议（截图存档）")
    assert all(Item.objects.get(pk=item.pk).outcome.kind == "listed" for item in items)
    before = 3 * A_DOCUMENT + FINDING_THE_REPORT
    assert clerk.loads + later.loads <= before / 2


def test_a_head_signs_ten_proposals_off_in_two_loads(someone, clock, walked):
    """Before: the page, and the page anew for each of them."""
    items = [walked("endorse", serial=serial)[0] for serial in range(1, 1 + PAPERS)]
    RuleSet.objects.update(countersign_reviews=True)
    clock(moment(date(2020, 4, 8), 15))
    met = {"met": True, "evidence": EVIDENCE}
    for item in items:
        item = Item.objects.get(pk=item.pk)
        countersigning.submit(
            item,
            "benefit",
            by=holder("fpb_reviewer@fpb"),
            at=timezone.now(),
            result="pass",
            text=WORDS,
            criteria={"lawful": met, "benefit": met},
        )
    head = counted(someone, "manager@fpb")
    opens(head, "/admin/desk/countersign/")
    is_sound(head.page, "countersign-many")
    for box in range(PAPERS):
        head.do("check", f"[name=proposals] >> nth={box}")
    head.follow("text=签发勾选的意见")
    assert at(items, "review_quality")
    assert (head.actions, head.loads) == (PAPERS + 1, 2)


def test_a_paper_of_twenty_products_is_signed_on_four_screens(someone, clock, paper):
    items = paper(products=20, serial=1)
    clock(moment(date(2020, 4, 2), 15))
    page = officer(someone(), f"station_officer@{items[0].application.station.code}")
    page.set_viewport_size(OFFICE_SCREEN)
    page.goto(f"/admin/desk/applications/{items[0].application_id}/endorse/")
    height = page.evaluate("document.querySelector('.desk-panes__form').scrollHeight")
    assert height <= 4 * OFFICE_SCREEN["height"]
