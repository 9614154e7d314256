"""``SECURITY.md`` names no file and no test that is not there."""

import re

from django.conf import settings

TABLE = (settings.ROOT / "SECURITY.md").read_text(encoding="utf-8")
ROWS = [line for line in TABLE.splitlines() if line.startswith("| ") and "`" in line]


def test_every_row_has_a_place_and_a_test_that_exist():
    tests = (path.read_text(encoding="utf-8") for path in (settings.ROOT / "tests").rglob("*.py"))
    names = {name for text in tests for name in re.findall(r"^def (test_\w+)", text, re.MULTILINE)}
    for row in ROWS:
        _, _, _, places, proofs, _ = row.split("|")
        asked = re.findall(r"`(test_\w+)`", proofs)
        assert asked, row
        assert [each for each in asked if each not in names] == []
        files = re.findall(r"`([^`]+)`", places)
        assert files, row
        assert [each for each in files if not (settings.ROOT / each).exists()] == []


def test_the_chapters_of_the_standard_and_the_articles_of_the_second_level_are_all_named():
    assert {f"V{number}" for number in range(1, 17)} <= set(re.findall(r"V\d+", TABLE))
    articles = {f"7.1.4.{number}" for number in range(1, 11)}
    assert articles <= set(re.findall(r"7\.1\.4\.\d+", TABLE))
