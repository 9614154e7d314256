"""What putting a page before the public asks of the database: little, whatever it consists of."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pages.models import DocumentPage
from pages.notices.services import open_district_notice, open_product_page

from .conftest import PUBLISHED

pytestmark = pytest.mark.django_db


@pytest.fixture
def statements(settings, django_capture_on_commit_callbacks):
    """``statements(act)``: how many it asks, with what starts after it, without savepoints."""
    from config.settings import base

    settings.TASKS = base.TASKS  # the index is written after COMMIT and once, as the house runs

    def count(act):
        landing = django_capture_on_commit_callbacks(execute=True)
        with CaptureQueriesContext(connection) as asked, landing:
            act()
        return sum("SAVEPOINT" not in each["sql"] for each in asked)

    return count


def test_a_document_is_published_in_a_bounded_number_of_statements(document, statements):
    document(1)  # what is written once is written
    assert statements(lambda: document(2)) <= 36


def test_a_correction_is_published_in_a_bounded_number_of_statements(document, statements):
    document(1)
    document(1, title="关于示例事项的补充通知", because="更正标题")
    document(2)
    corrected = {"title": "关于另一示例事项的通知", "because": "更正标题"}
    assert statements(lambda: document(2, **corrected)) <= 120


def test_a_notice_page_is_opened_in_a_bounded_number_of_statements(publicity, statements):
    first, second = publicity(2), publicity(2, serial=2)
    open_district_notice(first, by=None, at=PUBLISHED)
    assert statements(lambda: open_district_notice(second, by=None, at=PUBLISHED)) <= 23


def test_a_product_page_is_opened_in_a_bounded_number_of_statements(certificate, statements):
    first, second = certificate(1), certificate(2)
    open_product_page(first, by=None, at=PUBLISHED)
    assert statements(lambda: open_product_page(second, by=None, at=PUBLISHED)) <= 23


def test_what_a_page_consists_of_is_stored_and_signed_with_it(document):
    older = document(1)
    page = document(
        2,
        parts=[{"role": "annex", "label": "附件1", "title": "示例附件", "blocks": []}],
        repeals=[older.index_no],
    )
    stored = DocumentPage.objects.get(pk=page.pk)
    signed = stored.live_revision.as_object()
    for each in (page, stored, signed):
        assert [part.title for part in each.parts.all()] == ["示例附件"]
        assert [one.pk for one in each.repeals.all()] == [older.pk]
        assert not each.attachments.all()
    assert not stored.has_unpublished_changes
    assert stored.versions.get().text_sha256 == stored.text_digest() == signed.text_digest()


def test_a_page_is_looked_over_as_it_is_stored(document):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        document(1, index_no="TEST 360702/2020 00001")
    assert not DocumentPage.objects.exists()
