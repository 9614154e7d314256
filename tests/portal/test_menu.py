"""The portal's menu: five places in one line, the pages of a place beside each other."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from workflow.models import Letter

DEFINED = re.compile(r"(--[\w-]+):")
USED = re.compile(r"var\((--[\w-]+)\)")
CURRENT = re.compile(r'<a href="[^"]*" aria-current="(page|true)">([^<]+)</a>')


@pytest.fixture
def paper(draft):
    return draft()


@pytest.fixture
def client(paper, browse):
    return browse(paper)


@pytest.mark.parametrize(
    ("address", "current"),
    [
        ("", [("page", "我的申请")]),
        ("applications/new/", [("true", "我的申请")]),
        ("letters/", [("page", "来件"), ("page", "告知")]),
        ("complaints/", [("true", "来件"), ("page", "答复要求")]),
        ("unit/", [("page", "本单位"), ("page", "单位资料")]),
        ("unit/licences/new/", [("true", "本单位")]),
        ("people/", [("true", "本单位"), ("page", "人员和授权")]),
        ("account/", [("page", "账号")]),
    ],
)
def test_the_menu_says_where_one_is(client, address, current):
    found = CURRENT.findall(client.get(f"/portal/{address}").content.decode())
    assert sorted(found) == sorted(current)


def test_many_letters_come_in_pages_and_the_unopened_can_be_had_alone(client, paper, look, at):
    item = paper.items.get()
    for number in range(20):
        Letter.objects.create(item=item, kind="endorsed", text=f"第{number}份", sent_at=at)
    Letter.objects.create(item=item, kind="returned", text="请补正", sent_at=at)
    first, second = look(client, "letters"), look(client, "letters", query="?p=2")
    assert first.count("letters/") > second.count("letters/")
    assert "第 1 页，共 2 页" in first
    assert "第 2 页，共 2 页" in second
    closed = look(client, "letters", query="?closed=1")
    assert "补正通知" in closed
    assert "工作站认可通知" not in closed
    assert "有 1 份告知没有打开" in look(client, "home")


def sheet(name):
    return Path(finders.find(f"gongshi/{name}.css")).read_text()


@pytest.mark.parametrize("name", ["components", "frame", "portal", "site"])
def test_portal_and_public_site_use_only_colours_and_fonts_that_are_said(name):
    own = sheet(name)
    assert set(USED.findall(own)) <= set(DEFINED.findall(sheet("tokens") + own))
