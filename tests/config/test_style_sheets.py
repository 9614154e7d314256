"""The style sheets of the public site and the portal: a component is stated once."""

import re
from collections import defaultdict
from pathlib import Path

SHEETS = Path(__file__).resolve().parents[2] / "site/config/static/gongshi"
#: The sheets that stand on one page together; the others stand alone.
TOGETHER = ("frame", "components", "site", "documents", "portal")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
PRELUDE = re.compile(r"([^{};]+)\{")
#: One compound, such as ``.badge--held::before`` or ``dl.facts``: what a class is by itself.
ALONE = re.compile(r"^[a-z]*\.([\w-]+)[^\s>+~]*$")


def classes(sheet):
    """The names of the classes that ``sheet`` states by themselves, in no other's context."""
    text = COMMENT.sub("", (SHEETS / f"{sheet}.css").read_text())
    selectors = {
        selector.strip()
        for prelude in PRELUDE.findall(text)
        if not prelude.strip().startswith("@")
        for selector in re.split(r",(?![^()]*\))", prelude)
    }
    return {match[1] for selector in selectors if (match := ALONE.match(selector))}


def test_no_class_is_stated_in_two_style_sheets():
    sheets = defaultdict(list)
    for sheet in TOGETHER:
        for name in classes(sheet):
            sheets[name].append(sheet)
    assert {name: where for name, where in sheets.items() if len(where) > 1} == {}


def test_the_components_are_read_from_their_style_sheet():
    assert {"badge", "button", "facts", "field", "notice-line", "panel", "rows", "tabs"} <= classes(
        "components"
    )
