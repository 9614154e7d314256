"""The dishonesty register before the public: only with a legal basis, only while in force (A23)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from tests.support.dishonest import in_register, noticed

from demo import fiction
from registry.models import RuleSet
from registry.names import forget

from .conftest import moment

BASIS = "《示例市公共信用信息条例》第二十条"
SINCE, UNTIL = date(2020, 6, 8), date(2021, 6, 8)
INSIDE = moment(2020, 9, 1, 10)
PAGE, API = "/dishonesty/", "/api/v1/dishonesty"


@pytest.fixture
def unit(office):
    return fiction.applicant(3)


@pytest.fixture
def entry(unit):
    return in_register(unit, since=SINCE, until=UNTIL)


@pytest.fixture
def published(office):
    RuleSet.objects.update(dishonesty_basis=BASIS)
    forget()


def test_without_a_legal_basis_nothing_of_it_is_public(entry, get_page):
    assert get_page(PAGE, INSIDE).status_code == 404
    assert get_page(API, INSIDE).status_code == 404
    assert get_page(f"{API}/{entry.number}", INSIDE).status_code == 404
    assert PAGE not in get_page("/draws/", INSIDE).content.decode()
    assert "/dishonesty" not in get_page("/api/v1/site", INSIDE).content.decode()


def test_with_one_the_page_names_unit_cause_and_term_and_nothing_else(entry, published, get_page):
    html = get_page(PAGE, INSIDE).content.decode()
    for shown in (entry.applicant.name, "提供虚假材料", "2020-06-08", "2021-06-08", BASIS):
        assert shown in html
    for hidden in (
        entry.facts,
        entry.applicant.legal_representative,
        entry.applicant.contact_person,
        entry.applicant.credit_code,
    ):
        assert hidden
        assert hidden not in html
    assert f'href="{PAGE}"' in get_page("/draws/", INSIDE).content.decode()


def test_the_api_says_the_same(entry, published, get_page):
    assert get_page(API, INSIDE).json() == {
        "items": [
            {
                "number": entry.number,
                "applicant_name": entry.applicant.name,
                "cause": "false_material",
                "cause_label": "提供虚假材料",
                "effective_from": "2020-06-08",
                "effective_until": "2021-06-08",
            }
        ],
        "count": 1,
    }
    assert get_page(f"{API}/{entry.number}", INSIDE).json()["cause"] == "false_material"
    assert "/dishonesty/" in get_page("/api/v1/site", INSIDE).content.decode()


def test_it_is_on_the_page_on_its_last_day_and_gone_the_next(entry, published, get_page):
    for at, is_shown in (
        (moment(2020, 6, 7, 23), False),
        (moment(2020, 6, 8), True),
        (moment(2021, 6, 8, 23), True),
        (moment(2021, 6, 9), False),
    ):
        assert (entry.number in get_page(PAGE, at).content.decode()) is is_shown, at
        assert (get_page(f"{API}/{entry.number}", at).status_code == 200) is is_shown, at


@pytest.mark.parametrize("state", ["repaired", "withdrawn", "lapsed"])
def test_what_was_repaired_or_withdrawn_is_gone_at_once(entry, published, get_page, state):
    type(entry).objects.filter(pk=entry.pk).update(state=state, ended_at=INSIDE)
    html = get_page(PAGE, INSIDE).content.decode()
    assert entry.applicant.name not in html
    assert "目前没有在有效期内的失信登记" in html


def test_what_is_only_proposed_or_noticed_is_never_public(unit, published, get_page):
    noticed(unit, at=moment(2020, 6, 1, 9))
    assert unit.name not in get_page(PAGE, moment(2020, 6, 2, 9)).content.decode()


def test_what_was_decided_for_internal_use_is_not_published_by_later_rules(entry, unit, get_page):
    old = RuleSet.objects.get()
    RuleSet.objects.filter(pk=old.pk).update(effective_until=date(2020, 7, 31))
    old.refresh_from_db()
    later = RuleSet.objects.get(pk=old.pk)
    later.pk, later.effective_from, later.effective_until = None, date(2020, 8, 1), None
    later.name, later.dishonesty_basis = "第二版", BASIS
    later.save()
    new = in_register(fiction.applicant(4), since=date(2020, 8, 20), until=UNTIL)
    html = get_page(PAGE, INSIDE).content.decode()
    assert new.number in html
    assert entry.number not in html


@pytest.mark.parametrize("text", ["上级要求", "《》", "条例第二十条"])
def test_a_basis_names_a_law_by_its_title(office, text):
    rules = RuleSet.objects.get()
    rules.dishonesty_basis = text
    with pytest.raises(ValidationError) as refused:
        rules.full_clean()
    assert "dishonesty_basis" in refused.value.message_dict


def test_the_database_too_wants_a_title(office):
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleSet.objects.update(dishonesty_basis="上级要求")


def test_the_unit_is_told_before_and_with_the_decision_that_it_will_be_public(unit, published):
    entry = noticed(unit, at=moment(2020, 6, 1, 9))
    assert BASIS in entry.letters.get(kind="notice").text


def test_the_list_takes_as_many_queries_for_twenty_units_as_for_one(
    published, client, clock, django_assert_max_num_queries
):
    clock(INSIDE)
    in_register(fiction.applicant(3), since=SINCE, until=UNTIL)
    client.get(PAGE)
    with django_assert_max_num_queries(40) as one:
        client.get(PAGE)
    for serial in range(4, 12):
        in_register(fiction.applicant(serial), since=SINCE, until=UNTIL - timedelta(days=serial))
    with django_assert_max_num_queries(40) as many:
        client.get(PAGE)
    assert len(many) == len(one)
