"""What holds the house together: settings, migrations, checks, pictures and journeys."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from tests.support import pictures

from config.settings.base import database

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("url", ["sqlite:///x.sqlite3", "postgres://user:word@localhost/x"])
def test_no_request_is_one_big_transaction(url):
    assert database(url)["ATOMIC_REQUESTS"] is False
    assert settings.DATABASES["default"]["ATOMIC_REQUESTS"] is False


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_system_checks_find_nothing():
    call_command("check", fail_level="WARNING")


INCLUDE = re.compile(r'\{%\s*include\s+"([^"]+)"([^%]*)%\}')


def asks_for_a_token(name, texts):
    """Whether the template, or one that it includes, holds a form's token."""
    text = texts.get(name, "")
    parts = (part for part, _given in INCLUDE.findall(text))
    return "{% csrf_token %}" in text or any(asks_for_a_token(part, texts) for part in parts)


def test_a_part_that_is_included_alone_is_given_the_token_of_its_form():
    """``only`` leaves the token out: the form is refused by every browser, though by no test."""
    folder = ROOT / "templates"
    texts = {f"{path.relative_to(folder)}": path.read_text() for path in folder.rglob("*.html")}
    alone = [
        (name, part, given)
        for name, text in texts.items()
        for part, given in INCLUDE.findall(text)
        if given.split()[-1:] == ["only"] and asks_for_a_token(part, texts)
    ]
    assert len(alone) > 2, "the portal has some"
    assert [each for each in alone if "csrf_token=csrf_token" not in each[2]] == []


def test_every_static_file_that_is_named_is_there():
    """Where files are served under digests, a name without its file is an error of the page."""
    named = set()
    for path in (ROOT / "templates").rglob("*.html"):
        named |= set(re.findall(r"""\{% static ['"]([^'"]+)['"]""", path.read_text()))
    for path in (ROOT / "site").rglob("*.py"):
        named |= set(re.findall(r'''"([a-z_]+/[\w./-]+\.(?:css|js))"''', path.read_text()))
    assert {"desk/registers.css", "desk/sign.js"} <= named
    assert [name for name in sorted(named) if finders.find(name) is None] == []


# Documents


def test_every_picture_is_taken_by_the_command_and_shown_in_a_document():
    texts = "".join(path.read_text() for path in (ROOT / "README.md", *ROOT.glob("docs/*.md")))
    shown = set(re.findall(r"images/([\w-]+)\.png", texts))
    kept = {path.stem for path in ROOT.glob("docs/images/*.png")}
    assert shown == kept == {*pictures.WIDE_ONES, *pictures.PHONE_ONES}


# Journeys


def test_a_journey_reads_a_page_only_after_it_has_loaded():
    """``reads``, ``lacks`` and ``expect`` wait; a page's source and texts at once do not."""
    journeys = {path.name: path.read_text() for path in (ROOT / "tests/journeys").glob("*.py")}
    at_once = re.compile(r"\.(content|inner_text|text_content)\(\)|\.inner_text\(")
    assert {each for each, text in journeys.items() if at_once.search(text)} == {"people.py"}


#: A mark of the whole file, which none of its tests escapes.
OF_A_FILE = re.compile(r"^pytestmark = (?:\[[^\]]*)?pytest\.mark\.(?:browser|lighthouse)\b", re.M)


def test_a_browser_is_asked_for_in_the_journeys_and_nowhere_else():
    """`make` collects the journeys alone where a browser is, and passes them by where none is."""
    texts = {path: path.read_text() for path in (ROOT / "tests").rglob("test_*.py")}
    asking = {path for path, text in texts.items() if re.search(r"mark\.(browser|light)", text)}
    assert {path for path in asking if not OF_A_FILE.search(texts[path])} == set()
    assert asking == {path for path in texts if path.parent.name == "journeys"}
