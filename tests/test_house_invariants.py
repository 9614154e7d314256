"""Each sentence of the invariants has a test that breaks its rule, or that the database refuses."""

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
SITE = TESTS.parent / "site"
MODULES = (
    "workflow/invariants.py",
    "workflow/case_invariants.py",
    "workflow/past_limits.py",
    "workflow/future_dates.py",
)
CHINESE = re.compile("[\u4e00-\u9fff]")
#: The tests of what no row can say, for a constraint refuses it.
NO_EARLY_END = "test_the_database_lets_no_window_pass_early"
NO_EARLY_REPORT = "test_the_database_takes_no_case_reported_upward_before_it_was_registered"
REFUSED_BY_THE_DATABASE = {
    "公示未满即结束": NO_EARLY_END,
    "的上报日期早于登记日期": NO_EARLY_REPORT,
}


def sentences(module):
    """The words of each breach that ``module`` yields, without what is filled in."""
    tree = ast.parse((SITE / module).read_text(encoding="utf-8"))
    yields = [each.value for each in ast.walk(tree) if isinstance(each, ast.Yield) and each.value]
    for value in yields:
        parts = [each.value for each in ast.walk(value) if isinstance(each, ast.Constant)]
        words = [part.strip() for part in parts if isinstance(part, str) and CHINESE.search(part)]
        if words:
            yield words


def words_of_tests():
    files = TESTS.rglob("test_*.py")
    return "".join(file.read_text(encoding="utf-8") for file in files if file != Path(__file__))


@pytest.mark.parametrize("module", MODULES)
def test_every_breach_has_a_test_that_makes_it(module):
    tests = words_of_tests()
    untried = []
    for words in sentences(module):
        test = REFUSED_BY_THE_DATABASE.get(words[0])
        is_refused = test is not None and f"def {test}(" in tests
        if not is_refused and not any(each in tests for each in words):
            untried.append("…".join(words))
    assert untried == []


def test_every_module_of_breaches_is_read_here():
    every = [each for module in MODULES for each in sentences(module)]
    assert len(every) > 35, "else the reading of the sources went wrong"
