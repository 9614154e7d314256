"""Every form of the house takes its text plain: one line end, no control characters."""

import importlib
import pkgutil
from pathlib import Path

from django import forms
from django.http import QueryDict

from doors.text_forms import PlainText, TextForm

SITE = Path(__file__).parents[2] / "site"
#: config has no forms, and its production settings want their environment.
ROOMS = {path.parent.name for path in SITE.glob("*/__init__.py")} - {"config"}


class Form(TextForm):
    line = forms.CharField(max_length=5)
    lines = forms.CharField(max_length=5, widget=forms.Textarea)
    secret = forms.CharField(widget=forms.PasswordInput, required=False, strip=False)


def every_form():
    """All form classes that this house defines."""
    for room in ROOMS:
        for module in pkgutil.walk_packages(importlib.import_module(room).__path__, f"{room}."):
            if "migrations" not in module.name and "management" not in module.name:
                importlib.import_module(module.name)
    waiting, found = [forms.BaseForm], set()
    while waiting:
        for each in waiting.pop().__subclasses__():
            if each not in found:
                found.add(each)
                waiting.append(each)
    return [each for each in found if each.__module__.split(".")[0] in ROOMS]


def test_every_form_of_the_house_is_plain():
    defined = every_form()
    assert len(defined) > 60
    # Django and Wagtail make classes of their own from ours; only what somebody wrote counts.
    written = [each for each in defined if "." in each.__module__]
    assert [each.__qualname__ for each in written if not issubclass(each, PlainText)] == []


def test_a_line_break_counts_once_as_the_browser_counted_it():
    form = Form({"line": "赣\x0b南", "lines": "一\r\n二\r\n三", "secret": "a\tb"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"line": "赣 南", "lines": "一\n二\n三", "secret": "a\tb"}
    assert form["lines"].value() == "一\n二\n三"


def test_a_posted_form_is_plain_and_the_post_itself_is_left_alone():
    post = QueryDict("line=%00a%0Bb%E2%80%AE&lines=1%0D%0A2%0D%0A3")
    form = Form(post)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["line"] == "a b"
    assert post["lines"] == "1\r\n2\r\n3"
    assert not Form(QueryDict("line=abcdef&lines=1%0D%0A2%0D%0A3%0A4")).is_valid()
