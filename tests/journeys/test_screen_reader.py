"""What a screen reader is told of each page, in its order: names, roles and states, as they stood.

The trees are in ``trees/``: the frame once, then the main part of every kind of page. After a
meant change: ``WRITE_TREES=1``, and read what ``git diff`` shows as a blind reader would.
"""

import os
import re
from itertools import pairwise
from pathlib import Path

import pytest

from .public_world import found_site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.django_db(transaction=True),
]
TREES = Path(__file__).parent / "trees"
#: What differs with each run or each database: addresses of rows, digests, moments of asking.
OTHERS = (
    (re.compile(r"/(?:share|s|media/images|documents)/[^\s\"]+"), "/…"),
    (re.compile(r"\b[0-9a-f]{16,64}\b"), "…"),
    (re.compile(r"\d{4}年\d+月\d+日\d+时\d+分"), "…"),
    (re.compile(r"entry=\d+"), "entry=…"),
)


@pytest.fixture
def world(office, walked, paper, clock):
    addresses, at = found_site(walked, paper)
    clock(at)
    return {**addresses, "data": "/data/", "evidence": "/evidence/", "sales": "/sales/"}


def tree(page, part):
    words = page.locator(part).aria_snapshot()
    for pattern, instead in OTHERS:
        words = pattern.sub(instead, words)
    return f"{words}\n"


LEVELS = """[...document.querySelectorAll('main :is(h1,h2,h3,h4,h5,h6)')]
    .filter(each => each.checkVisibility()).map(each => Number(each.tagName[1]))"""
#: What the keyboard has not been to; of radio buttons one of each name is a stop.
LEFT_OUT = """() => {
    const all = 'a[href], button, input:not([type=hidden]), select, textarea, summary,'
        + '[tabindex="0"]';
    const been = each => each.type === 'radio'
        ? document.querySelector(`[name="${each.name}"][data-been]`) : each.dataset.been;
    return [...document.querySelectorAll(all)]
        .filter(each => each.checkVisibility({visibilityProperty: true}) && each.tabIndex >= 0)
        .filter(each => !each.disabled && !been(each)).map(each => each.outerHTML.slice(0, 80));
}"""
#: Whether Tab came to something; a date is several stops by itself, more of one are a trap.
FOCUSED = """() => {
    const now = document.activeElement;
    if (now === document.body || now.dataset.been > 8) return false;
    now.dataset.been = Number(now.dataset.been || 0) + 1;
    return true;
}"""


def left_out(page, most=400):
    """What Tab alone does not come to, from the top to the end of the page."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if not page.evaluate(FOCUSED):
            return page.evaluate(LEFT_OUT)
    return ["the keyboard is caught"]


def descend(levels):
    """One title, and no heading that leaves out a level below the one before."""
    return levels.count(1) == 1 and all(later <= each + 1 for each, later in pairwise(levels))


def test_every_page_is_heard_as_before_under_headings_in_order_and_reached_by_tab(world, someone):
    page, wrong = someone(), []
    page.goto("/")
    said = {"frame-head": tree(page, "header.masthead"), "frame-foot": tree(page, "footer")}
    for name, address in world.items():
        page.goto(address)
        said[name] = tree(page, "#main")
        levels = page.evaluate(LEVELS)
        wrong += [] if descend(levels) else [(name, levels)]
        wrong += [(name, each) for each in left_out(page)]
    assert wrong == []
    assert changed(said) == {}


def changed(said):
    """``{name: what is said now}`` where its file has other words, and of a file without a page."""
    if os.environ.get("WRITE_TREES"):
        TREES.mkdir(exist_ok=True)
        for name, words in said.items():
            (TREES / f"{name}.yaml").write_text(words)
    kept = {file.stem: file.read_text() for file in TREES.glob("*.yaml")}
    return {name: said.get(name) for name in {*said, *kept} if said.get(name) != kept.get(name)}
