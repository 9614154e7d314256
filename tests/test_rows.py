"""docs/rows.md: each row of the plan has its place and its proof, and both are there."""

import ast
import re
from functools import cache
from pathlib import Path

from django.urls import get_resolver

ROOT = Path(__file__).parent.parent
PAPER = (ROOT / "docs/rows.md").read_text()
ROWS = dict(re.findall(r"^\| (R\d\d) \|(.*)$", PAPER, re.MULTILINE))
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
DOOR = re.compile(r"（(?:[^（）]*，)?(desk|portal|public|supervision):(\w+)）")


@cache
def functions(path):
    tree = ast.parse((ROOT / path).read_text())
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def doors(place):
    """The names of the addresses below the namespace ``place``."""
    spaces = get_resolver().namespace_dict
    return {name for name in spaces[place][1].reverse_dict if isinstance(name, str)}


def test_every_row_has_its_line_with_a_test():
    numbers = [*range(4, 10), *range(27, 52)]
    assert sorted(ROWS) == [f"R{number:02}" for number in numbers]
    assert [row for row, text in ROWS.items() if not TEST.search(text)] == []


def test_every_test_that_is_named_exists():
    names = TEST.findall(PAPER)
    assert len(names) >= len(ROWS)
    assert [name for path, name in names if name not in functions(path)] == []


def test_every_page_that_is_named_exists():
    names = DOOR.findall(PAPER)
    assert len(names) > 20
    assert [f"{place}:{name}" for place, name in names if name not in doors(place)] == []
