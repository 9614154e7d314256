"""Prepared questions: the same rows as the question written anew, or none at all."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Prefetch
from django.test.utils import CaptureQueriesContext
from tests.support.standing import stands

from pages.models import DocumentPage, ProductPage
from pages.models.document_queries import set_validity
from pages.models.home import NEWEST_PRODUCTS, POLICIES
from records.prepared import KEYS, MOMENT, TEXT, Prepared, among, listed

from .conftest import moment

AT = moment(2021, 6, 1, 10)
BY_KEYS = Prepared(
    lambda at, keys: DocumentPage.objects.visible(at).filter(pk__in=among(keys)).order_by("pk"),
    MOMENT,
    KEYS,
)


@pytest.fixture
@stands
def documents(office, document):
    return [document(number) for number in (1, 2, 3)]


def test_it_answers_for_each_moment_what_the_question_itself_answers(documents, product):
    product(0)
    first = documents[0].first_published_at
    for at in (first - timedelta(seconds=1), first, AT, AT + timedelta(days=400)):
        policies = DocumentPage.objects.visible(at).policies().newest()[:6]
        assert list(POLICIES(at)) == list(policies)
        products = ProductPage.objects.visible(at).valid().newest()[:4]
        assert list(NEWEST_PRODUCTS(at)) == list(products)
    assert len(POLICIES(AT)) == 3
    assert len(NEWEST_PRODUCTS(AT)) == 1
    assert not POLICIES(first - timedelta(seconds=1))


def test_any_number_of_keys_is_one_value_of_one_statement(documents):
    keys = [each.pk for each in documents]
    assert list(BY_KEYS(AT, listed(keys))) == documents
    assert list(BY_KEYS(AT, listed(keys[1:2]))) == documents[1:2]
    assert list(BY_KEYS(AT, listed([]))) == []


def test_the_first_row_or_none(documents):
    by_slug = Prepared(
        lambda at, slug: DocumentPage.objects.visible(at).filter(slug=slug)[:1], MOMENT, TEXT
    )
    assert by_slug.first(AT, documents[1].slug) == documents[1]
    assert by_slug.first(AT, "' OR 1=1 --") is None


def test_it_is_not_narrowed_afterwards_in_silence(documents):
    prepared = Prepared(lambda at: DocumentPage.objects.visible(at), MOMENT)
    assert len(prepared(AT)) == 3
    for narrow in (
        lambda rows: rows.filter(pk=documents[0].pk),
        lambda rows: rows.exclude(pk=documents[0].pk),
        lambda rows: rows.order_by("pk"),
        lambda rows: rows.first(),
        lambda rows: rows[:1],
        lambda rows: rows.count(),
    ):
        with pytest.raises(TypeError, match="asked as it is"):
            narrow(prepared(AT))


def test_what_it_cannot_put_in_its_place_is_refused(office):
    later = Prepared(lambda at: DocumentPage.objects.visible(at + timedelta(days=1)), MOMENT)
    shorter = Prepared(lambda at: DocumentPage.objects.filter(pk=at.microsecond), MOMENT)
    inner = Prefetch("attachments", DocumentPage.attachments.rel.related_model.objects.all())
    nested = Prepared(lambda at: DocumentPage.objects.visible(at).prefetch_related(inner), MOMENT)
    for question in (later, shorter, nested):
        with pytest.raises(TypeError, match="prepared question"):
            question(AT)


def test_validity_read_after_the_rows_is_that_of_the_annotation(documents, document):
    by = [
        document(4, repeals=[documents[0].index_no]),
        document(5, repeals=[documents[0].index_no]),
    ]
    for page in by:
        page.partly_repeals.add(documents[1])
        page.save()
    for at in (documents[0].first_published_at, AT):
        annotated = DocumentPage.objects.visible(at).with_validity(at).order_by("pk")
        plain = list(DocumentPage.objects.visible(at).order_by("pk"))
        with CaptureQueriesContext(connection) as asked:
            set_validity(plain, at)
        assert len(asked) == 1
        days = [(row.pk, row.repealed_on, row.partly_repealed_on) for row in annotated]
        assert [(row.pk, row.repealed_on, row.partly_repealed_on) for row in plain] == days
    assert plain[0].repealed_on is not None
