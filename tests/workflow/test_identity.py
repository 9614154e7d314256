"""One product is one product however its name is spelled: width, blanks and case tell nothing."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.support.listed import bare_entry, listed

from applications.policies.submitting import reasons_against_submitting
from applications.services import drafts
from catalog.models import Product
from demo import fiction
from demo.acts import agent
from demo.timetables import moment
from rules.identity import product_identity

pytestmark = pytest.mark.django_db

SPELLINGS = ("5公斤/箱", "５公斤／箱", " 5 公斤/箱", "5公斤/箱　")


def against(application, day):
    reasons = reasons_against_submitting(application, on=day)
    return [reason for field, reason in reasons if field.endswith("-name")]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_product_under_way_is_not_applied_for_again_in_other_letters(paper, draft, at, spelling):
    [first] = paper(1)
    by = agent(first.application.applicant_id)
    type(first).objects.filter(pk=first.pk).update(name="ABC脐橙", sales_spec="5公斤/箱")
    application = draft(1)
    item = application.items.get()
    drafts.save_item(item, by=by, at=at, name="abc 脐橙", sales_spec=spelling)
    assert against(application, at.date()) == ["该产品已有正在办理的申请"]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_product_in_force_is_not_applied_for_again_in_other_letters(office, draft, at, spelling):
    facts = {**fiction.facts(1, 0), "name": "示例脐橙", "sales_spec": "5公斤/箱"}
    bare_entry(facts, fiction.applicant(1))
    application = draft(1)
    by = agent(application.applicant_id)
    item = application.items.get()
    drafts.save_item(item, by=by, at=at, name="示例 脐橙", sales_spec=spelling)
    [reason] = against(application, date(2020, 6, 1))
    assert "在目录有效期内" in reason


def test_a_renewal_may_spell_its_product_otherwise_and_the_catalogue_keeps_one(office):
    entry = listed()
    by, at = agent(entry.applicant_id), moment(date(2021, 3, 1))
    paper = drafts.start(entry.applicant, by=by, at=at, renewal_of=[entry])
    item = paper.items.get()
    drafts.save_item(item, by=by, at=at, sales_spec=f" {item.sales_spec}　")
    assert against(paper, date(2021, 3, 1)) == []
    assert [field for field, _ in reasons_against_submitting(paper, on=date(2021, 3, 1))].count(
        f"item-{item.pk}-renewal_of"
    ) == 0


def test_the_database_refuses_the_same_product_in_other_letters(office):
    applicant = fiction.applicant(1)
    Product.objects.create(applicant=applicant, name="茶油", sales_spec="1L/瓶")
    with pytest.raises(IntegrityError, match="identity"), transaction.atomic():
        Product.objects.create(applicant=applicant, name="茶 油", sales_spec="１l／瓶")
    Product.objects.create(applicant=fiction.applicant(2), name="茶油", sales_spec="1L/瓶")
    assert product_identity("茶油", "1L/瓶") != product_identity("茶油", "2L/瓶")
