"""Each column of a product is shown at every display, or is named as left out there, with why."""

import pytest

from applications import differences
from catalog import sheet
from catalog.models.facts import ProductFacts
from exchange import records
from pages.machines.api.products import ProductDetail
from portal.forms.products import COLUMN_OF, BenefitForm, ProductForm

pytestmark = pytest.mark.django_db

#: A value of each column that can be recognised wherever it is shown.
FACTS = {
    "name": "测试脐橙",
    "sales_spec": "七公斤/箱",
    "sales_unit": "箱",
    "reference_price_fen": 123456,
    "origin_text": "示例村北坡",
    "category": "other",
    "category_other": "干果制品",
    "tags": ["vegetable_basket"],
    "input_sources": ["own_production"],
    "input_source_text": "自有苗圃",
    "annual_output": "4321",
    "output_unit": "吨",
    "output_is_planned": True,
    "supply_months": [11, 12],
    "supply_text": "立冬以后",
    "standard_no": "GB/T 20355",
    "certifications": ["green"],
    "mechanisms": ["employment"],
    "households": 17,
    "persons": 53,
    "average_income_fen": 98765,
    "employed_workers": 6,
    "benefit_text": "吸纳本村劳动力到果园务工，按月结算工资，年终按交易量返还，带动效果逐年核对。"
    * 2,
}
#: The format's own names of columns.
EXPORTED = {
    "name": "product_name",
    "annual_output": "annual_output_value",
    "output_unit": "annual_output_unit",
    "input_sources": "input_source",
    "households": "benefit_households",
    "persons": "benefit_persons",
    "mechanisms": "benefit_mechanisms",
}
IN_THE_API = {"origin_text": "origin", "origin_township": "township_code"}


@pytest.fixture
def item(draft):
    """A product whose every column is filled in."""
    from rules import vocabulary

    first = {
        "tags": vocabulary.PRODUCT_TAGS,
        "input_sources": vocabulary.INPUT_SOURCES,
        "certifications": vocabulary.CERTIFICATIONS,
        "mechanisms": vocabulary.MECHANISMS,
    }
    item = draft(1).items.get()
    for name, value in FACTS.items():
        setattr(item, name, [first[name][0][0]] if name in first else value)
    item.save()
    item.refresh_from_db()
    return item


def columns(display):
    return [column for column in sheet.COLUMNS if column.shows(display)]


def shown_words(item, column):
    return sheet.words(column.name, getattr(item, column.name))


def test_the_sheet_has_every_column_of_the_facts_once_and_no_other():
    names = [column.name for column in sheet.COLUMNS]
    assert len(names) == len(set(names))
    assert set(names) == set(ProductFacts.fact_names())


def test_what_is_left_out_is_left_out_of_a_display_and_with_a_reason():
    for column in sheet.COLUMNS:
        assert set(column.without) <= set(sheet.DISPLAYS)
        assert all(len(reason) > 5 for reason in column.without.values())
        assert not column.joined_to or column.joined_to in sheet.COLUMN


@pytest.mark.parametrize("display", ["applicant", "desk", "public"])
def test_the_rows_of_a_display_tell_every_column(item, display):
    told = "\n".join(text for _, text in sheet.rows(item, display))
    for column in columns(display):
        if column.name == "output_is_planned":
            assert "（计划）" in told
        elif column.name != "category":  # its own word stands in its place
            assert shown_words(item, column) in told, column.name


def test_the_rows_leave_out_what_is_empty_but_tell_a_nought(item):
    item.employed_workers, item.standard_no, item.tags = 0, "", []
    rows = dict(sheet.rows(item, "desk"))
    assert rows["吸纳务工人数"] == "0"
    assert "执行标准" not in rows
    assert "标签" not in rows


def test_the_forms_ask_for_every_column_in_the_order_of_the_sheet(item):
    for form_class in (ProductForm, BenefitForm):
        form = form_class(instance=item, on=item.application.created_at.date())
        asked = [name for _, fields in form.sections() for name in (field.name for field in fields)]
        names = [COLUMN_OF.get(name, name) for name in asked]
        assert names == [column.name for column in sheet.COLUMNS if column.name in names]
    forms = (ProductForm, BenefitForm)
    asked = {name for form_class in forms for name in form_class.of_columns()}
    assert asked == {column.name for column in sheet.COLUMNS}


def test_the_applicants_last_look_tells_every_column(item, client):
    from demo.acts import agent

    client.force_login(agent(item.application.applicant_id))
    page = client.get(f"/portal/applications/{item.application_id}/check/").content.decode()
    for column in columns("applicant"):
        if column.name not in ("category", "output_is_planned"):
            assert shown_words(item, column) in page, column.name


def test_the_printed_form_tells_every_column_that_the_sample_has(item):
    from portal import paper_form

    told = "\n".join([*paper_form.rows([item])[0], *paper_form.benefits([item])])
    for column in columns("print"):
        if column.name in ("supply_months", "category", "output_is_planned"):
            continue  # the words beside them stand in their place
        assert shown_words(item, column) in told, column.name


def test_differences_tell_every_column(item):
    from applications.printed import item_facts, plain

    after = plain(item_facts(item))
    before = dict.fromkeys(after)
    titles = {change.title for change in differences._facts(before, after)}
    assert titles == {column.title for column in columns("change")}


def test_the_api_answers_every_column_that_is_not_left_out():
    fields = set(ProductDetail.model_fields)
    names = {IN_THE_API.get(column.name, column.name) for column in columns("api")}
    assert names <= fields
    hidden = {column.name for column in sheet.COLUMNS} - {c.name for c in columns("api")}
    assert not hidden & fields


def test_the_export_carries_every_column_that_its_format_has(item, office):
    from registry.models import RuleSet

    record = records._product(item, RuleSet.objects.get())
    names = {EXPORTED.get(column.name, column.name) for column in columns("export")}
    assert names == set(record) - {"origin_region"}
