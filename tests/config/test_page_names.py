"""Every address that can change something is called in words where its refusals are told."""

import re

import pytest
from django.urls import get_resolver, resolve
from django.urls.resolvers import ResolverMatch

from config.api import api
from doors.page_names import OTHER, OWN, page_name

#: Views that only give.
READ_ONLY = re.compile(
    r"sprite|catalog|login|logout|error_test|test404|authenticate|explore|serve|jsi18n|javascript"
)
AREAS = ("portal", "desk", "wagtail", "pages_")


def matches(resolver=None, areas=()):
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            more = (pattern.namespace,) if pattern.namespace else ()
            yield from matches(pattern, (*areas, *more))
        elif pattern.name:
            yield ResolverMatch(pattern.callback, (), {}, pattern.name, [], [*areas], "")


def changes_something(match):
    view = getattr(match.func, "view_class", None)
    return view is None or hasattr(view, "post")


def test_every_address_that_can_change_something_has_a_chinese_name():
    chosen = [
        match
        for match in matches()
        if match.view_name.startswith(AREAS) or "_modeladmin_" in match.view_name
        if changes_something(match) and not READ_ONLY.search(match.view_name)
    ]
    assert len(chosen) > 300
    names = {match.view_name: page_name(match) for match in chosen}
    nameless = {
        name: words
        for name, words in names.items()
        if words == OTHER or re.search(r"[A-Za-z_%]", words.replace("Word", ""))
    }
    assert nameless == {}


@pytest.mark.parametrize("area", sorted(OWN))
def test_the_tables_name_only_what_there_is(area):
    there = {match.url_name for match in matches() if match.namespaces == [area]}
    assert set(OWN[area]) <= there


def test_wagtails_are_called_by_what_they_do_to_what():
    by_name = {match.view_name: page_name(match) for match in matches()}
    assert by_name["wagtailusers_users:edit"] == "修改用户"
    assert by_name["wagtailadmin_pages:unpublish"] == "撤下页面"
    assert by_name["wagtailsnippets_registry_ruleset:delete"] == "删除规则版本"
    assert by_name["portal:withdraw"] == "撤回申请"


def test_what_a_program_may_send_has_a_name():
    paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    sent = [path for path, operations in paths.items() if set(operations) - {"get"}]
    assert len(sent) > 8
    names = {path: page_name(resolve(re.sub(r"\{\w+\}", "1", path))) for path in sent}
    assert OTHER not in names.values(), names
