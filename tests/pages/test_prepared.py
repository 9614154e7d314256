"""Prepared questions: the same rows as the question written anew, or none at all."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch
from django.test.utils import CaptureQueriesContext
from tests.support.standing import stands

from catalog.models import Certificate, CertificateEvent
from pages.models import DocumentPage, ProductPage, ReviewDate
from pages.models.document_queries import set_validity
from pages.models.home import NEWEST_PRODUCTS, news
from records.beside import nothing_beside, read_beside
from records.prepared import (
    KEYS,
    MOMENT,
    TEXT,
    WORDS,
    Prepared,
    among,
    among_words,
    listed,
)
from registry.models import User

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
        assert news(at)["policies"] == list(policies)
        products = ProductPage.objects.visible(at).valid().newest()[:4]
        assert list(NEWEST_PRODUCTS(at)) == list(products)
    assert len(news(AT)["policies"]) == 3
    assert len(NEWEST_PRODUCTS(AT)) == 1
    assert not news(first - timedelta(seconds=1))["policies"]


def test_any_number_of_keys_is_one_value_of_one_statement(documents):
    keys = [each.pk for each in documents]
    assert list(BY_KEYS(AT, listed(keys))) == documents
    assert list(BY_KEYS(AT, listed(keys[1:2]))) == documents[1:2]
    assert list(BY_KEYS(AT, listed([]))) == []


def test_a_part_is_what_a_slice_of_the_question_is(documents):
    question = Prepared(lambda at: DocumentPage.objects.visible(at).newest(), MOMENT)
    every = list(DocumentPage.objects.visible(AT).newest())
    for limit, offset in ((1, 0), (2, 1), (5, 0), (2, 9)):
        assert list(question.part(AT, limit=limit, offset=offset)) == every[offset:][:limit]
    assert list(question(AT)) == every
    with pytest.raises(TypeError, match="neither ends nor locks"):
        Prepared(lambda at: DocumentPage.objects.visible(at)[:2], MOMENT).part(AT, limit=1)


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


def test_any_number_of_words_is_one_value_too(documents):
    by_words = Prepared(
        lambda words: DocumentPage.objects.filter(slug__in=among_words(words)).order_by("pk"),
        WORDS,
    )
    words = [each.slug for each in documents]
    assert list(by_words(listed(words))) == documents
    assert list(by_words(listed([words[2], "' OR 1=1 --", "没有"]))) == documents[2:]


def test_what_stands_beside_rows_is_what_django_reads_there(product):
    for number in range(3):
        product(number)
    way = ("events__product_version__product__photos", "milestones")
    certificates = list(Certificate.objects.all())
    with CaptureQueriesContext(connection) as asked:
        read_beside(certificates, *way)
        pairs = [
            (each.pk, each.certificate.number, each.product_version.product.name)
            for certificate in certificates
            for each in certificate.events.all()
        ]
    for certificate in Certificate.objects.prefetch_related(*way):
        own = next(each for each in certificates if each == certificate)
        assert list(own.events.all()) == list(certificate.events.all())
        assert list(own.milestones.all()) == list(certificate.milestones.all())
        assert own.events.count() == certificate.events.count() > 0
    assert len(pairs) == 3
    assert len(asked) == 3  # events with their versions and products, photos, milestones
    with CaptureQueriesContext(connection) as asked:
        read_beside(certificates, *way)
    assert not asked, "what was read is not read again"


def test_what_points_back_as_the_only_one_is_read_too_or_known_not_to_be(documents):
    one, other = (document.page_ptr for document in documents[:2])
    by = {"set_at": AT, "set_by": User.objects.first()}
    ReviewDate.objects.create(page=one, due_on="2021-07-01", **by)
    with CaptureQueriesContext(connection) as asked:
        read_beside([one, other], "review_date")
        assert one.review_date.page is one
        assert not hasattr(other, "review_date")
    assert len(asked) == 1


def test_what_was_read_beside_a_row_is_narrowed_to_that_row(product):
    for number in range(2):
        product(number)
    one, other = Certificate.objects.order_by("pk")
    read_beside([one, other], "events")
    assert [each.certificate for each in one.events.filter(op="add")] == [one]
    assert not one.events.exclude(certificate=one)
    assert other.events.order_by("version").last().certificate == other


def test_what_was_read_beside_a_row_is_copied_asked_again_and_joined_as_djangos(product):
    for number in range(2):
        product(number)
    nobody = CertificateEvent.objects.filter(pk=0)
    for use in (
        lambda rows: Certificate.objects.filter(events__in=rows),
        lambda rows: Certificate.objects.filter(Exists(rows.filter(certificate=OuterRef("pk")))),
        lambda rows: rows.iterator(),
        lambda rows: deepcopy(rows),
        lambda rows: rows | nobody,
        lambda rows: nobody | rows,
        lambda rows: rows & CertificateEvent.objects.all(),
        lambda rows: CertificateEvent.objects.all() & rows,
    ):
        own, djangos = Certificate.objects.all(), Certificate.objects.prefetch_related("events")
        read_beside(own, "events")
        for one, other in zip(own, djangos, strict=True):
            there = list(use(other.events.all()))
            assert len(there) == 1
            assert list(use(one.events.all())) == there


def test_of_what_is_known_not_to_be_nobody_asks(documents):
    nothing_beside(documents[0], "parts", "figures")
    with CaptureQueriesContext(connection) as asked:
        assert not documents[0].parts.all()
        assert documents[0].figures.count() == 0
    assert not asked


def test_only_foreign_keys_are_followed(documents):
    with pytest.raises(TypeError, match="repeals"):
        read_beside(documents, "repeals")


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
