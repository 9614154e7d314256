"""Queries that are written in less time are the queries that Django writes."""

from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.models import Count, Exists, F, Max, OuterRef, Q
from django.db.models.expressions import Col, Expression
from django.db.models.functions import Coalesce, Lower
from django.db.models.sql.compiler import SQLCompiler
from wagtail.models import Page

from applications.models import Application, Item
from catalog.models import Certificate
from config import quick_queries
from pages.models import DocumentPage

pytestmark = pytest.mark.django_db


@contextmanager
def djangos_own():
    """Without what ``quick_queries`` put in its place."""
    ours = Col.identity
    del Col.identity
    Col.get_db_converters = quick_queries._stock_converters
    SQLCompiler.get_order_by = quick_queries._stock_order_by
    try:
        yield
    finally:
        quick_queries.install()
    assert Col.identity is not ours


def selects_a_named_column():
    return Item.objects.values(called=F("name")).order_by("called", "pk")


def is_ordered_by_an_annotation():
    return Item.objects.annotate(last=Max("publicity_entries__pk")).order_by("-last")


def is_ordered_by_what_it_selects():
    return Item.objects.values("name").order_by(F("name").desc(nulls_last=True))


def is_ordered_by_an_expression():
    return DocumentPage.objects.order_by(Coalesce("first_published_at", "go_live_at").desc())


def is_grouped():
    return Item.objects.values("category").annotate(n=Count("pk")).order_by("category")


def is_distinct_and_ordered_across_a_relation():
    return Item.objects.distinct().order_by("application__created_at")


def is_a_union():
    names = Item.objects.order_by().values("pk", "name")
    return names.filter(pk__lt=5).union(names.filter(pk__gt=9)).order_by("name")


def asks_a_query_inside():
    inside = Item.objects.filter(application=OuterRef("pk")).order_by("name")
    return Application.objects.filter(Exists(inside) | Q(pk__in=inside.values("application")))


def joins_itself():
    return Page.objects.filter(Q(live=F("expired")) & ~Q(title=Lower("slug"))).order_by("?")


KINDS = [
    selects_a_named_column,
    is_ordered_by_an_annotation,
    is_ordered_by_what_it_selects,
    is_ordered_by_an_expression,
    is_grouped,
    is_distinct_and_ordered_across_a_relation,
    is_a_union,
    asks_a_query_inside,
    joins_itself,
]


def written(queryset):
    return queryset.query.sql_with_params()


@pytest.mark.parametrize("kind", KINDS)
def test_djangos_words_are_kept_in_a_query_that(kind):
    with djangos_own():
        expected = written(kind())
    assert written(kind()) == expected


def test_every_model_is_read_in_the_same_words():
    def all_of(model):
        rows = model._base_manager.all()
        return [written(rows.order_by(*order)) for order in ([], ["pk"], ["-pk"], ["?"])] + [
            written(model._default_manager.all())
        ]

    with djangos_own():
        expected = {model: all_of(model) for model in apps.get_models()}
    assert len(expected) > 200
    assert {model: all_of(model) for model in apps.get_models()} == expected


def test_a_columns_identity_is_that_of_the_expressions():
    for model in (Item, Certificate, DocumentPage):
        for field in model._meta.concrete_fields:
            for column in (
                field.get_col("t"),
                Col(None, field),
                Col(alias="t", target=field, output_field=models.TextField()),
            ):
                assert column.identity == Expression.identity.func(column)
    number = Certificate._meta.get_field("number")
    assert number.get_col("t") == number.get_col("t") != number.get_col("u")


def test_a_row_is_read_by_the_same_converters():
    for model in (Item, DocumentPage):
        for field in model._meta.concrete_fields:
            for column in (field.get_col("t"), Col("t", field, models.JSONField())):
                with djangos_own():
                    expected = column.get_db_converters(connection)
                assert column.get_db_converters(connection) == expected
