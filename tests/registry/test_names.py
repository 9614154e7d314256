"""Offices, the district and the programme are named by the rule set in force."""

import re

import pytest
from django.conf import settings
from django.template import engines

from registry import names
from registry.models import RuleSet


def rendered(text):
    return engines["django"].from_string(text).render({})


def renamed(**fields):
    ruleset = RuleSet.objects.get()
    for field, value in fields.items():
        setattr(ruleset, field, value)
    ruleset.save()


def test_pages_and_sentences_take_the_words_of_the_rule_set_in_force(office):
    assert names.fill("由{office}负责人决定") == "由区扶贫办负责人决定"
    assert rendered('{% name "district" %}{% name "product" %}目录') == "章贡区扶贫产品目录"
    renamed(product_term="帮扶产品", district_name="南康区")
    assert rendered('{% name "district" %}{% name "product" %}目录') == "南康区帮扶产品目录"


def test_an_office_that_is_renamed_is_heard_at_once(office):
    bureau = RuleSet.objects.get().bureau
    bureau.name = "区农业局"
    bureau.save()
    assert names.fill("{bureau}") == "区农业局"


def test_what_is_written_down_early_is_filled_when_it_is_read(office):
    label = names.fill_later("{station}认可")
    renamed(station_term="乡村振兴工作站")
    assert f"{label}" == "乡村振兴工作站认可"


def test_saying_a_name_many_times_asks_the_database_once(office, django_assert_num_queries):
    names.forget()
    with django_assert_num_queries(1):
        rendered('{% name "office" %}{% name "bureau" %}{% name "hotline" %}' * 20)


@pytest.mark.django_db
def test_before_the_first_rule_set_the_words_are_those_of_the_paper_of_2020():
    RuleSet.objects.all().delete()
    assert names.fill("{district}{product}") == "章贡区扶贫产品"


@pytest.mark.django_db
def test_a_name_that_nobody_has_is_an_error_and_never_an_empty_place():
    with pytest.raises(AttributeError, match="offices"):
        rendered('{% name "offices" %}')


def test_another_district_says_its_own_code_in_every_example(office):
    RuleSet.objects.update(local_region="110101")
    names.forget()
    assert names.get_names().certificate_example.startswith("ZG-110101-2020-0001-")
    RuleSet.objects.update(local_region="未定")
    names.forget()
    assert names.get_names().certificate_example == "ZG-区划代码-年份-序号-校验码"


#: The one file that says what the district of 2020 is called; and what is only of the fiction.
MAY_NAME_THE_DISTRICT = ("rules/vocabulary.py", "demo/", "desk/loading/")


def test_no_code_names_the_district_by_its_code_or_its_name():
    site = settings.ROOT / "site"
    files = [*site.rglob("*.py"), *(settings.ROOT / "templates").rglob("*.*")]
    named = []
    for path in files:
        name = path.relative_to(settings.ROOT).as_posix().removeprefix("site/")
        if name.startswith(MAY_NAME_THE_DISTRICT) or "/migrations/" in name:
            continue
        text = re.sub(r'"""[\s\S]*?"""', "", path.read_text(encoding="utf-8"))
        named += [(name, word) for word in ("360702", "章贡", "赣州") if word in text]
    assert named == []
