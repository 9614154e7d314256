"""No English is left where an official looks: every word of the packages we use has its Chinese.

The packages bring most of it; what they lack is in ``site/config/locale``, written and compiled.
"""

import ast
import gettext
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import django
import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.utils.translation.trans_real import DjangoTranslation
from wagtail import hooks
from wagtail.models import Collection, Locale, Page, Task, Workflow

from pages.after_migrate import name_in_chinese, retire_stock_moderation
from pages.public_change import public_change
from registry.permission_names import translate_names

OURS = settings.LOCALE_PATHS[0] / "zh_Hans" / "LC_MESSAGES"
DOMAINS = ("django", "djangojs")
FIELD = re.compile(
    r'^(msgctxt|msgid_plural|msgid|msgstr)(?:\[\d\])? ((?:"[^\n]*"\n)+)', re.MULTILINE
)
PLACE = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}|</?\w+")
WORD = re.compile(r"[A-Za-z]{2}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
#: Names and units that Chinese writes as they are.
AS_THEY_ARE = {"IPv4", "IPv6", *(f"%s {unit}" for unit in ("KB", "MB", "GB", "TB", "PB"))}


def read(path):
    """What a .po file says: ``(context, one, many) -> text``."""
    said = {}
    for block in re.split(r"\n\s*\n", path.read_text()):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        found = FIELD.findall("\n".join([*lines, ""]))
        field = {name: "".join(map(ast.literal_eval, text.splitlines())) for name, text in found}
        if field.get("msgid"):
            key = (field.get("msgctxt"), field["msgid"], field.get("msgid_plural"))
            said[key] = field["msgstr"]
    return said


def folders(domain):
    """Where the packages keep their words; Wagtail serves its scripts those of its admin alone."""
    if domain == "djangojs":
        return [Path(apps.get_app_config("wagtailadmin").path) / "locale"]
    own = [Path(config.path) / "locale" for config in apps.get_app_configs()]
    return [Path(django.__file__).parent / "conf" / "locale", *own, *settings.LOCALE_PATHS[1:]]


def asked(domain):
    """Every key of every package, from its English catalogue or, where it has none, from any."""
    keys = set()
    for folder in folders(domain):
        files = sorted(folder.glob(f"*/LC_MESSAGES/{domain}.po"))
        english = [path for path in files if path.parts[-3] == "en"]
        keys.update(*(read(path) for path in (english or files)[:1] if OURS not in path.parents))
    return keys


def answer(domain):
    """``answer(domain)(key)``: the text a screen shows for a key."""
    own = folders(domain) if domain == "djangojs" else None
    catalogue = DjangoTranslation("zh-hans", domain=domain, localedirs=own)

    def say(key):
        context, one, many = key
        if many is None:
            return catalogue.pgettext(context, one) if context else catalogue.gettext(one)
        if context:
            return catalogue.npgettext(context, one, many, 2)
        return catalogue.ngettext(one, many, 2)

    return say


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_word_of_the_packages_we_use_has_its_chinese(domain):
    keys, say = asked(domain), answer(domain)
    assert len(keys) > {"django": 2000, "djangojs": 80}[domain]
    worded = {key for key in keys if WORD.search(PLACE.sub("", key[1]))}
    spoken = {key: say(key) for key in worded if key[1] not in AS_THEY_ARE}
    assert [key for key, text in spoken.items() if not CHINESE.search(text)] == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_chinese_has_the_places_that_the_english_has(domain):
    """The plural's where there is one: Chinese says one and many alike."""
    say = answer(domain)
    places = {
        key: (PLACE.findall(key[2] or key[1]), PLACE.findall(say(key))) for key in asked(domain)
    }
    assert [key for key, (there, here) in places.items() if sorted(there) != sorted(here)] == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_ours_says_only_what_some_package_asks(domain):
    assert sorted(key[1] for key in read(OURS / f"{domain}.po").keys() - asked(domain)) == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_what_is_compiled_is_what_is_written(domain):
    written = {}
    for (context, one, many), text in read(OURS / f"{domain}.po").items():
        key = f"{context}\x04{one}" if context else one
        written[key if many is None else (key, 0)] = text
    with (OURS / f"{domain}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    compiled.pop("")
    assert compiled == written


def test_the_scripts_of_the_back_office_are_served_our_words(admin_client):
    script = admin_client.get("/admin/jsi18n/").content.decode()
    assert f'"Insert a block": {json.dumps("插入内容块")}' in script


# What the packages put into the database, and what their code says without asking a catalogue


@pytest.fixture
def created_in_english(db):
    """What Wagtail's migrations create, also where a test before this one emptied the tables."""
    Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    for name in ("Moderators", "Editors"):
        Group.objects.get_or_create(name=name)
    for model in (Workflow, Task):
        model.objects.get_or_create(name="Moderators approval")
    for model, title in ((Page, "title"), (Collection, "name")):
        if not model.objects.filter(depth=1).exists():
            with public_change():
                model.add_root(**{title: "Root"})
        model.objects.filter(depth=1).update(**{title: "Root"})


def test_what_packages_create_in_english_is_named_in_chinese(created_in_english):
    name_in_chinese(None, "default")
    retire_stock_moderation(None, "default")
    rights = Q()
    for listed in (each() for each in hooks.get_hooks("register_permissions")):
        rights |= Q(pk__in=listed.values("pk"))
    named = {
        Permission: Permission.objects.filter(rights).values_list("name", flat=True),
        Page: Page.objects.filter(depth=1).values_list("title", flat=True),
        Collection: Collection.objects.filter(depth=1).values_list("name", flat=True),
    }
    assert [model for model, names in named.items() if not names] == []
    assert [name for names in named.values() for name in names if WORD.search(name)] == []


def test_the_moderation_that_wagtail_brings_is_gone(created_in_english):
    retire_stock_moderation(None, "default")
    for model in (Group, Workflow, Task):
        assert not model.objects.filter(name__regex="[A-Za-z]|（默认）").exists()


def test_a_permission_keeps_its_chinese_name_through_the_next_migration(db):
    Permission.objects.filter(codename="add_item").update(name="Can add 申请产品")
    Permission.objects.filter(codename="publish_page").update(name="Publish any page")
    translate_names(None, "default")
    assert Permission.objects.get(codename="add_item").name == "新增申请产品"
    assert Permission.objects.get(codename="publish_page").name == "发布任意页面"


def words(page):
    """What a page says: its texts and the labels that are read out, without its scripts."""
    soup = BeautifulSoup(page.content, "html.parser")
    for unsaid in soup(["script", "style"]):
        unsaid.decompose()
    labels = [tag.get("aria-label") or tag.get("title") for tag in soup.find_all(True)]
    return {" ".join(said.split()) for said in (*soup.stripped_strings, *filter(None, labels))}


@pytest.mark.parametrize(
    ("address", "theirs", "ours"),
    [
        ("/admin/users/", {"True", "False", "Actions"}, {"是", "操作"}),
        ("/admin/sites/", {"Port", "Site name", "Root page"}, {"端口号", "站点名称", "根页面"}),
        ("/admin/pages/", {"Root"}, {"根目录"}),
        ("/admin/pages/search/?q=公示", {"第 1 至 2 个None，共 2 个"}, {"共有 2 个符合的页面"}),
        ("/admin/reports/aging-pages/", {"None"}, {"久未更新的页面", "—"}),
        ("/admin/workflows/add/", {"Page"}, {"页面"}),
        ("/admin/groups/new/", {"Can add 申请产品", "Page"}, {"新增申请产品"}),
        ("/admin/account/", {"Africa/Cairo"}, {"账号"}),
    ],
)
def test_what_wagtail_says_in_english_by_itself_is_said_in_chinese(
    admin_client, office, address, theirs, ours
):
    Page.objects.filter(depth=3).update(last_published_at=datetime(2020, 4, 1, tzinfo=UTC))
    said = words(admin_client.get(address))
    assert (said & theirs, ours - said) == (set(), set())
