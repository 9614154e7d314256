"""What an editor or officer opens does not grow with what there is: in bytes or in rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.bench.finding import copy_often
from wagtail.models import ReferenceIndex

from pages.models import DocumentIndexPage, DocumentPage
from pages.models.named_rows import NamedDocumentsField

from .conftest import moment

pytestmark = pytest.mark.django_db
#: Wagtail's own, and what an editor writes: there a picture or a file may be used.
EDITORS = {"wagtailcore", "wagtailimages", "wagtaildocs", "pages"}


def weigh(client, address):
    """``(bytes, statements)`` of a page."""
    client.get(address)  # what is made once is made
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address)
    assert page.status_code == 200
    return len(page.content), len(queries)


@pytest.fixture
def column(document):
    document(1)
    return DocumentIndexPage.objects.get(pk=DocumentPage.objects.first().get_parent().pk)


def test_the_form_of_a_document_does_not_grow_with_the_documents(column, document, admin_client):
    address = f"/admin/pages/add/pages/documentpage/{column.pk}/"
    few = weigh(admin_client, address)
    for serial in range(2, 22):
        document(serial)
    size, statements = weigh(admin_client, address)
    assert size <= few[0] * 1.02
    assert statements <= few[1] + 1


def field():
    return NamedDocumentsField(DocumentPage.objects.all())


def test_a_document_is_named_by_number_index_or_title(document):
    one = document(1, doc_no="章测扶办字〔2020〕1号")
    two = document(2)
    lines = f"章测扶办字[2020]1号\n  {two.index_no} \n\n{one.title}"
    assert set(field().clean(lines)) == {one, two}


def test_every_line_that_names_nothing_is_told(document):
    document(1)
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError) as refused:
        field().clean("不存在的文件\n另一个不存在的")
    assert len(refused.value.messages) == 2


def test_what_is_stored_reads_as_it_may_be_typed_and_is_no_change(document):
    one = document(1)
    text = field().prepare_value([one.pk])
    assert list(field().clean(text)) == [one]
    assert not field().has_changed([one], text)
    assert field().has_changed([one], "")


def plan(rows):
    """How the database reads ``rows``, after it has counted what there is.

    PostgreSQL sorts some hundred rows rather than follow an index: what is asked here is whether it
    could follow one when they are many, and that must not depend on what its own clock counted.
    """
    with connection.cursor() as cursor:
        for table in ("wagtailcore_page", "pages_documentpage", "wagtailcore_revision"):
            cursor.execute(f"ANALYZE {table}")
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
    return rows.explain()


def test_of_a_long_history_the_newest_are_read_and_not_all(document):
    template = document(1)
    copy_often(template, (f"示例文件{number}" for number in range(300)))
    newest = DocumentPage.objects.visible(moment(2021, 6, 1)).newest()[:6]
    assert "pages_newest" in plan(newest)
    assert len(newest) == 6


def test_wagtail_keeps_no_index_of_references_for_the_flows_own_rows():
    """An index row beside each opinion doubles the cost of an act and answers nobody's question."""
    from registry.models import (
        HolidayPaper,
        LocalOverride,
        Membership,
        Organisation,
        RuleSet,
        Township,
    )
    from workflow.models import OpinionTemplate

    edited = {HolidayPaper, LocalOverride, Membership, Organisation, RuleSet, Township}
    edited.add(OpinionTemplate)
    ours = {m for m in ReferenceIndex.tracked_models if m._meta.app_label not in EDITORS}
    assert {m._meta.label for m in ours - edited} <= {"wagtailredirects.Redirect"}
